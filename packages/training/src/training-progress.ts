import type { RandomState } from '@axiswise/random';
import { measuredNumber } from '@axiswise/runs';
import { z, type ZodType } from 'zod';
import type { MetricTotals, Scores } from './metrics/scores.ts';
import type { EpochMetrics } from './progress.ts';

/** What a checkpoint holds besides its step and arrays; all else follows from these. */
export interface TrainingProgress {
  /** Of the epoch that is going on, over the examples seen; absent in checkpoints of the first release. */
  readonly totals?: MetricTotals | undefined;
  readonly epochSeconds: number;
  readonly dropout: Readonly<Record<string, RandomState>>;
  /** The epochs done. */
  readonly history: readonly EpochMetrics[];
  /** In place of `totals`, in checkpoints of the first release. */
  readonly lossSum?: number | undefined;
  readonly correct?: number | undefined;
}

const share = z.number().min(0).max(1);

/** What recorded scores have to be. */
export const scoresSchema: ZodType<Scores> = z
  .object({ accuracy: share.optional(), loss: measuredNumber, top5Accuracy: share.optional() })
  // The metrics that the experiment declares.
  .catchall(measuredNumber.optional());

const epochMetricsSchema: ZodType<EpochMetrics> = z.looseObject({
  epoch: z.int().min(1),
  step: z.int().min(1),
  learningRate: z.number(),
  train: scoresSchema,
  validation: scoresSchema.optional(),
  seconds: measuredNumber,
  examplesPerSecond: measuredNumber,
}) as unknown as ZodType<EpochMetrics>;

export const trainingProgressSchema: ZodType<TrainingProgress> = z.looseObject({
  totals: z.record(z.string(), z.array(measuredNumber)).optional(),
  epochSeconds: z.number(),
  dropout: z.record(z.string(), z.array(z.number()).min(4).max(5)),
  history: z.array(epochMetricsSchema),
  lossSum: z.number().optional(),
  correct: z.number().optional(),
});
