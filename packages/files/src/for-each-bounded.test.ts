import { describe, expect, it } from 'vitest';
import { forEachBounded } from './for-each-bounded.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('forEachBounded', () => {
  it('processes every item once, never more than allowed at a time', async () => {
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    await forEachBounded([5, 1, 4, 2, 3, 0], 2, async (milliseconds, index) => {
      most = Math.max(most, ++running);
      await pause(milliseconds);
      running--;
      seen.push(index);
    });
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    await forEachBounded([], 2, () => Promise.reject(new Error('is never called')));
  });

  it('throws the first failure in order, and starts nothing after a failure', async () => {
    const begun: number[] = [];
    const working = forEachBounded([0, 1, 2, 3, 4, 5], 3, async (item) => {
      begun.push(item);
      // The second fails last.
      await pause(item === 1 ? 20 : 1);
      if (item >= 1) throw new Error(`item ${item}`);
      await pause(50);
    });
    await expect(working).rejects.toThrow('item 1');
    expect(begun).toEqual([0, 1, 2]);
  });
});
