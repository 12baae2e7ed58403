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
 * @throws InputError where nothing was learned, and nothing is usual for such data.
 */
export function withUsualMoves(diagnosis: Diagnosis, { usuallySlide }: OwnDataKind): Diagnosis {
  if (!atChance(diagnosis)) return diagnosis;
  const { axes, classifiers, chance, trainExamples, recommendation } = diagnosis;
  if (!usuallySlide) {
    const best = Math.max(chance, ...classifiers.map(({ accuracy }) => accuracy.value));
    throw new InputError(
      'data',
      `nothing was learned from ${count(trainExamples)} training examples: the best small classifier gets ` +
        `${percent(best, 1)} right, the most frequent class alone ${percent(chance, 1)}; there is nothing to ` +
        `design from, so add examples, or check that labels belong to their inputs`,
    );
  }
  return {
    ...diagnosis,
    recommendation: {
      ...recommendation,
      move: Object.fromEntries(
        axes.map(({ axis }) => [axis, usuallySlide.includes(axis) ? 'slide' : 'span'] as const),
      ),
      pool: [],
    },
  };
}
