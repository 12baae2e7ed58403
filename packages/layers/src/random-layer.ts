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
}
