import type { Evidence } from './diagnosis.ts';
import type { Compared, Laboratory } from './laboratory.ts';
import { dropEverySecond } from './rearrange.ts';
import { accuracyOf, chanceOf, differenceOf, rightOf, type Scores } from './scores.ts';
import type { SubsampleEvidence } from './verdict.ts';

/**
 * Measures what dropping every second position of an axis costs the best classifier, trained and scored
 * alike.
 *
 * What is left is shown twice, so that classifier, training and size of the input stay what they were,
 * and only what was dropped is missing. Each position is kept in one of the two ways; their mean counts.
 */
export async function subsampleEvidence(
  laboratory: Laboratory,
  axis: string,
  best: Compared,
): Promise<SubsampleEvidence> {
  const before = rightOf(best.results);
  const thinned = async (phase: 0 | 1): Promise<Scores> =>
    rightOf(
      await laboratory.trials(best.move, {
        rearrange: () => (examples) => dropEverySecond(examples, axis, phase),
      }),
    );
  const even = await thinned(0);
  const odd = await thinned(1);
  const after = even.map((row, s) => row.map((right, i) => (right + odd[s][i]) / 2));
  const chance = chanceOf(laboratory.parts.test, laboratory.parts.choice);
  const accuracy = (name: string, what: string, scores: Scores): Evidence => ({
    name,
    what,
    estimate: accuracyOf(scores),
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
    loss: {
      name: 'loss-by-subsampling',
      what: `accuracy lost by dropping every second position of ${axis}, the mean of both ways`,
      estimate: differenceOf(before, after),
      baseline: 0,
    },
  };
}
