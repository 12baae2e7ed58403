import type * as tf from '@axiswise/tensorflow';
import { type SettingDeclarations, type Settings, settingsOf } from '../kinds/settings.ts';

/**
 * One way to say how wrong a network is: what training makes small. An experiment declares its own under
 * `losses`.
 *
 * The function receives TensorFlow.js, so that a declaration loads no engine. It is derived for the
 * gradients, so it must be made of operations that TensorFlow.js can derive.
 *
 * @example
 * // The mean absolute error, which outliers pull less than squares do.
 * const absoluteError: LossKind = {
 *   describe: 'mean absolute error',
 *   task: 'regression',
 *   settings: {},
 *   loss: ({ tf, outputs, targets }) => tf.losses.absoluteDifference(targets, outputs),
 * };
 */
export interface LossKind<Values extends Settings = Readonly<Record<string, number>>> {
  /** One line for lists. */
  readonly describe: string;
  /** The task whose outputs and targets it compares, by its name. */
  readonly task: string;
  /** What can be configured. */
  readonly settings: SettingDeclarations<Values>;
  /** The mean over a batch, as a scalar. */
  loss(of: LossInputs<Values>): tf.Tensor;
}

/** What a loss is computed from. */
export interface LossInputs<Values extends Settings> {
  readonly tf: typeof tf;
  /**
   * What the network gives: logits of a classification, `[examples, classes]`; of positions `[examples,
   * ...positions, classes]`, maybe with an axis of length 1.
   */
  readonly outputs: tf.Tensor;
  /**
   * What is right: the numbers of classes, `[examples]`, int32; of positions `[examples × positions]`, −100 where
   * there is no label; in regression of the outputs' shape.
   */
  readonly targets: tf.Tensor;
  readonly settings: Values;
  /** The weight of each class, where classes are weighted; see {@link TrainingConfig.classWeights}. */
  readonly classWeights?: readonly number[] | undefined;
}

/**
 * How wrong a network is said to be: plain data that goes into the run record, with the settings of its
 * kind: `{ kind: 'crossEntropy', labelSmoothing: 0.1 }`.
 */
export interface LossConfig {
  /** One of ours, or one that the experiment declares; by default that of the task. */
  readonly kind?: string;
  readonly [setting: string]: unknown;
}

/**
 * The settings of a loss, completed by the defaults of its kind.
 *
 * @throws InputError for a setting that the kind does not have, or a value outside its range.
 */
export function lossSettings<Values extends Settings>(
  kind: LossKind<Values>,
  name: string,
  { kind: _, ...given }: LossConfig,
): Values {
  return settingsOf(kind.settings, given, `the loss "${name}"`);
}
