import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { mixUp } from './mixup.ts';
import { ReusedFloats } from './reused-floats.ts';

/** Eight examples of two numbers, which tell them apart, as two targets each do. */
const numbers = Array.from({ length: 8 }, (_, i) => i);
const batch = {
  examples: 8,
  inputs: Float32Array.from(numbers.flatMap((i) => [i, 10 * i])),
  targets: Float32Array.from(numbers.flatMap((i) => [i, -i])),
};
const memory = new ReusedFloats();
const mixedBy = (seed: number, alpha = 0.4) =>
  mixUp(batch, { alpha, random: new Random(seed, 'mixup'), memory });

describe('mixup', () => {
  it('takes means of two examples each, and says what is right for the others', () => {
    const { examples, inputs, targets, mixed } = mixedBy(3);
    const { share, targets: others } = mixed!;
    expect(examples).toBe(8);
    expect(targets).toEqual(batch.targets);
    expect(share).toBeGreaterThan(0);
    for (const i of numbers) {
      const other = others[2 * i];
      expect(others[2 * i + 1]).toBe(-other);
      const mean = (1 - share) * i + share * other;
      expect(inputs[2 * i]).toBeCloseTo(mean, 5);
      expect(inputs[2 * i + 1]).toBeCloseTo(10 * mean, 4);
    }
    // Each example is mixed into one.
    const drawn = numbers.map((i) => others[2 * i]).sort((a, b) => a - b);
    expect(drawn).toEqual(numbers);
    expect(batch.inputs[3]).toBe(10);
  });

  it('follows from the seed', () => {
    const inputs = mixedBy(5).inputs.slice();
    expect(mixedBy(5).inputs).toEqual(inputs);
    expect(mixedBy(6).inputs).not.toEqual(inputs);
  });

  it.each([0.1, 0.4, 1])('draws shares of a beta distribution: %d', (alpha) => {
    const count = 20_000;
    let squares = 0;
    for (let seed = 0; seed < count; seed++) {
      const { share } = mixedBy(seed, alpha).mixed!;
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(0.5);
      squares += (share - 0.5) ** 2;
    }
    // The variance of Beta(a, a), about its mean of a half.
    const variance = 1 / (4 * (2 * alpha + 1));
    expect(Math.abs(squares / count / variance - 1)).toBeLessThan(0.02);
  });
});
