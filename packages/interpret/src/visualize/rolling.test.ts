import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { blur, roll } from './rolling.ts';

beforeAll(() => useBackend(testBackend()));

describe('roll', () => {
  it('moves values that leave one end to the other', () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
    expect([...roll(x, [0, 1]).dataSync()]).toEqual([3, 1, 2, 6, 4, 5]);
    expect([...roll(x, [1, -1]).dataSync()]).toEqual([5, 6, 4, 2, 3, 1]);
    expect(roll(x, [2, 3]).dataSync()).toEqual(x.dataSync());
  });
});

describe('blur', () => {
  it('spreads a point as a Gaussian and keeps its sum', () => {
    const point = new Float32Array(49);
    point[24] = 1;
    const [row] = [blur(tf.tensor4d(point, [1, 7, 7, 1]), 1).dataSync()];
    const at = (i: number, j: number): number => row[7 * i + j];
    // Weights around the middle, truncated after three positions: e^{-d²/2} over their sum, 2.5066.
    const weights = [0, 1, 2, 3].map((d) => Math.exp(-(d ** 2) / 2));
    const sum = weights[0] + 2 * (weights[1] + weights[2] + weights[3]);
    expect(at(3, 3)).toBeCloseTo((1 / sum) ** 2, 3);
    expect(at(3, 4) / at(3, 3)).toBeCloseTo(weights[1], 2);
    expect(at(2, 3)).toBeCloseTo(at(3, 2), 6);
  });

  it('keeps a constant, at the borders too', () => {
    for (const value of blur(tf.fill([1, 5, 4, 2], 0.7), 1.5).dataSync()) {
      expect(value).toBeCloseTo(0.7, 5);
    }
  });
});
