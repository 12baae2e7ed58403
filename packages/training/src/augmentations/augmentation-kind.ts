import type { TargetForm } from '@axiswise/data';
import type { Random } from '@axiswise/random';
import type { SettingDeclarations, Settings } from '../kinds/settings.ts';

/**
 * One way to change training examples each time they are used. An experiment declares its own under
 * `augmentations`.
 *
 * @example
 * const mirror: AugmentationKind = {
 *   describe: 'every other example runs backwards',
 *   augment: ({ input, random }) => {
 *     if (random.uniform() < 0.5) input.reverse();
 *   },
 * };
 */
export interface AugmentationKind<Values extends Settings = Settings> {
  /** One line for lists. */
  readonly describe: string;
  /** What can be configured: `{ degrees: { default: 15, from: 0, to: 180 } }`. */
  readonly settings?: SettingDeclarations<Values>;
  /**
   * Says why it does not fit some data ("it needs pictures with 3 channels, and these have 1"); undefined
   * where it fits. Asked before training.
   */
  refuses?(data: AugmentedData): string | undefined;
  /**
   * Changes one example in place, and returns its label where that becomes another. Absent: examples are
   * used as they are.
   */
  augment?(example: AugmentedExample<Values>): number | void;
}

/** The data whose examples are to be augmented. */
export interface AugmentedData {
  /** The name of the data set. */
  readonly data: string;
  /** The names of its axes. */
  readonly axes: readonly string[];
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  /** What is to be predicted, where that is not one class of each example. */
  readonly targets?: TargetForm | undefined;
}

/** A training example that is about to be used. */
export interface AugmentedExample<Values extends Settings = Settings> {
  /** As many numbers as the shape says, changed in place. */
  readonly input: Float32Array;
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  readonly label: number;
  /** What is right, where that is not a class: changed in place where it becomes something else. */
  readonly target?: Float32Array | undefined;
  /** Follows from the run's seed, the epoch and the example, so that a continued run is the same. */
  readonly random: Random;
  /** Those of the kind, completed by their defaults. */
  readonly settings: Values;
}
