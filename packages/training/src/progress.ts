import type { NamedArray } from '@axiswise/runs';
import type { MetricKind } from './metrics/metric-kind.ts';
import type { Scores } from './metrics/scores.ts';

/** One line of `metrics.jsonl`. */
export interface EpochMetrics {
  /** Counted from 1. */
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
  readonly train: Scores;
  readonly validation?: Scores;
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

/** Where training is after a step. */
export interface StepProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Examples of this epoch seen, and in all. */
  readonly examples: number;
  readonly trainExamples: number;
  /** Means over this epoch so far. */
  readonly loss: number;
  /** Of a classification. */
  readonly accuracy?: number;
  /** All of them by name. */
  readonly scores: Scores;
  readonly examplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Called as training goes on; a trainer without one is silent. */
export interface TrainingObserver {
  /** One line on what happens that is not plain progress: a damaged checkpoint, say. */
  onNotice?(line: string): void;
  onStep?(progress: StepProgress): void;
  /** @param weights reads the weights, by name, as they are then. */
  onEpoch?(
    metrics: EpochMetrics,
    history: readonly EpochMetrics[],
    weights: () => Promise<ReadonlyMap<string, NamedArray>>,
  ): void | Promise<void>;
}

/**
 * The epoch with the best value of a metric on the validation examples, the first of equals; undefined
 * without validation.
 *
 * @param by the metric, with its name.
 */
export function bestEpoch(
  history: readonly EpochMetrics[],
  by: { readonly name: string; readonly metric: Pick<MetricKind, 'better'> } = {
    name: 'loss',
    metric: { better: 'lower' },
  },
): EpochMetrics | undefined {
  const sign = by.metric.better === 'higher' ? 1 : -1;
  const valueOf = ({ validation }: EpochMetrics): number =>
    sign * (validation?.[by.name] ?? -sign * Infinity);
  let best: EpochMetrics | undefined;
  for (const epoch of history) {
    if (valueOf(epoch) > (best ? valueOf(best) : -Infinity)) best = epoch;
  }
  return best;
}

/** Whether training ends after these epochs, since so many in a row were no better than the best. */
export function isOutOfPatience(
  history: readonly EpochMetrics[],
  patience: number | undefined,
  by?: Parameters<typeof bestEpoch>[1],
): boolean {
  const best = bestEpoch(history, by);
  return patience !== undefined && best !== undefined && history.length - best.epoch >= patience;
}
