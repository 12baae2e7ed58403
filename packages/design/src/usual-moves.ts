import type { Diagnosis, Evidence } from '@axiswise/diagnose';
import { count, InputError, percent } from '@axiswise/messages';
import type { OwnDataKind } from './own-data-kinds.ts';

/** The evidence that no classifier was better than the most frequent class; undefined where one was. */
const atChance = ({ axes }: Pick<Diagnosis, 'axes'>): Evidence | undefined =>
  axes.flatMap(({ slide }) => slide.evidence).find(({ name }) => name === 'best-above-chance');

/**
 * Where no classifier learned anything, accuracies are chance and recommend nothing. Then filters do what is usual for
 * such data; nothing is pooled.
 *
 * @param labelled the axes each of whose positions has a label, along which filters slide anyway.
 * @throws InputError where nothing was learned, and nothing is usual for such data.
 */
export function withUsualMoves(
  diagnosis: Diagnosis,
  { usuallySlide }: OwnDataKind,
  labelled: readonly string[] = [],
): Diagnosis {
  if (!atChance(diagnosis)) return diagnosis;
  const { axes, classifiers, chance, trainExamples, recommendation, score } = diagnosis;
  if (!usuallySlide) {
    const best = Math.max(chance, ...classifiers.map(({ accuracy }) => accuracy.value));
    const reached = score
      ? `the ${score.describe} of the best small network is ${percent(best, 1)}, not shown to be more than ` +
        `${score.constant}, ${percent(chance, 1)}`
      : `the best small classifier gets ${percent(best, 1)} right, not shown to be more than the most ` +
        `frequent class alone, ${percent(chance, 1)}`;
    throw new InputError(
      'data',
      `nothing was learned from ${count(trainExamples)} training examples: ${reached}; there is nothing to ` +
        `design from, so add examples, or check that ${score ? 'targets' : 'labels'} belong to their inputs`,
    );
  }
  return {
    ...diagnosis,
    recommendation: {
      ...recommendation,
      move: Object.fromEntries(
        axes.map(({ axis }) => [
          axis,
          usuallySlide.includes(axis) || labelled.includes(axis)
            ? ('slide' as const)
            : ('span' as const),
        ]),
      ),
      pool: [],
    },
  };
}
