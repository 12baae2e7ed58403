import { describe, expect, it } from 'vitest';
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
