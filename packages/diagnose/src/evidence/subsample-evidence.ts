import { averageScores, type Scores } from '@axiswise/statistics';
import type {
  Arrangement,
  ClassifierRunner,
  MeasuredClassifier,
} from '../classifiers/classifier-runner.ts';
import type { Evidence } from '../diagnosis.ts';
import { dropEverySecond } from '../sampling/rearrange.ts';
import type { SubsampleEvidence } from '../verdict/judge.ts';
import {
  accuracyEstimate,
  correctness,
  differenceEvidence,
  majorityClassAccuracy,
} from './estimates.ts';

/**
 * Measures how much accuracy the best classifier loses when every second position of an axis is dropped,
 * in training and test alike.
 *
 * Each position that is left is shown twice, so that classifier, training and input size stay the same.
 * Even and odd positions are dropped in turn, and the mean of the two counts.
 */
export async function subsampleEvidence(
  runner: ClassifierRunner,
  axis: string,
  best: MeasuredClassifier,
): Promise<SubsampleEvidence> {
  const { groups } = runner.test;
  const before = correctness(best.results);
  const everySecond = (phase: 0 | 1): Arrangement => ({
    name: `every-second-${axis}-${phase}`,
    words: `every second ${axis}`,
    forSeed: () => (examples) => dropEverySecond(examples, axis, phase),
  });
  const subsampled = async (phase: 0 | 1): Promise<Scores> => {
    const classifier = runner.classifier(best.move, { arrangement: everySecond(phase) });
    return correctness(await runner.results(classifier));
  };
  const even = await subsampled(0);
  const odd = await subsampled(1);
  const after = averageScores(even, odd);
  const chance = majorityClassAccuracy(runner.test, runner.validation);
  const accuracy = (name: string, what: string, scores: Scores): Evidence => ({
    name,
    what,
    estimate: accuracyEstimate(scores, groups),
    baseline: chance,
  });
  return {
    before: accuracy(
      'accuracy-before',
      `accuracy of the best classifier with all positions of ${axis}`,
      before,
    ),
    after: accuracy(
      'accuracy-after',
      'accuracy of the same classifier, trained and scored with every second one, each shown twice',
      after,
    ),
    loss: differenceEvidence(
      {
        name: 'loss-by-subsampling',
        what: `accuracy lost by dropping every second position of ${axis}, the mean of both ways`,
      },
      before,
      after,
      { groups },
    ),
  };
}
