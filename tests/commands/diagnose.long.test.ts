import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Diagnosis, readDiagnosis } from '@axiswise/diagnose';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, start, temporaryFolder } from './axiswise.ts';

/** So little that its verdicts mean nothing, in seconds. */
const small = [
  ...['--data-options', 'train=150', 'test=20', '--seeds', '1', '--epochs', '1'],
  ...['--train-examples', '40', '--test-examples', '40'],
];

describe('diagnose', () => {
  it('goes on after it was killed and interrupted, in threads, to the same result', async () => {
    const call = (folder: string) => [
      ...['diagnose', 'images', ...small, '--tune', '2', '--jobs', '2'],
      ...['--run-dir', folder, '--backend', 'wasm'],
    ];
    const [whole, killed] = ['whole', 'killed'].map((name) => path.join(temporaryFolder(), name));
    const expected = await resultOf<Diagnosis>(call(whole));
    const kept = path.join(killed, 'classifiers');
    const filesBeyond = async (count: number): Promise<void> => {
      while (!existsSync(kept) || readdirSync(kept).length <= count) await sleep(5);
    };
    const first = start(call(killed));
    await filesBeyond(1);
    first.child.kill('SIGKILL');
    await first.outcome;
    const known = readdirSync(kept).length;
    for (const name of readdirSync(kept).filter((each) => each.endsWith('.json'))) {
      JSON.parse(readFileSync(path.join(kept, name), 'utf8'));
    }
    const second = start(call(killed));
    await filesBeyond(known + 1);
    const busy = await axiswise(call(killed));
    expect(busy.code).toBe(2);
    expect(busy.stderr).toMatch(/process \d+ on .* is at work in/);
    second.child.kill('SIGINT');
    const { code, stderr } = await second.outcome;
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted; the same command continues it');
    const { code: ended, stderr: notices } = await axiswise(call(killed));
    expect(ended).toBe(0);
    expect(notices).toMatch(/classifiers? of an earlier call were used/);
    const { axes, classifiers, recommendation, tuning } = (await readDiagnosis(killed))!;
    expect({ axes, classifiers, recommendation, tuning }).toEqual({
      axes: expected.axes,
      classifiers: expected.classifiers,
      recommendation: expected.recommendation,
      tuning: expected.tuning,
    });
  });
});
