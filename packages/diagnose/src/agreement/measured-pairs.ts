import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import { reverseDifference } from '@axiswise/statistics';
import type { MeasuredDifference } from '../diagnosis.ts';

/** The strategies of a comparison, and the differences between them. */
export type MeasuredStrategies = Pick<ExperimentComparison, 'strategies' | 'pairs'>;

/**
 * A comparison whose differences are shares of 1, higher for better, as a diagnosis counts them. An error becomes a
 * skill score: what it is less than that of the constant prediction, over that.
 */
export function inShares<T extends MeasuredStrategies & Pick<ExperimentComparison, 'task'>>(
  comparison: T,
): T {
  const { task } = comparison;
  if (!task || task.score.isShare) return comparison;
  const { score, constantScore } = task;
  const factor = (score.better === 'lower' ? -1 : 1) / Math.abs(constantScore);
  const share = (value: number | null): number | null => (value === null ? null : factor * value);
  return {
    ...comparison,
    pairs: comparison.pairs.map((pair) => {
      const [low, high] = factor < 0 ? [pair.high, pair.low] : [pair.low, pair.high];
      return { ...pair, difference: factor * pair.difference, low: share(low), high: share(high) };
    }),
  };
}

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
    const [sliding, spanning] = [does.get(axis), doesNot.get(axis)];
    const sameElsewhere = [...does].every(
      ([other, steps]) => other === axis || isSame(steps, doesNot.get(other)),
    );
    return sliding && spanning && slides(sliding) && !slides(spanning) && sameElsewhere
      ? { axes: [axis], alsoSubsamples: subsamples(sliding) }
      : null;
  });

/** Pairs of strategies of which one subsamples the axis, perhaps with others, and the other none of these. */
export const subsamplingPairs = (
  axis: string,
  comparison: MeasuredStrategies,
): MeasuredDifference[] =>
  pairsThatDiffer(comparison, (does, doesNot) => {
    const differing = [...does].filter(([each, steps]) => !isSame(steps, doesNot.get(each)));
    const onlySubsampled = differing.every(([each, steps]) => {
      const whole = doesNot.get(each);
      return (
        whole !== undefined &&
        subsamples(steps) &&
        !subsamples(whole) &&
        isSame(withoutSubsampling(steps), whole)
      );
    });
    const axes = differing.map(([each]) => each);
    return onlySubsampled && axes.includes(axis) ? { axes, alsoSubsamples: true } : null;
  });

/** What one layer of a strategy does along an axis. */
interface Step {
  readonly move: 'slide' | 'span' | 'pool';
  readonly kernelSize: number;
  readonly stride: number;
}

/** What a strategy does along each axis, layer by layer. */
type StepsByAxis = ReadonlyMap<string, readonly Step[]>;

/**
 * The measured pairs of strategies that differ in one thing only, among those with shared weights and
 * axes in order.
 *
 * @param differsOnly says how the first differs from the second; null where in something else.
 */
function pairsThatDiffer(
  { strategies, pairs }: MeasuredStrategies,
  differsOnly: (
    does: StepsByAxis,
    doesNot: StepsByAxis,
  ) => Pick<MeasuredDifference, 'axes' | 'alsoSubsamples'> | null,
): MeasuredDifference[] {
  const steps = new Map(
    strategies.filter(isPlain).map((strategy) => [strategy.name, stepsOf(strategy)]),
  );
  return pairs.flatMap((pair): MeasuredDifference[] => {
    const [a, b] = [steps.get(pair.a), steps.get(pair.b)];
    if (!a || !b) return [];
    const { seeds, pHolm, verdict } = pair;
    const shared = { seeds, pHolm, verdict };
    const forwards = differsOnly(a, b);
    if (forwards) {
      const { difference, low, high } = pair;
      return [{ does: pair.a, doesNot: pair.b, ...forwards, ...shared, difference, low, high }];
    }
    const backwards = differsOnly(b, a);
    if (!backwards) return [];
    const { difference, low, high } = reverseDifference(pair);
    return [{ does: pair.b, doesNot: pair.a, ...backwards, ...shared, difference, low, high }];
  });
}

const isPlain = ({ filter, weightSharing }: ComparedStrategy): boolean =>
  filter !== null && weightSharing === 'full' && filter.every(({ shuffled }) => !shuffled);

/** From all layers of the strategy; of a comparison of the first release, from its first filters. */
function stepsOf({ filter, layers }: ComparedStrategy): StepsByAxis {
  const steps = new Map((filter ?? []).map(({ axis }) => [axis, [] as Step[]]));
  if (layers) {
    for (const { axis, move, kernelSize, stride } of layers.flatMap(({ axes }) => axes)) {
      // Global pooling follows from sliding, and subsamples nothing: it asks something of the whole axis.
      if (move !== 'global-pool') steps.get(axis)?.push({ move, kernelSize, stride });
    }
  } else {
    for (const { axis, move, kernelSize, stride, pool } of filter ?? []) {
      const pooling = { move: 'pool', kernelSize: pool, stride: pool } as const;
      steps.set(axis, [{ move, kernelSize, stride }, pooling]);
    }
  }
  return new Map([...steps].map(([axis, all]) => [axis, all.filter(looksAround)]));
}

/** A window of one position does nothing along its axis: of 1×1 filters, and where the axis is spanned. */
const looksAround = ({ kernelSize, stride }: Step): boolean => kernelSize > 1 || stride > 1;

const slides = (steps: readonly Step[]): boolean => steps.some(({ move }) => move === 'slide');

const subsamples = (steps: readonly Step[]): boolean =>
  steps.some(({ move, stride }) => move !== 'span' && stride > 1);

const withoutSubsampling = (steps: readonly Step[]): Step[] =>
  steps.filter(({ move }) => move !== 'pool').map((step) => ({ ...step, stride: 1 }));

const isSame = (a: readonly Step[], b: readonly Step[] | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
