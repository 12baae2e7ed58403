import { useBackend } from '@axiswise/backend';
import { Random } from '@axiswise/random';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { gramMatrix } from './gram.ts';
import { totalVariation } from './total-variation.ts';

beforeAll(() => useBackend(testBackend()));

const gram = (values: number[], shape: [number, number, number, number]): number[] =>
  tf.tidy(() => [...gramMatrix(tf.tensor4d(values, shape)).dataSync()]);

describe('gramMatrix', () => {
  it('agrees with a computation by hand for two maps over 2×2 positions', () => {
    // Map a is 1 2 / 3 4, map b is 0 1 / 0 2.
    // aa: 1 + 4 + 9 + 16 = 30; ab: 0 + 2 + 0 + 8 = 10; bb: 0 + 1 + 0 + 4 = 5; each over 4 positions.
    expect(gram([1, 0, 2, 1, 3, 0, 4, 2], [1, 2, 2, 2])).toEqual([7.5, 2.5, 2.5, 1.25]);
  });

  it('ignores positions: shuffled positions give the same matrix', () => {
    const random = new Random(1, 'gram');
    const [height, width, channels] = [5, 6, 4];
    const values = Array.from({ length: height * width * channels }, () => random.normal());
    const shuffled = [...random.permutation(height * width)].flatMap((position) =>
      values.slice(position * channels, (position + 1) * channels),
    );
    expect(shuffled).not.toEqual(values);
    const [a, b] = [values, shuffled].map((order) => gram(order, [1, height, width, channels]));
    a.forEach((entry, i) => expect(b[i]).toBeCloseTo(entry, 5));
  });

  it('changes if maps are no longer active at the same positions', () => {
    expect(gram([1, 1, 0, 0], [1, 1, 2, 2])[1]).toBe(0.5);
    expect(gram([1, 0, 0, 1], [1, 1, 2, 2])[1]).toBe(0);
  });
});

describe('totalVariation', () => {
  it('counts each pair of neighbours once', () => {
    // 0 1 / 3 0: across 1 and 9, down 9 and 1: 20 over 4 values.
    const variation = tf.tidy(
      () => totalVariation(tf.tensor4d([0, 1, 3, 0], [1, 2, 2, 1])).dataSync()[0],
    );
    expect(variation).toBe(5);
  });
});
