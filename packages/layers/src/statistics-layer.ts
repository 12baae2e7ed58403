import type * as tf from '@axiswise/tensorflow';
import type { BatchPart } from './random-layer.ts';

/**
 * A layer that follows the batches without being trained: its moving means are saved with the weights, and
 * a step changes them where it changes the weights.
 */
export interface StatisticsLayer {
  readonly name: string;
  /** The numbers that are not trained, by the names that they have in TensorFlow.js: `moving_mean`. */
  readonly statistics: Readonly<Record<string, tf.Variable>>;
  /** Where the next inputs are some examples of a batch. */
  part?: BatchPart | undefined;
  /** Lets what was found in the last batch change the statistics. */
  keepStatistics(): void;
  /** Lets it go instead. */
  forgetStatistics(): void;
}
