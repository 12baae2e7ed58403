import type { Dataset } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfPlay } from './self-play.ts';

const context = { dataDir: '/nowhere', seed: 0 };

describe('self-play', () => {
  // A tenth of the default: the first of the same games.
  let tenth: Dataset;
  beforeAll(async () => {
    tenth = await selfPlay.load({ ...context, options: { games: '30' } });
  });

  it('has 50 positions of each game, in 12 planes', () => {
    expect(tenth.shape).toEqual([19, 19, 12]);
    expect(tenth.encoding).toEqual({ kind: 'board', planes: 12 });
    const { train, validation, test } = tenth.splits;
    expect([train.length, validation!.length, test.length]).toEqual([1300, 50, 150]);
  });

  it('gives the same data on every machine', () => {
    // This changes only when the player changes; earlier results are of other games then.
    expect(tenth.sha256).toBe('e14484c5c84a8ed433bfa542580788ff8a61be5156dd2d01586ff1fd0f9cbbad');
  });

  it('gives the same data in every run', async () => {
    const options = { games: '10', planes: '4' };
    const few = await selfPlay.load({ ...context, options });
    const again = await selfPlay.load({ ...context, seed: 7, options });
    expect(again.sha256).toBe(few.sha256);
    expect(again.splits.train.labels).toEqual(few.splits.train.labels);
    expect(few.splits.train.length).toBe(400);
  });

  it('labels moves to empty points', async () => {
    const { test } = tenth.splits;
    const out = new Float32Array(test.length * 361 * 12);
    await test.gather(
      Array.from({ length: test.length }, (_, i) => i),
      out,
    );
    test.labels.forEach((label, i) => {
      // Plane 2: empty points.
      expect(out[(i * 361 + label) * 12 + 2]).toBe(1);
    });
  });

  it.each([
    [{ games: '9' }, "games must be an integer from 10 to 100,000, got '9'"],
    [{ planes: '13' }, 'planes must be 4, 12 or 48, got 13'],
    [{ seed: '1' }, "self-play has no option 'seed'"],
  ])('refuses the options %j', async (options, message) => {
    await expect(selfPlay.load({ ...context, options })).rejects.toThrow(message);
  });
});
