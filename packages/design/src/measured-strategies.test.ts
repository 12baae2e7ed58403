import type { ComparedPair, TrainingCheck } from '@axiswise/compare';
import { describe, expect, it } from 'vitest';
import { measuredForReadme } from './measured-for-readme.ts';
import { measuredStrategies } from './measured-strategies.ts';

const checked = (verdict: TrainingCheck['verdict'], ...because: string[]): TrainingCheck => ({
  verdict,
  because,
  majorityAccuracy: 0.5,
  linearAccuracy: null,
});
const strategy = (name: string, trained = checked('trained')) => ({
  name,
  parameters: 100,
  accuracy: { mean: 0.9, standardDeviation: 0.01, low: 0.88, high: 0.92, values: [0.9, 0.9] },
  expectation: `what ${name} does`,
  trained,
});
/** `a` is ahead by 4 points, give or take 2. */
const pair = (a: string, b: string, pHolm = 0.001): ComparedPair => ({
  ...{ a, b, difference: 0.04, low: 0.02, high: 0.06, p: pHolm, pHolm },
  effectSize: 1,
  seeds: 5,
  verdict: `${a} and ${b}`,
});
const early = checked('stopped early', 'it was still rising');
const outcomeBeside = (
  other: ReturnType<typeof strategy>,
  pairs: readonly ComparedPair[],
  recommended = strategy('mine'),
) => measuredStrategies('mine', { strategies: [recommended, other], pairs })[1].behind?.outcome;

describe('measuredStrategies', () => {
  it('says by how much the recommended strategy is ahead of each, whichever the pair names first', () => {
    const [mine, other, linear] = measuredStrategies('mine', {
      strategies: [
        strategy('mine'),
        strategy('other'),
        { ...strategy('linear'), expectation: null },
      ],
      pairs: [pair('mine', 'other'), pair('linear', 'mine')],
    });
    expect(mine).toMatchObject({ name: 'mine', behind: null, untrained: [] });
    expect(other).toMatchObject({
      expectation: 'what other does',
      behind: { difference: 0.04, low: 0.02, high: 0.06, outcome: 'better' },
    });
    expect(linear).toMatchObject({
      expectation: 'a baseline without filters',
      behind: { difference: -0.04, low: -0.06, high: -0.02, outcome: 'worse' },
    });
    expect(outcomeBeside(strategy('other'), [pair('mine', 'other', 0.2)])).toBe('not shown');
    // Where all trials of one failed there is no pair.
    expect(outcomeBeside(strategy('other'), [])).toBeUndefined();
  });

  it('speaks of the score and the metrics of another task, of which lower may be better', () => {
    const figure = { better: 'lower', unit: 'mm', isShare: false } as const;
    const task = {
      kind: 'regression',
      targets: { task: 'regression', shape: [1], names: ['slope'] },
      score: { describe: 'mean squared error', ...figure },
      metrics: { mae: { describe: 'MAE', ...figure } },
      constantScore: 9,
    };
    const none = { mean: NaN, low: null, high: null, values: [] };
    const withError = (name: string, mean: number) => {
      const score = { mean, low: mean - 1, high: mean + 1, values: [mean] };
      return { ...strategy(name), accuracy: none, score, metrics: { mae: score, rmse: score } };
    };
    const error = { ...pair('mine', 'other'), difference: -3, low: -4, high: -2 };
    const [mine, other] = measuredStrategies('mine', {
      strategies: [withError('mine', 2), withError('other', 5)],
      pairs: [error],
      task,
    });
    expect(mine).toMatchObject({ score: { mean: 2, low: 1, high: 3 }, accuracy: { mean: NaN } });
    expect(Object.keys(mine.metrics!)).toEqual(['mae']);
    expect(other.behind).toMatchObject({ difference: -3, outcome: 'better' });
    expect(measuredForReadme([mine, other], task)).toEqual({
      metrics: ['mean squared error (mm)', 'MAE (mm)'],
      lowerIsBetter: ['mean squared error', 'MAE'],
      strategies: [
        { name: 'mine', parameters: 100, values: ['2.000', '2.000'], difference: '' },
        {
          name: 'other',
          parameters: 100,
          values: ['5.000', '5.000'],
          difference: '−3.000 [−4.000, −2.000]',
        },
      ],
    });
  });

  it('judges one that was stopped early only where it is better all the same, as compare does', () => {
    const ahead = [pair('mine', 'other')];
    const stopped = strategy('mine', early);
    expect(outcomeBeside(strategy('other'), ahead, stopped)).toBe('better');
    expect(outcomeBeside(strategy('other'), [pair('mine', 'other', 0.2)], stopped)).toBe(
      'not testable',
    );
    expect(outcomeBeside(strategy('other'), [pair('other', 'mine')], stopped)).toBe('not testable');
    expect(outcomeBeside(strategy('other', early), ahead)).toBe('not testable');
    expect(outcomeBeside(strategy('other', early), [pair('other', 'mine')])).toBe('worse');
    const untrained = checked('not trained', 'it is at chance');
    expect(outcomeBeside(strategy('other', untrained), ahead)).toBe('not testable');
  });
});
