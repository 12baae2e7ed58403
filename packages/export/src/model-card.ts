import type { Preprocessing, TargetForm } from '@axiswise/data';
import type { ModelOutputs } from '@axiswise/training/kinds';

/** What a stranger has to know of an exported model: it goes with every format. */
export interface ModelCard {
  /** Lower-case words with hyphens: `images-slide-both`. */
  readonly name: string;
  readonly experiment: string;
  readonly strategy: string;
  /** The data that it was trained on, by name or path, and its checksum. */
  readonly data: string;
  readonly dataSha256: string;
  readonly seed: number;
  /** The share of test examples whose label it predicts; absent where the task is no classification. */
  readonly testAccuracy?: number;
  /** How well it does on the test examples, by the names of the metrics. */
  readonly test: Readonly<Record<string, number>>;
  /** The same in a sentence. */
  readonly testInWords: string;
  readonly input: {
    /** The names of the axes of an example, the channels last. */
    readonly axes: readonly string[];
    /** Without the batch. */
    readonly shape: readonly number[];
    /** Where inputs are tokens: how many there are. */
    readonly vocabularySize?: number;
  };
  /** The names of the classes; empty where the task has none. */
  readonly classes: readonly string[];
  /** What is predicted, where that is not one class of each example. */
  readonly targets?: TargetForm;
  /** What comes out, and how it is read. */
  readonly outputs: ModelOutputs;
  /** How a raw file becomes an example; absent where the experiment reads none. */
  readonly preprocessing?: Preprocessing;
}
