import type { RowKernels } from '@axiswise/backend/loaded-kernels';
import type * as tf from '@axiswise/tensorflow';
import { type SettingDeclarations, type Settings, settingsOf } from '../kinds/settings.ts';

/**
 * One way to change weights by their gradients: all that is to be known of it. The trainer, the row-wise
 * tables of embeddings, checkpoints and the command line follow from it.
 *
 * An experiment declares its own under `optimizers`. The functions receive TensorFlow.js, so that a
 * declaration loads no engine.
 *
 * @example
 * // SGD on the sign of the gradient (Bernstein et al. 2018).
 * const signSgd: OptimizerKind = {
 *   describe: 'the sign of each gradient',
 *   learningRate: 0.001,
 *   settings: {},
 *   update: ({ tf, variable, gradient, learningRate }) =>
 *     variable.assign(tf.sub(variable, tf.mul(tf.sign(gradient), learningRate))),
 * };
 */
export interface OptimizerKind<Values extends Settings = Readonly<Record<string, number>>> {
  /** One line for lists. */
  readonly describe: string;
  /** The full learning rate where the optimizer is chosen by its name alone. */
  readonly learningRate: number;
  /** What can be configured besides the learning rate. */
  readonly settings: SettingDeclarations<Values>;
  /** Which setting is the momentum, where a schedule may change it: `beta1`. */
  readonly momentum?: keyof Values & string;
  /** Changes one parameter, and the moments that it asks for, in place. */
  update(of: Update<Values>): void;
  /**
   * Changes the rows of a table of embeddings that a step touches, in place. Without it, they are updated as
   * a small parameter; the moments of the others stand still, as in PyTorch's SparseAdam.
   */
  updateRows?(of: RowsUpdate<Values>): void;
}

/** What the update of one parameter is computed from. */
export interface Update<Values extends Settings> {
  readonly tf: typeof tf;
  readonly variable: tf.Variable;
  /** Of the variable's shape. */
  readonly gradient: tf.Tensor;
  /** The parameter's moment of this name, of the variable's shape: zeros at the first step. */
  readonly slot: (name: string) => tf.Variable;
  readonly settings: Values;
  readonly learningRate: number;
  /** Counted from 1. */
  readonly step: number;
}

/** What the update of some rows of a table is computed from; a row is so many numbers of an array. */
export interface RowsUpdate<Values extends Settings> {
  /** The table, `rows of the table × width`. */
  readonly values: Float32Array;
  readonly width: number;
  /** Which rows have a gradient, each once. */
  readonly rows: Int32Array;
  /** Their gradients, `rows × width`. */
  readonly gradients: Float32Array;
  /** The table's moment of this name, laid out as the table. */
  readonly slot: (name: string) => Float32Array;
  readonly settings: Values;
  readonly learningRate: number;
  readonly step: number;
  /** For each of the rows: steps since its last one in which it had no gradient. */
  readonly missed: Int32Array;
  /** Loops of the engine over rows, where it has some. */
  readonly kernels?: RowKernels | undefined;
}

/**
 * How an optimizer is configured: plain data that goes into the run record, with the settings of its
 * kind: `{ kind: 'adam', learningRate: 0.002, beta1: 0.95 }`.
 */
export interface OptimizerConfig {
  /** One of ours, or one that the experiment declares. */
  readonly kind: string;
  /** The full rate, which a schedule multiplies. */
  readonly learningRate: number;
  readonly [setting: string]: unknown;
}

/** A kernel is decayed; a bias, a vector, is not. */
export const isKernel = (variable: tf.Variable): boolean => variable.rank > 1;

/**
 * The settings of an optimizer's configuration, completed by the defaults of its kind.
 *
 * @throws InputError for a setting that the kind does not have, or a value outside its range.
 */
export function optimizerSettings<Values extends Settings>(
  kind: OptimizerKind<Values>,
  { kind: name, learningRate: _, ...given }: OptimizerConfig,
): Values {
  return settingsOf(kind.settings, given, `the optimizer "${name}"`);
}
