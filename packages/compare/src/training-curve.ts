import type { EpochMetrics } from '@axiswise/training';
import type { MeanOverSeeds, TrainingCurvePoint } from './comparison.ts';
import { clampToUnit, meanOverSeeds } from './mean-over-seeds.ts';

/**
 * The means of every epoch over the seeds that trained so long.
 *
 * @param histories of each seed; undefined where its trial failed.
 */
export function trainingCurve(
  histories: readonly (readonly EpochMetrics[] | undefined)[],
): TrainingCurvePoint[] {
  const epochs = Math.max(0, ...histories.map((history) => history?.length ?? 0));
  return Array.from({ length: epochs }, (_, i) => {
    const of = histories.map((history) => history?.[i]);
    const mean = (value: (epoch: EpochMetrics) => number | undefined): MeanOverSeeds =>
      meanOverSeeds(of.map((epoch) => (epoch && value(epoch)) ?? null));
    const hasAccuracy = of.some((epoch) => epoch?.train.accuracy !== undefined);
    const isValidated = of.some((epoch) => epoch?.validation !== undefined);
    return {
      epoch: i + 1,
      trainLoss: mean(({ train }) => train.loss),
      trainAccuracy: hasAccuracy ? clampToUnit(mean(({ train }) => train.accuracy)) : null,
      validationLoss: isValidated ? mean(({ validation }) => validation?.loss) : null,
      validationAccuracy:
        isValidated && hasAccuracy
          ? clampToUnit(mean(({ validation }) => validation?.accuracy))
          : null,
    };
  });
}
