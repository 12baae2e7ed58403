import type { RemoteFolder } from '@axiswise/files';

/**
 * Labelled examples that can be read in any order.
 *
 * `gather` is the only way to the inputs, so that a split may hold them as bytes, decode them
 * lazily or compute them elsewhere; it may answer at once or later.
 */
export interface Split {
  /** Number of examples. */
  readonly length: number;
  /** The class of every example, an index into {@link Dataset.classes}. */
  readonly labels: Int32Array;
  /**
   * Writes the inputs of the examples at `indices`, one after another, into `out`
   * (`indices.length × product of Dataset.shape` numbers, ready for the network).
   */
  gather(indices: ArrayLike<number>, out: Float32Array): void | Promise<void>;
  /**
   * Like {@link Split.gather}, for training: writes an augmented version of each example (shifted, mirrored,
   * with noise) and, where that changes it, its label. Absent: examples are used as they are.
   *
   * @param labels holds the labels of the examples as they are; changed in place.
   * @param context seed and epoch. The augmentation follows from
   *   these and an example's index alone, so that a continued run sees what it would have seen.
   */
  augment?(
    indices: ArrayLike<number>,
    out: Float32Array,
    labels: Int32Array,
    context: AugmentationContext,
  ): void | Promise<void>;
}

/** What an augmentation follows from, besides the index of its example. */
export interface AugmentationContext {
  readonly seed: number;
  /** Counted from 0. */
  readonly epoch: number;
}

/** Choose on `validation`, score every example of `test` once, at the end. */
export interface Splits {
  readonly train: Split;
  /** Absent where the source has none: the trainer then sets a part of `train` aside. */
  readonly validation?: Split;
  readonly test: Split;
}

/** What every source hands on: named splits of examples that share axes, shape and classes. */
export interface Dataset {
  readonly name: string;
  /** The names of the axes in order, without batch and channels: `['height', 'width']`. */
  readonly axes: readonly string[];
  /** The length of each axis, then the channels: `[28, 28, 1]`. */
  readonly shape: readonly number[];
  /** The name of every class; a label is an index into this list. */
  readonly classes: readonly string[];
  readonly splits: Splits;
  /** SHA-256 (hex) over what the examples were made from: equal data, equal checksum. */
  readonly sha256: string;
  /**
   * Where the inputs are tokens (words), whole numbers from 0 up to this: how many there are. An
   * embedding turns them into vectors. Token 0 is the padding behind the end of an example.
   */
  readonly vocabularySize?: number;
  /** Vectors for the tokens, learned elsewhere: `tokens × width` numbers, token after token. */
  readonly vectors?: { readonly width: number; readonly values: Float32Array };
  /**
   * What reading further examples in the same way needs to know (a vocabulary, the settings of a
   * spectrogram): JSON, kept in the run directory and handed back in {@link LoadContext.encoding}.
   */
  readonly encoding?: unknown;
}

/** What a source is told when it is asked for its data. */
export interface LoadContext {
  /** Where named data lives; each data set has a folder of its own name in it. */
  readonly dataDir: string;
  /** The run's seed: for generated examples and for splits that the source has to draw itself. */
  readonly seed: number;
  /** How to read the user's own data, as given with `--data-options`: `{ size: '32x32' }`. */
  readonly options?: Readonly<Record<string, string>>;
  /** The {@link Dataset.encoding} of a trained run: the data is read as that run's was. */
  readonly encoding?: unknown;
  /** One line on slow work ("reading 1,200 of 5,000 files"). */
  readonly onProgress?: (line: string) => void;
}

/** Where a data set comes from: read, downloaded or generated. */
export interface Source extends RemoteFolder {
  /** One line for `data list` and `--help`. */
  readonly description: string;
  /** How many examples there are, where that is known before loading. */
  readonly records?: { readonly train: number; readonly test: number };
  /**
   * The parts that cross-validation leaves out in turn, by name (`['1', …, '10']`, the speakers):
   * the option `fold=<name>` makes that part the test and the others the training examples.
   */
  readonly folds?: readonly string[];
  load(context: LoadContext): Promise<Dataset>;
}
