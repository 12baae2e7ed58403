import { mkdtemp, readdir, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
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

describe('CheckpointFolder', () => {
  it('answers undefined where there is none yet', async () => {
    expect(await new CheckpointFolder(path.join(folder, 'absent')).latest()).toBeUndefined();
  });

  it('keeps the last two and answers the newest', async () => {
    const checkpoints = new CheckpointFolder<{ note: string }>(folder);
    for (const step of [5, 10, 100]) await checkpoints.save(at(step));
    expect((await readdir(folder)).sort()).toEqual([
      'step-000000010.safetensors',
      'step-000000100.safetensors',
    ]);
    expect(await checkpoints.latest()).toMatchObject({
      step: 100,
      progress: { note: 'after 100' },
    });
  });

  it('falls back on the one before where the newest is damaged, and clears what a kill left', async () => {
    const checkpoints = new CheckpointFolder(folder);
    await checkpoints.save(at(5));
    await checkpoints.save(at(10));
    await truncate(path.join(folder, 'step-000000010.safetensors'), 60);
    await writeFile(path.join(folder, 'step-000000015.safetensors.1234.tmp'), 'half');
    expect((await checkpoints.latest())?.step).toBe(5);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
