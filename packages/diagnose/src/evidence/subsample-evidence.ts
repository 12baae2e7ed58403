import { averageScores, mean, type Scores } from '@axiswise/statistics';
import type {
  Arrangement,
  ClassifierRunner,
  MeasuredClassifier,
} from '../classifiers/classifier-runner.ts';
import type { Evidence } from '../diagnosis.ts';
import { dropEverySecond } from '../sampling/rearrange.ts';
import type { SubsampleEvidence } from '../verdict/judge.ts';
import { differenceEvidence, scoreEstimate, scoresOf } from './estimates.ts';

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
  const { words, range, ofConstant } = runner.yardstick;
  const before = scoresOf(best.results);
  const everySecond = (phase: 0 | 1): Arrangement => ({
    name: `every-second-${axis}-${phase}`,
    words: `every second ${axis}`,
    forSeed: () => (examples) => dropEverySecond(examples, axis, phase),
  });
  const subsampled = async (phase: 0 | 1): Promise<Scores> => {
    const classifier = runner.classifier(best.move, { arrangement: everySecond(phase) });
    return scoresOf(await runner.results(classifier));
  };
  const even = await subsampled(0);
  const odd = await subsampled(1);
  const after = averageScores(even, odd);
  const chance = mean(ofConstant(runner.test, runner.validation));
  const score = (name: string, what: string, scores: Scores): Evidence => ({
    name,
    what,
    estimate: scoreEstimate(scores, { groups, range }),
    baseline: chance,
    isScore: true,
  });
  return {
    before: score(
      'accuracy-before',
      `${words.name} of the best classifier with all positions of ${axis}`,
      before,
    ),
    after: score(
      'accuracy-after',
      `${words.name} of the same classifier, trained and scored with every second one, each shown twice`,
      after,
    ),
    loss: differenceEvidence(
      {
        name: 'loss-by-subsampling',
        what: `${words.name} lost by dropping every second position of ${axis}, the mean of both ways`,
      },
      before,
      after,
      { groups, range },
    ),
  };
}
