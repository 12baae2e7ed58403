import type { Preprocessing } from '@axiswise/data';

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
  /** The share of test examples whose label it predicts. */
  readonly testAccuracy: number;
  readonly input: {
    /** The names of the axes of an example, the channels last. */
    readonly axes: readonly string[];
    /** Without the batch. */
    readonly shape: readonly number[];
    /** Where inputs are tokens: how many there are. */
    readonly vocabularySize?: number;
  };
  /** The label of each output. */
  readonly classes: readonly string[];
  /** How a raw file becomes an example; absent where the experiment reads none. */
  readonly preprocessing?: Preprocessing;
}
