import type { Batch } from '@axiswise/data';
import type { RandomState } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import type { UpdateTime } from '../optimizers/optimizer.ts';

/**
 * The way from a batch to changed weights: all that the trainer knows of tensors.
 *
 * A batch is computed in one piece, in parts one after another (`accumulating`), and between threads with a
 * `NetworkReplica` of their own each (`parallelGradients`).
 */
export interface TrainingStep {
  /**
   * Trains on one batch.
   *
   * Changes no weight where the loss or the gradient's norm is not finite, so that weights and
   * checkpoints stay as they last were good; who calls looks at both.
   */
  run(batch: Batch, time: UpdateTime): Promise<StepOutcome>;
  /** A copy of everything that is trained, by name: as it is, or its average where one is kept. */
  weights(): Promise<Map<string, NamedArray>>;
  /** Works while the network has {@link weights}; afterwards it goes on with those that are trained. */
  evaluated<T>(work: () => Promise<T>): Promise<T>;
  /** @throws InputError where one is missing. */
  assign(weights: ReadonlyMap<string, NamedArray>): void;
  /** All that the next steps depend on, for a checkpoint. */
  state(): Promise<StepState>;
  restore(state: StepState): void;
  dispose(): void;
}

/** What a step found before it changed anything. */
export interface StepOutcome {
  /** The mean over the batch. */
  readonly loss: number;
  /** The common L2 norm of all gradients; 0 where none is asked for. */
  readonly gradientNorm: number;
  /** Outputs, `examples × classes` logits, in the batch's order. */
  readonly scores: Float32Array;
}

export interface StepState {
  readonly weights: ReadonlyMap<string, NamedArray>;
  /** The optimizer's moments. */
  readonly moments: ReadonlyMap<string, NamedArray>;
  /** Averages of the weights, where they are kept. */
  readonly averages: ReadonlyMap<string, NamedArray>;
  /** Where the random streams of dropout are, by layer. */
  readonly streams: Readonly<Record<string, RandomState>>;
}
