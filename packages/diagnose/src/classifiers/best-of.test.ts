import { describe, expect, it } from 'vitest';
import { bestOf, type MeasuredClassifier } from './classifier-runner.ts';

const measured = (row: 'slide' | 'span', ...losses: readonly number[]): MeasuredClassifier => ({
  move: { row },
  parameters: 1,
  results: losses.map((validationLoss) => ({ scores: new Uint8Array(1), validationLoss })),
});

describe('bestOf', () => {
  it('takes the lowest validation loss over all seeds', () => {
    const [slid, spanned] = [measured('slide', 0.1, 0.5), measured('span', 0.3, 0.2)];
    expect(bestOf([slid, spanned])).toBe(spanned);
    expect(bestOf([spanned, slid])).toBe(spanned);
  });

  it('does not take one that diverged with a seed, unless all did', () => {
    const [diverged, poor] = [measured('slide', 0.1, Infinity), measured('span', 1, 1)];
    expect(bestOf([diverged, poor])).toBe(poor);
    expect(bestOf([diverged, diverged])).toBe(diverged);
  });
});
