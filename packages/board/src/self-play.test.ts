import type { Dataset } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfPlay } from './self-play.ts';

const context = { dataDir: '/nowhere', seed: 0 };

describe('self-play', () => {
  let whole: Dataset;
  beforeAll(async () => {
    whole = await selfPlay.load(context);
  });

  it('is 50 positions of each of 300 games, as 12 planes', () => {
    expect(whole.shape).toEqual([19, 19, 12]);
    expect(whole.encoding).toEqual({ kind: 'board', planes: 12 });
    const { train, validation, test } = whole.splits;
    expect([train.length, validation!.length, test.length]).toEqual([13_200, 300, 1500]);
    expect(selfPlay.records).toEqual({ train: 13_200, test: 1500 });
  });

  it('is the same data on every machine', () => {
    // Changes only when the player does: then results from before are of other games.
    expect(whole.sha256).toBe('');
  });

  it('is the same data in every run', async () => {
    const options = { games: '10', planes: '4' };
    const few = await selfPlay.load({ ...context, options });
    const again = await selfPlay.load({ ...context, seed: 7, options });
    expect(again.sha256).toBe(few.sha256);
    expect(again.splits.train.labels).toEqual(few.splits.train.labels);
    expect(few.splits.train.length).toBe(400);
  });

  it('asks for moves to empty points, all over the board', async () => {
    const { test } = whole.splits;
    const out = new Float32Array(test.length * 361 * 12);
    await test.gather(
      Array.from({ length: test.length }, (_, i) => i),
      out,
    );
    test.labels.forEach((label, i) => {
      // Plane 2: empty points.
      expect(out[(i * 361 + label) * 12 + 2]).toBe(1);
    });
    expect(new Set(test.labels).size).toBeGreaterThan(300);
  });

  it.each([
    [{ games: '9' }, "games is a whole number from 10 to 100,000, but '9' came"],
    [{ planes: '13' }, "planes is 48, 12 or 4, but '13' came"],
    [{ seed: '1' }, "self-play has no option 'seed'"],
  ])('refuses the options %j', async (options, message) => {
    await expect(selfPlay.load({ ...context, options })).rejects.toThrow(message);
  });
});
