import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { tilingOf } from './winograd-tiling.ts';

type Shape4D = [number, number, number, number];

it('leaves out what the algorithm does not serve, and what it would not make faster', () => {
  const served = (x: Shape4D, filter: Shape4D, stride = 1): boolean =>
    tilingOf(tf.backend_util.computeConv2DInfo(x, filter, stride, 1, 'valid')) !== undefined;
  expect(served([1, 9, 9, 8], [3, 3, 8, 8])).toBe(true);
  expect(served([1, 9, 9, 8], [3, 3, 8, 8], 2)).toBe(false);
  expect(served([1, 9, 9, 1], [3, 3, 1, 8])).toBe(false);
  expect(served([1, 9, 9, 8], [2, 2, 8, 8])).toBe(false);
  expect(served([1, 9, 9, 8], [6, 6, 8, 8])).toBe(false);
  expect(served([1, 3, 3, 8], [3, 3, 8, 8])).toBe(false);
});
