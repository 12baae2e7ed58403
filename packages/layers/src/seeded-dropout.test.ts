import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { SeededDropout } from './seeded-dropout.ts';

const drop = (layer: SeededDropout, shape = [40, 50], training = true): number[] =>
  tf.tidy(() => [...(layer.apply(tf.ones(shape), { training }) as tf.Tensor).dataSync()]);

describe('SeededDropout', () => {
  beforeAll(() => useBackend(testBackend()));

  it('keeps the expected sum: zeros at the rate, the others scaled up', () => {
    const values = drop(new SeededDropout({ rate: 0.4, seed: 1 }), [100, 200]);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
    const zeros = values.filter((value) => value === 0).length / values.length;
    // Four standard deviations of a share of 20,000: 0.014.
    expect(Math.abs(zeros - 0.4)).toBeLessThan(0.014);
  });

  it('draws another mask at every step, the same sequence for the same seed', () => {
    const [a, b] = [0, 0].map(() => new SeededDropout({ rate: 0.5, seed: 7, name: 'drop' }));
    const first = drop(a);
    const second = drop(a);
    expect(first).not.toEqual(second);
    expect(drop(b)).toEqual(first);
    expect(drop(b)).toEqual(second);
  });

  it('takes seed 0 for a seed, and gives layers of other names other masks', () => {
    const masks = [
      drop(new SeededDropout({ rate: 0.5, seed: 0, name: 'a' })),
      drop(new SeededDropout({ rate: 0.5, seed: 1, name: 'a' })),
      drop(new SeededDropout({ rate: 0.5, seed: 0, name: 'b' })),
    ];
    expect(new Set(masks.map(String)).size).toBe(3);
    expect(drop(new SeededDropout({ rate: 0.5, seed: 0, name: 'a' }))).toEqual(masks[0]);
  });

  it('goes on from a saved state', () => {
    const layer = new SeededDropout({ rate: 0.5, seed: 3, name: 'drop' });
    drop(layer);
    const state = layer.randomState;
    const next = drop(layer);
    const other = new SeededDropout({ rate: 0.5, seed: 99, name: 'other' });
    other.randomState = state;
    expect(drop(other)).toEqual(next);
  });

  it('leaves values alone while not training, and at rate 0', () => {
    const ones = new Array<number>(2000).fill(1);
    expect(drop(new SeededDropout({ rate: 0.5, seed: 1 }), [40, 50], false)).toEqual(ones);
    expect(drop(new SeededDropout({ rate: 0, seed: 1 }))).toEqual(ones);
  });

  it('refuses a rate of 1', () => {
    expect(() => new SeededDropout({ rate: 1, seed: 1 })).toThrow(/from 0 to below 1, but 1 came/);
  });
});
