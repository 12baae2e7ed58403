import type { Evidence, Verdict } from '@axiswise/diagnose';
import { expect, it } from 'vitest';
import { movingReason, subsamplingReason } from './reasons.ts';

const evidence = (name: string, value: number, low: number, high: number): Evidence => ({
  name,
  what: '',
  estimate: { value, low, high },
  baseline: 0.25,
});
const reason = (verdict: Verdict, isGuess: boolean, ...some: Evidence[]): string =>
  movingReason(
    {
      axis: 'time',
      length: 9,
      slide: { verdict, because: 'It has 3 positions, too few.', evidence: some },
      subsample: { verdict, because: '', evidence: [] },
      declared: { patternsRecur: false, subsamplable: false },
    },
    isGuess,
  );

const gain = (value: number, low: number, high: number) =>
  evidence('advantage-of-sliding', value, low, high);
const otherwise = (value: number, low: number, high: number) =>
  evidence('advantage-otherwise', value, low, high);

it.each<[string, string]>([
  [
    reason('yes', false, gain(0.12, 0.09, 0.15), otherwise(0.3, 0.2, 0.4)),
    'sliding along time gets 12.0 more of 100 examples right than spanning it (95 % interval [+9.0, +15.0]), and it ' +
      'needs the order of the positions',
  ],
  [
    reason('yes', false, gain(0, -0.01, 0.01), otherwise(0.3, 0.2, 0.4)),
    'sliding along time gets 30.0 more of 100 examples right than spanning it (95 % interval [+20.0, +40.0]) while ' +
      'the other axis is not treated as in the best classifier, and it needs the order of the positions',
  ],
  [
    reason('no', false, gain(-0.05, -0.08, -0.02)),
    'sliding along time gets 5.0 fewer of 100 examples right than spanning it (95 % interval [−8.0, −2.0])',
  ],
  [
    reason('no', false, gain(0, -0.01, 0.01), evidence('patch-tells-position', 0.71, 0.7, 0.72)),
    'sliding along time gets 0.0 more of 100 examples right than spanning it (95 % interval [−1.0, +1.0]), and small ' +
      'patches tell where along it they lie (71 of 100, by guessing 25 of 100)',
  ],
  [
    reason('not shown', false, gain(0, -0.03, 0.03)),
    'not shown: sliding along time gets 0.0 more of 100 examples right than spanning it (95 % interval [−3.0, +3.0])',
  ],
  [
    reason('not shown', true, gain(0.1, 0.05, 0.15), evidence('lost-by-shuffling', 0, -0.1, 0.1)),
    'a guess, not shown: sliding along time gets 10.0 more of 100 examples right than spanning it (95 % interval ' +
      '[+5.0, +15.0]), but whether it needs the order of the positions is open',
  ],
  [
    reason('not shown', true, gain(0.1, 0.05, 0.15), evidence('lost-by-shuffling', 0.1, 0.05, 0.2)),
    'a guess, not shown: sliding along time gets 10.0 more of 100 examples right than spanning it (95 % interval ' +
      '[+5.0, +15.0]), but whether the same filters serve all along time is open',
  ],
  [reason('not shown', false), 'not shown: it has 3 positions, too few'],
])('%s', (said, expected) => {
  expect(said).toBe(expected);
});

it('speaks of the score of another task, in points', () => {
  const score = {
    ...{ describe: 'skill score', isBounded: false },
    constant: 'that of always predicting the mean',
  };
  const lost = evidence('loss-by-subsampling', 0.04, 0.01, 0.07);
  const axis = {
    axis: 'time',
    slide: { verdict: 'no', because: '', evidence: [gain(-0.312, -0.4, -0.2)] },
    subsample: { verdict: 'no', because: '', evidence: [lost] },
  } as unknown as Parameters<typeof movingReason>[0];
  expect(movingReason(axis, false, score)).toBe(
    'sliding along time has a skill score 31.2 points lower than spanning it (95 % interval [−40.0, −20.0])',
  );
  expect(subsamplingReason(axis, score)).toBe(
    'with every second position of time dropped, the skill score is 4.0 points lower (95 % interval [−7.0, −1.0])',
  );
  const none = evidence('best-above-chance', 0.01, -0.1, 0.12);
  const nothing = { ...axis, slide: { ...axis.slide, verdict: 'not shown', evidence: [none] } };
  expect(movingReason(nothing as typeof axis, false, score)).toBe(
    'not shown: no small network is shown to have a higher skill score than that of always predicting the mean ' +
      '(95 % interval [−10.0, +12.0])',
  );
});

it('says what dropping every second position costs', () => {
  const lost = evidence('loss-by-subsampling', -0.01, -0.02, 0.01);
  const axis = { axis: 'row', subsample: { verdict: 'yes', because: '', evidence: [lost] } };
  expect(subsamplingReason(axis as unknown as Parameters<typeof subsamplingReason>[0])).toBe(
    'with every second position of row dropped, 1.0 fewer of 100 examples go wrong (95 % interval [−2.0, +1.0])',
  );
});
