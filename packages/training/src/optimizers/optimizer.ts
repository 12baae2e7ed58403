import type * as tf from '@tensorflow/tfjs';
import type { NamedArray } from '@axiswise/runs';

/** A trainable array with a name that is the same in every process: `dense_1/kernel`. */
export interface Parameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** A trainable table of which a step touches a few rows: an embedding. */
export interface Table {
  readonly name: string;
  /** Row after row; changed in place. */
  readonly values: Float32Array;
  readonly width: number;
}

/** The gradient of the rows of a table that a step touched. */
export interface RowGradients {
  readonly rows: Int32Array;
  /** `rows × width`. */
  readonly gradients: Float32Array;
}

/**
 * Changes parameters by their gradients.
 *
 * Ours instead of `tf.train`'s because a resumed run must be bit for bit the uninterrupted one:
 * `tf.train.adam` rounds its running powers differently once it is restored, and `adamax` cannot be
 * saved at all. Everything an update depends on is in what is {@link Optimizer.saved} and the step's
 * number.
 */
export interface Optimizer {
  /**
   * One step.
   *
   * @param step counted from 1.
   */
  apply(
    parameters: readonly Parameter[],
    gradients: readonly tf.Tensor[],
    learningRate: number,
    step: number,
  ): void;
  /**
   * One step on the rows of a table that it touched.
   *
   * Adadelta and SGD without momentum do what a step on the whole table with zeros for the other rows
   * would do. With momentum, and with Adam, a row's moments stand still while its token does not come
   * (as in PyTorch's SparseAdam).
   */
  applyToRows(table: Table, touched: RowGradients, learningRate: number, step: number): void;
  /** The moments kept for each parameter, created with the first step: `dense_1/kernel/m`. */
  saved(): Map<string, NamedArray>;
  /** Puts saved moments in place of the present ones. */
  restore(saved: ReadonlyMap<string, NamedArray>): void;
  dispose(): void;
}

/** How an optimizer is declared: plain data that goes into the run record. */
export type OptimizerConfig =
  | {
      readonly kind: 'sgd';
      readonly learningRate: number;
      readonly momentum?: number;
      readonly weightDecay?: number;
    }
  | {
      readonly kind: 'adam';
      readonly learningRate: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      /** Decoupled (Loshchilov and Hutter 2019, AdamW), on kernels only. */
      readonly weightDecay?: number;
    }
  | {
      readonly kind: 'adadelta';
      readonly learningRate: number;
      readonly rho?: number;
      readonly epsilon?: number;
    };
