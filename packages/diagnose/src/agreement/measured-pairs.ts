import type { ComparedStrategy, ExperimentComparison, FilterAlongAxis } from '@axiswise/compare';
import type { MeasuredDifference } from '../diagnosis.ts';

/** The strategies of a comparison, and the differences between them. */
export type MeasuredStrategies = Pick<ExperimentComparison, 'strategies' | 'pairs'>;

/**
 * A comparison without the baselines, which differ from the strategies in more than their filters.
 *
 * @param strategies those that the experiment declares.
 */
export const withoutBaselines = <T extends MeasuredStrategies>(
  comparison: T,
  strategies: object,
): T => ({
  ...comparison,
  strategies: comparison.strategies.filter(({ name }) => Object.hasOwn(strategies, name)),
});

/** Pairs of strategies that differ in one thing: one slides along the axis and the other spans it. */
export const slidingPairs = (axis: string, comparison: MeasuredStrategies): MeasuredDifference[] =>
  pairsThatDiffer(comparison, (does, doesNot) => {
    const [sliding, spanning] = [filterAlong(does, axis), filterAlong(doesNot, axis)];
    const sameElsewhere = does.every(
      (each) => each.axis === axis || isSame(each, filterAlong(doesNot, each.axis)),
    );
    return sliding?.move === 'slide' && spanning?.move === 'span' && sameElsewhere
      ? { axes: [axis], alsoSubsamples: subsamples(sliding) }
      : null;
  });

/** Pairs of strategies of which one subsamples the axis, perhaps with others, and the other none of these. */
export const subsamplingPairs = (
  axis: string,
  comparison: MeasuredStrategies,
): MeasuredDifference[] =>
  pairsThatDiffer(comparison, (does, doesNot) => {
    const differing = does.filter((each) => !isSame(each, filterAlong(doesNot, each.axis)));
    const onlySubsampled = differing.every((each) => {
      const whole = filterAlong(doesNot, each.axis);
      return (
        whole !== undefined &&
        subsamples(each) &&
        !subsamples(whole) &&
        isSame({ ...each, stride: 1, pool: 1 }, whole)
      );
    });
    const axes = differing.map((each) => each.axis);
    return onlySubsampled && axes.includes(axis) ? { axes, alsoSubsamples: true } : null;
  });

/**
 * The measured pairs of strategies that differ in one thing only, among those with shared weights and
 * axes in order.
 *
 * @param differsOnly says how the first differs from the second; null where in something else.
 */
function pairsThatDiffer(
  { strategies, pairs }: MeasuredStrategies,
  differsOnly: (
    does: readonly FilterAlongAxis[],
    doesNot: readonly FilterAlongAxis[],
  ) => Pick<MeasuredDifference, 'axes' | 'alsoSubsamples'> | null,
): MeasuredDifference[] {
  const filters = new Map(
    strategies.filter(isPlain).map(({ name, filter }) => [name, filter ?? []]),
  );
  return pairs.flatMap((pair): MeasuredDifference[] => {
    const [a, b] = [filters.get(pair.a), filters.get(pair.b)];
    if (!a || !b) return [];
    const { seeds, pHolm, verdict, difference, low, high } = pair;
    const shared = { seeds, pHolm, verdict };
    const forwards = differsOnly(a, b);
    if (forwards) {
      return [{ does: pair.a, doesNot: pair.b, ...forwards, ...shared, difference, low, high }];
    }
    const backwards = differsOnly(b, a);
    if (!backwards) return [];
    const negated = { difference: -difference, low: negate(high), high: negate(low) };
    return [{ does: pair.b, doesNot: pair.a, ...backwards, ...shared, ...negated }];
  });
}

const isPlain = ({ filter, weightSharing }: ComparedStrategy): boolean =>
  filter !== null && weightSharing === 'full' && filter.every(({ shuffled }) => !shuffled);

const filterAlong = (
  filter: readonly FilterAlongAxis[],
  axis: string,
): FilterAlongAxis | undefined => filter.find((each) => each.axis === axis);

const subsamples = ({ stride, pool }: FilterAlongAxis): boolean => stride > 1 || pool > 1;

const isSame = (a: FilterAlongAxis, b: FilterAlongAxis | undefined): boolean =>
  b !== undefined &&
  a.move === b.move &&
  a.kernelSize === b.kernelSize &&
  a.stride === b.stride &&
  a.pool === b.pool;

const negate = (value: number | null): number | null => (value === null ? null : -value);
