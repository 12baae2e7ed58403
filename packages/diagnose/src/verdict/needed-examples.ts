import { sampleSize } from '@axiswise/statistics';
import type { Evidence, NeededExamples } from '../diagnosis.ts';

/** The smallest difference that is worth looking for, as a share of 1. */
const leastThatMatters = 0.01;

/** A difference that lies nearer than this to what it is compared with is never told from it. */
const leastDistance = 0.001;

/** Nobody has more. */
const most = { testExamples: 1_000_000, seeds: 1000 };

/** In what share of diagnoses the interval should exclude what it is compared with. */
const power = 0.8;

/**
 * How many test examples would be needed until the interval of some evidence no longer holds a value, if the
 * truth is as estimated here.
 *
 * @param against that value: zero by default. With zero, an estimate that hardly differs from it is replaced by
 *   the smallest difference that matters.
 * @returns null where no number would be enough, or the variance is not known.
 */
export function neededExamples(evidence: Evidence, against = 0): NeededExamples | null {
  const { name, estimate, variance } = evidence;
  if (!variance) return null;
  const { value } = estimate;
  const toShow =
    against === 0 && Math.abs(value) < leastThatMatters
      ? Math.sign(value || 1) * leastThatMatters
      : value;
  const distance = Math.abs(toShow - against);
  if (distance < leastDistance) return null;
  const size = sampleSize(variance, { distance, power });
  if (!size || size.examples > most.testExamples || size.seeds > most.seeds) return null;
  return { evidence: name, toShow, against, power, testExamples: size.examples, seeds: size.seeds };
}
