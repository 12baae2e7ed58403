import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { spread } from './spread.ts';

describe('spread', () => {
  it('keeps labels at their wanted positions if there is room', () => {
    expect(spread([10, 90, 50], [10, 10, 10], [0, 100])).toEqual([10, 90, 50]);
  });

  it('spreads labels evenly that want the same position', () => {
    expect(spread([50, 50, 50], [10, 10, 10], [0, 100])).toEqual([40, 50, 60]);
  });

  it('keeps labels within the range', () => {
    expect(spread([2, 2], [10, 10], [0, 100])).toEqual([5, 15]);
    expect(spread([99, 98], [10, 20], [0, 100])).toEqual([95, 80]);
  });

  it('never lets labels overlap, and keeps their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 20 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (labels) => {
          const wanted = labels.map(([at]) => at);
          const sizes = labels.map(([, size]) => size);
          const placed = spread(wanted, sizes, [0, 300]);
          const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
          for (let n = 1; n < order.length; n++) {
            const [a, b] = [order[n - 1], order[n]];
            expect(placed[b] - placed[a]).toBeGreaterThanOrEqual((sizes[a] + sizes[b]) / 2 - 1e-6);
          }
          for (const [i, at] of placed.entries()) {
            expect(at - sizes[i] / 2).toBeGreaterThanOrEqual(-1e-6);
            expect(at + sizes[i] / 2).toBeLessThanOrEqual(300 + 1e-6);
          }
        },
      ),
    );
  });
});
