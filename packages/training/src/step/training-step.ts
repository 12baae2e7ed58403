import type { Batch } from '@axiswise/data';
import type { RandomState } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import type { UpdateTime } from '../optimizers/optimizer.ts';

/**
 * The way from a batch to changed weights: all that the trainer knows of tensors.
 *
 * `localStep` computes each batch in one piece, with one `NetworkReplica`. A step over
 * several threads has a replica in each and is the same three moves: every replica computes the
 * `gradients` of its part of the batch as a share of the whole; the shares are summed, always in the
 * order of the replicas, so that the same number of them gives the same bits; every replica `apply`s
 * the sum. Clipping, the norms of units and the optimizer come after the sum, so they act on the batch
 * as a whole, and all replicas keep the same weights. Tables of embeddings are summed by row. Each
 * replica draws from dropout streams of its own, all of which are in {@link StepState.streams}.
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
  /** Logits, `examples × classes`, in the batch's order. */
  readonly scores: Float32Array;
}

export interface StepState {
  readonly weights: ReadonlyMap<string, NamedArray>;
  /** The optimizer's moments. */
  readonly moments: ReadonlyMap<string, NamedArray>;
  /** Where the random streams of dropout are, by layer. */
  readonly streams: Readonly<Record<string, RandomState>>;
}
