import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { lockHolder } from '@axiswise/files';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, start, temporaryFolder } from './axiswise.ts';
import { appears, callOf, epochs, recordOf, type Report } from './small-comparison.ts';

/** A comparison at one size, which is then repeated at others. */
const wholeDir = path.join(temporaryFolder(), 'comparison');
let whole: Report;
beforeAll(async () => {
  const words = callOf('slide-both,span-both,linear', wholeDir, ...epochs, '--seeds', '2');
  whole = await resultOf<Report>(words);
});

describe('compare --scales', () => {
  it('repeats all of it at multiples of the budget, and keeps what is trained', async () => {
    const finishedAt = recordOf(wholeDir, 'linear/seed-1').finishedAt;
    const more = [...epochs, '--seeds', '2', '--scales', '1,0.25'];
    const words = callOf('slide-both,span-both,linear', wholeDir, ...more);
    const { experiments } = await resultOf<Report>(words);
    const [{ scales, claims, ...same }] = experiments;
    const [before] = whole.experiments;
    expect(same).toEqual({ ...same, ...before, claims: undefined, seconds: same.seconds });
    expect(recordOf(wholeDir, 'linear/seed-1').finishedAt).toBe(finishedAt);
    expect(recordOf(wholeDir, 'scale-0.25/span-both/seed-1').status).toBe('finished');
    expect(scales!.map(({ scale, size }) => [scale, size])).toEqual([
      [0.25, 34_415],
      [1, 137_660],
    ]);
    const [quarter, whole1] = scales!;
    expect(quarter.strategies.map(({ name }) => name)).toEqual([
      'slide-both',
      'span-both',
      'linear',
    ]);
    expect(Math.abs(quarter.strategies[0].sizeRatio! - 1)).toBeLessThan(0.02);
    expect(whole1.strategies[0].accuracy).toEqual(before.strategies[0].accuracy);
    expect(quarter.pairs).toHaveLength(3);
    const outcomes = [quarter, whole1].map(({ scale, claims: [{ outcome }] }) => ({
      scale,
      outcome,
    }));
    expect(claims).toMatchObject([{ ...before.claims[0], atSizes: { outcomes } }]);

    // The same call again trains nothing; a trial says at which size it is.
    const { stderr, stdout } = await axiswise(words);
    expect(stderr).toContain('12 trials, 12 of them finished');
    expect(stdout).toContain('slide-both better than span-both: ');
    expect(stdout).toContain('× 0.25 (34,415 parameters)');
  }, 240_000);

  it('goes on where it was killed at another size, with the same weights', async () => {
    const runDir = path.join(temporaryFolder(), 'killed-at-scale');
    const more = [...epochs, '--seeds', '1', '--scales', '0.25,1', '--checkpoint-seconds', '0'];
    const words = callOf('slide-both,span-both', runDir, ...more, '--jobs', '1');
    const at = (trial: string): string => `scale-0.25/${trial}/seed-0`;
    const first = start(words);
    await appears(runDir, at('span-both'), 'checkpoints');
    first.child.kill('SIGKILL');
    await first.outcome;
    const killed = path.join(runDir, at('span-both'));
    while (await lockHolder(path.join(killed, 'run'))) await sleep(10);
    const finishedAt = recordOf(runDir, at('slide-both')).finishedAt;

    const { experiments } = await resultOf<Report>(words);
    expect(experiments[0].failures).toEqual([]);
    expect(experiments[0].scales!.map(({ scale }) => scale)).toEqual([0.25, 1]);
    // What was finished is kept; what was not has the weights that it has in the comparison above.
    expect(recordOf(runDir, at('slide-both')).finishedAt).toBe(finishedAt);
    for (const trial of [at('slide-both'), at('span-both'), 'span-both/seed-0']) {
      expect(recordOf(runDir, trial).result!.weightsSha256, trial).toBe(
        recordOf(wholeDir, trial).result!.weightsSha256,
      );
    }
  }, 240_000);
});
