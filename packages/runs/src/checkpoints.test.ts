import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CheckpointFolder } from './checkpoints.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'checkpoints-'));
});

const at = (step: number) => ({
  step,
  arrays: new Map([['weights/w', { shape: [1], values: Float32Array.of(step) }]]),
  progress: { note: `after ${step}` },
});

const schema = z.object({ note: z.string() });

describe('CheckpointFolder', () => {
  it('gives undefined where there is none yet', async () => {
    expect(await new CheckpointFolder(path.join(folder, 'absent')).latest(schema)).toBeUndefined();
  });

  it('keeps the last two and gives the newest', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    for (const step of [5, 10, 100]) await checkpoints.save(at(step));
    expect((await readdir(folder)).sort()).toEqual([
      'step-000000010.safetensors',
      'step-000000100.safetensors',
    ]);
    expect(await checkpoints.latest(schema)).toMatchObject({
      step: 100,
      progress: { note: 'after 100' },
    });
  });

  it('continues from the one before where the newest is damaged, and says so', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    await checkpoints.save(at(5));
    await checkpoints.save(at(10));
    const newest = path.join(folder, 'step-000000010.safetensors');
    const content = await readFile(newest, 'latin1');
    await writeFile(newest, content.replace('weights/w', 'weights/v'), 'latin1');
    const notices: string[] = [];
    const found = await checkpoints.latest(schema, (line) => notices.push(line));
    expect(found).toMatchObject({ step: 5, progress: { note: 'after 5' } });
    expect(notices).toEqual([
      `${newest} is damaged (the file does not match its checksum); ` +
        'the run continues from step-000000005.safetensors',
    ]);
  });

  it('says that the run starts anew where no checkpoint is good', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    await checkpoints.save(at(5));
    await truncate(path.join(folder, 'step-000000005.safetensors'), 60);
    const notices: string[] = [];
    expect(await checkpoints.latest(schema, (line) => notices.push(line))).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(/is damaged .*; the run starts anew$/)]);
  });

  it('names the field of a progress that is not of the schema', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    await checkpoints.save({ ...at(5), progress: { note: 7 } as never });
    const notices: string[] = [];
    await checkpoints.latest(schema, (line) => notices.push(line));
    expect(notices[0]).toContain('note must be a string, got 7');
  });

  it('removes what a kill left half written', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    await writeFile(path.join(folder, 'step-000000015.safetensors.1234.tmp'), 'half');
    await checkpoints.latest(schema);
    expect(await readdir(folder)).toEqual([]);
  });
});
