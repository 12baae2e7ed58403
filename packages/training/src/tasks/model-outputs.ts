import type { TaskForm } from './task.ts';

/**
 * How the outputs of a saved model are read, for somebody who has the model without this project. Plain data: it
 * goes with a model that is exported.
 */
export interface ModelOutputs {
  /** What the numbers are, in the plural: `probabilities`, or `values` in the unit of the targets. */
  readonly name: 'probabilities' | 'values';
  /** The names of the axes of an output, without the batch: `['height', 'width', 'class']`. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** What each place along the last axis is for: the classes, the labels, the names of the targets. */
  readonly names: readonly string[];
  /** Their units, where they have some. */
  readonly units?: readonly string[];
  /**
   * What a prediction is: the place of the `largest` number along the last axis, each place whose number is above
   * the `threshold`, or the `value` itself.
   */
  readonly prediction: 'largest' | 'threshold' | 'value';
  readonly threshold?: number;
  /**
   * What the network learned its targets less, and over. The model's last layer undoes it, so that its outputs are
   * in the unit of the targets: nothing is left to be done.
   */
  readonly standardized?: {
    readonly mean: readonly number[];
    readonly standardDeviation: readonly number[];
  };
  /** All of this in a sentence or two. */
  readonly inWords: string;
}

/** A probability of each class, along the last axis. */
export function classOutputs(
  { classes }: TaskForm,
  along: { readonly axes: readonly string[]; readonly shape: readonly number[] } = {
    axes: [],
    shape: [],
  },
): ModelOutputs {
  const of = along.axes.length === 0 ? '' : ` at each position of ${along.axes.join(' × ')}`;
  return {
    name: 'probabilities',
    axes: [...along.axes, 'class'],
    shape: [...along.shape, classes.length],
    names: classes,
    prediction: 'largest',
    inWords:
      `A probability for each class${of}. The prediction is the class with the largest one. The classes in their ` +
      `order: ${someOf(classes)}.`,
  };
}

/** The first of many names. */
export const someOf = (names: readonly string[]): string =>
  names.length > mostNames ? `${names.slice(0, mostNames).join(', ')} …` : names.join(', ');

const mostNames = 12;
