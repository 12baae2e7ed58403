import type { Scores } from './evaluate.ts';

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

export interface StepProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Examples of this epoch seen, and in all. */
  readonly examples: number;
  readonly trainExamples: number;
  /** Means over this epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
  readonly examplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Called as training goes on; a trainer without one is silent. */
export interface TrainingObserver {
  onStep?(progress: StepProgress): void;
  onEpoch?(metrics: EpochMetrics, history: readonly EpochMetrics[]): void | Promise<void>;
}

/**
 * The epoch with the lowest validation loss, or the highest validation accuracy, the first of equals;
 * undefined without validation.
 */
export function bestEpoch(
  history: readonly EpochMetrics[],
  by: 'loss' | 'accuracy' = 'loss',
): EpochMetrics | undefined {
  const badness = ({ validation }: EpochMetrics): number =>
    !validation ? Infinity : by === 'loss' ? validation.loss : 1 - validation.accuracy;
  let best: EpochMetrics | undefined;
  for (const epoch of history) {
    if (badness(epoch) < (best ? badness(best) : Infinity)) best = epoch;
  }
  return best;
}
