import type { RandomState } from '@axiswise/random';

/** A layer whose stream of random numbers can be saved and continued. */
export interface RandomLayer {
  readonly name: string;
  randomState: RandomState;
  /**
   * Where the next inputs are some examples of a batch: the numbers drawn for them are those that they get
   * in the whole batch, and the stream goes on as after the whole batch.
   */
  part?: BatchPart | undefined;
}

/** Which examples of a batch a part holds. */
export interface BatchPart {
  /** The examples before it. */
  readonly first: number;
  /** The examples of the whole batch. */
  readonly batchExamples: number;
  /**
   * How many examples are normalised together, where a batch is computed in pieces one after another; by
   * default those of the whole batch.
   */
  readonly together?: number;
  /**
   * Adds up numbers of all parts that are computed together, in the order of the parts: every part calls it equally often
   * and gets the same sums. Absent where this part is the whole batch.
   */
  sum?(numbers: Float32Array): Float32Array;
}
