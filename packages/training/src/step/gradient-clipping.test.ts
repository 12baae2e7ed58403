import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it } from 'vitest';
import { clipByGlobalNorm, globalNorm } from './gradient-clipping.ts';

beforeAll(() => useBackend(testBackend()));

it('clips all gradients by one factor', async () => {
  const gradients = [tf.tensor([3, 0]), tf.tensor([[4]])];
  expect(await globalNorm(gradients)).toBe(5);
  const clipped = clipByGlobalNorm(gradients, 5, 1).map((tensor) => [...tensor.dataSync()]);
  expect(clipped).toEqual([[Math.fround(0.6), 0], [Math.fround(0.8)]]);
  expect(clipByGlobalNorm(gradients, 5, 6)).toBe(gradients);
});
