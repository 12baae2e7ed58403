import type * as tf from '@tensorflow/tfjs';

/** A trainable array with a name that is the same in every process: `dense_1/kernel`. */
export interface Parameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/**
 * Changes parameters by their gradients.
 *
 * Ours instead of `tf.train`'s because a resumed run must be bit for bit the uninterrupted one:
 * `tf.train.adam` rounds its running powers differently once it is restored, and `adamax` cannot be
 * saved at all. Everything an update depends on is in `slots` and the step's number.
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
  /** The moments kept for each parameter, created with the first step: `dense_1/kernel/m`. */
  readonly slots: ReadonlyMap<string, tf.Variable>;
  /** Puts saved moments in place of the present ones. */
  restore(slots: ReadonlyMap<string, tf.Tensor>): void;
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
