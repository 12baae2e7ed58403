import type { ClassifierDesign } from './reference-classifier.ts';
import type { ExampleSplits } from './train-classifier.ts';

/**
 * One kind of classifier of a diagnosis: a network, and how its examples look. Every network is tuned
 * alike, with the same configurations; every kind is trained with the same seeds, and the same number of epochs
 * but for patches, of which an example gives several.
 */
export interface Classifier {
  /** Tells it from all others of its diagnosis, also as the name of a file: `slide-time-span-embedding`. */
  readonly name: string;
  /** In words, for tables: `slide time, span embedding`. */
  readonly words: string;
  readonly design: ClassifierDesign;
  readonly epochs: number;
  /** Whose learning rate it takes; by default one of its own is found. */
  readonly tunedAs?: Classifier;
  splits(seedIndex: number): Promise<ExampleSplits>;
}
