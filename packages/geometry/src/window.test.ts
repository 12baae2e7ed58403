import { describe, expect, it } from 'vitest';
import type { Padding } from './filter-strategy.ts';
import { tapsAlong } from './window-taps.ts';
import { windowAlong } from './window.ts';

/** Where windows stand when they are walked one by one, as a check on the closed formula. */
function countWindows(padded: number, reach: number, stride: number): number {
  let count = 0;
  for (let start = 0; start + reach <= padded; start += stride) count++;
  return count;
}

describe('windowAlong', () => {
  it.each([
    // length, kernel, stride, dilation, padding → output, before, after
    [28, 3, 1, 1, 'valid', 26, 0, 0],
    [13, 2, 2, 1, 'valid', 6, 0, 0],
    [28, 5, 1, 1, 'same', 28, 2, 2],
    [5, 3, 2, 1, 'same', 3, 1, 1],
    [6, 3, 2, 1, 'same', 3, 0, 1], // TensorFlow puts the odd zero behind
    [10, 3, 1, 2, 'valid', 6, 0, 0],
    [10, 3, 1, 3, { before: 3, after: 0 }, 7, 3, 0],
  ] as const)(
    '%i positions, kernel %i, stride %i, dilation %i, padding %s',
    (length, kernelSize, stride, dilation, padding, output, before, after) => {
      const window = windowAlong(length, { kernelSize, stride, dilation, padding }, 'here');
      expect(window).toMatchObject({
        outputLength: output,
        padBefore: before,
        padAfter: after,
      });
    },
  );

  it('agrees with walking the windows for every small case', () => {
    for (let length = 1; length <= 12; length++) {
      for (let kernelSize = 1; kernelSize <= length; kernelSize++) {
        for (let stride = 1; stride <= 4; stride++) {
          const valid = windowAlong(length, { kernelSize, stride, padding: 'valid' }, 'here');
          expect(valid.outputLength).toBe(countWindows(length, kernelSize, stride));
          const same = windowAlong(length, { kernelSize, stride, padding: 'same' }, 'here');
          expect(same.outputLength).toBe(Math.ceil(length / stride));
        }
      }
    }
  });
});

describe('along a cyclic axis', () => {
  const around = (length: number, kernelSize: number, stride = 1, dilation = 1) =>
    windowAlong(length, { kernelSize, stride, dilation, cyclic: true }, 'layer, axis "angle"');

  it('a window begins at every position, and goes around the end', () => {
    expect(around(8, 3)).toMatchObject({ outputLength: 8, padBefore: 1, padAfter: 1, wraps: true });
    expect(around(8, 3, 2)).toMatchObject({ outputLength: 4, padBefore: 0, padAfter: 1 });
    expect(tapsAlong(around(4, 3)).map((taps) => taps.map(({ position }) => position))).toEqual([
      [3, 0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 0],
    ]);
    // Windows that lie side by side do not reach over the end.
    expect(around(8, 2, 2)).not.toHaveProperty('wraps');
  });

  it('what does not fit is refused', () => {
    const refused = (padding: Padding) => () =>
      windowAlong(8, { kernelSize: 3, stride: 1, padding, cyclic: true }, 'layer, axis "angle"');
    expect(refused('valid')).toThrow(
      'layer, axis "angle": windows go around the end of a cyclic axis, which leaves nothing to pad, but the ' +
        'padding "valid" was given; leave "padding" out',
    );
    expect(refused({ before: 1, after: 0 })).toThrow(
      'the padding { before: 1, after: 0 } was given',
    );
    expect(() => around(7, 3, 2)).toThrow(
      'a stride of 2 does not come round on a cyclic axis of 7 positions; take one that divides 7',
    );
    expect(() => around(4, 3, 1, 2)).toThrow(
      '(5 positions) is larger than the axis, which is 4 long',
    );
  });
});
