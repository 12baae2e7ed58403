import { drawConfiguration } from '@axiswise/tuning';
import { describe, expect, it } from 'vitest';
import { searchSpace, tuneClassifier, tuningSeed, untunedLearningRate } from './tune-classifier.ts';

const rateOf = (trial: number): number =>
  Number(drawConfiguration(searchSpace, { seed: tuningSeed, trial }).learningRate);

/** The nearer a rate is to 0.01, the lower its loss. */
const lossOf = (rate: number): number => Math.abs(Math.log(rate / 0.01));

describe('tuneClassifier', () => {
  it('takes the rate with the lowest loss, each trained to the end', async () => {
    const calls: [number[], number][] = [];
    const tuned = await tuneClassifier(4, 10, (tried, epoch) => {
      const rates = tried.map(({ learningRate }) => Number(learningRate));
      calls.push([rates, epoch]);
      return Promise.resolve(rates.map(lossOf));
    });
    const rates = [0, 1, 2, 3].map(rateOf);
    expect(calls).toEqual([[rates, 10]]);
    const best = rates.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a));
    expect(tuned).toEqual({ learningRate: best, loss: lossOf(best), atEdge: [] });
    // One in each quarter of the range, on its logarithmic scale.
    const quarters = rates.map((rate) => Math.floor((4 * Math.log(rate / 0.0015)) / Math.log(40)));
    expect(quarters.sort()).toEqual([0, 1, 2, 3]);
  });

  it('trains more than four shortly, and the best to the end', async () => {
    const epochs: [number, number][] = [];
    await tuneClassifier(8, 10, (tried, epoch) => {
      epochs.push([tried.length, epoch]);
      return Promise.resolve(tried.map(({ learningRate }) => lossOf(Number(learningRate))));
    });
    expect(epochs).toEqual([
      [8, 3],
      [2, 10],
    ]);
  });

  it('takes the rate of untuned classifiers where every one diverges', async () => {
    const tuned = await tuneClassifier(4, 10, (tried) =>
      Promise.resolve(tried.map(() => 'diverged')),
    );
    expect(tuned).toEqual({ learningRate: untunedLearningRate, loss: null, atEdge: [] });
  });
});
