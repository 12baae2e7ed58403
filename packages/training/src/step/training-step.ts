import type { Batch } from '@axiswise/data';
import type { RandomState } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import type { UpdateTime } from '../optimizers/optimizer.ts';

/**
 * The way from a batch to changed weights: all that the trainer knows of tensors.
 *
 * `localStep` computes each batch in one piece, `parallelStep` in parts, each on a thread with a
 * `NetworkReplica` of its own.
 */
export interface TrainingStep {
  /**
   * Trains on one batch.
   *
   * Changes nothing where the loss or the gradient's norm is not finite, so that weights and
   * checkpoints stay as they last were good; who calls looks at both.
   */
  run(batch: Batch, time: UpdateTime): Promise<StepOutcome>;
  /** A copy of everything that is trained, by name. */
  weights(): Promise<Map<string, NamedArray>>;
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
  /** Where the random streams of dropout are, by layer. */
  readonly streams: Readonly<Record<string, RandomState>>;
}
