import type { ExperimentComparison, MeanOverSeeds } from '@axiswise/compare';
import type { Curve, SeriesLook } from '@axiswise/drawing';
import { isMeasured } from './ranking.ts';

/**
 * With fewer seeds the 95 % interval of a mean is far wider than its seeds lie apart (Student's t is 12.7
 * with two of them, 3.2 with four), and bands would hide everything: single seeds are drawn instead.
 */
const fewestForBands = 5;

const hasBands = ({ seeds }: Pick<ExperimentComparison, 'seeds'>): boolean =>
  seeds.length >= fewestForBands;

/** Says how a chart of curves shows the seeds; empty with a single one. */
export const spreadWords = (experiment: Pick<ExperimentComparison, 'seeds'>): string =>
  hasBands(experiment)
    ? 'bands are 95 % intervals'
    : experiment.seeds.length > 1
      ? `lines are means, thin lines the ${experiment.seeds.length} seeds`
      : 'one seed';

/**
 * Makes a curve of means over seeds, with bands or with a line for each seed; undefined where fewer than two
 * points were measured.
 *
 * @param scale multiplies all values: 100 for percent.
 */
export function curveOf(
  experiment: Pick<ExperimentComparison, 'seeds'>,
  { name, look }: { readonly name: string; readonly look: SeriesLook },
  points: readonly { readonly x: number; readonly of: MeanOverSeeds | null }[],
  scale = 100,
): Curve | undefined {
  const measured = points.flatMap(({ x, of }) => (of && isMeasured(of) ? [{ x, of }] : []));
  if (measured.length < 2) return undefined;
  const bands = hasBands(experiment);
  const scaled = (value: number | null): number | null => (value === null ? null : scale * value);
  return {
    name,
    look,
    points: measured.map(({ x, of: { mean, low, high } }) => ({
      x,
      mean: scale * mean,
      low: bands ? scaled(low) : null,
      high: bands ? scaled(high) : null,
    })),
    ...(!bands &&
      experiment.seeds.length > 1 && {
        singles: experiment.seeds
          .map((_, seed) =>
            measured.flatMap(({ x, of: { values } }) => {
              const y = scaled(values[seed] ?? null);
              return y === null ? [] : [{ x, y }];
            }),
          )
          .filter((single) => single.length > 1),
      }),
  };
}
