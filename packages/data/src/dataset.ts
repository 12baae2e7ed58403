import type { RemoteFolder } from '@axiswise/files';

/**
 * Labelled examples that can be read in any order.
 *
 * `gather` is the only access to the inputs, so a split may hold them as bytes, decode them lazily
 * or compute them elsewhere. It may return at once or a promise.
 */
export interface Split {
  /** Number of examples. */
  readonly length: number;
  /**
   * The class of every example, an index into {@link Dataset.classes}; 0 for all where there are {@link
   * Split.targets} instead. Parts of a split have each class in proportion.
   */
  readonly labels: Int32Array;
  /** What is right for every example, where that is not one class. */
  readonly targets?: Targets;
  /**
   * The group of every example, as any integer: the speaker, the patient, the game. Examples of one
   * group depend on each other, so a group is never divided between splits, and intervals draw groups.
   * The same number is the same group in all splits of a data set. Absent: examples are independent.
   */
  readonly groups?: Int32Array;
  /**
   * What finds an example again: a file name, a file and its line. It is made when it is asked for, so
   * that a million examples cost nothing. No two examples of a split have the same. Without this method
   * an example is known by its index; see {@link exampleName}.
   */
  exampleName?(index: number): string;
  /**
   * Writes the inputs of the examples at `indices`, one after another, into `out`
   * (`indices.length × product of Dataset.shape` numbers, ready for the network).
   */
  gather(indices: ArrayLike<number>, out: Float32Array): void | Promise<void>;
  /**
   * Like {@link Split.gather}, for training: writes an augmented version of each example (shifted,
   * mirrored, with noise) and, if that changes it, its label. Without this method examples are used
   * as they are.
   *
   * @param labels holds the original labels of the examples; changed in place.
   * @param context seed and epoch. The augmentation depends only on these and the index of an
   *   example, so a resumed run gets the same examples.
   * @param targets holds the targets of the examples where the split has {@link Split.targets}; changed in
   *   place.
   */
  augment?(
    indices: ArrayLike<number>,
    out: Float32Array,
    labels: Int32Array,
    context: AugmentationContext,
    targets?: Float32Array,
  ): void | Promise<void>;
}

/** Numbers that say what is right for each example of a split. */
export interface Targets {
  /** So many for one example: the product of {@link TargetForm.shape}. */
  readonly size: number;
  /**
   * Whether each of them is right for one position of an example, and none for the whole. Folds do not look at them
   * then; else each fold gets its share of each label, or of small and large numbers.
   */
  readonly ofPositions?: true;
  /** Writes those of the examples at `indices`, one after another, into `out`. */
  gather(indices: ArrayLike<number>, out: Float32Array): void;
}

/** What the numbers of {@link Targets} are. */
export interface TargetForm {
  /** The task that they are for, by its name: `regression`. */
  readonly task: string;
  /** Of one target: `[]` a number, `[3]` three numbers, `[28, 28]` one for each position. */
  readonly shape: readonly number[];
  /** The name of each number of a vector, or of the one: `['slant']`. */
  readonly names: readonly string[];
  /** Their units, in the same order; absent where they have none. */
  readonly units?: readonly string[];
  /**
   * The axes of the data along which each position has a target of its own, in the order of the data: {@link
   * TargetForm.shape} is their lengths. Absent where a target is of a whole example.
   */
  readonly axes?: readonly string[];
}

/** What an augmentation depends on, besides the index of its example. */
export interface AugmentationContext {
  readonly seed: number;
  /** Counted from 0. */
  readonly epoch: number;
}

/** Select on `validation`; score every example of `test` once, at the end. */
export interface Splits {
  readonly train: Split;
  /** Absent if the source has none: the trainer then holds out a part of `train`. */
  readonly validation?: Split;
  readonly test: Split;
}

/** The data of a source: named splits of examples that share axes, shape and classes. */
export interface Dataset {
  readonly name: string;
  /** The names of the axes in order, without batch and channels: `['height', 'width']`. */
  readonly axes: readonly string[];
  /** The length of each axis, then the channels: `[28, 28, 1]`. */
  readonly shape: readonly number[];
  /**
   * The name of every class, of examples or of their positions; a label is an index into this list. Empty where
   * the task has no classes.
   */
  readonly classes: readonly string[];
  /** What is to be predicted, where that is not one class of each example. */
  readonly targets?: TargetForm;
  readonly splits: Splits;
  /** What a group of {@link Split.groups} is, in the singular: `speaker`. Absent where there are none. */
  readonly groupsOf?: string;
  /** The name of a group: `theo`. Without this method a group is known by its number. */
  groupName?(group: number): string;
  /** SHA-256 (hex) over the data behind the examples: equal data, equal checksum. */
  readonly sha256: string;
  /**
   * The number of tokens if the inputs are tokens (words): integers from 0 up to before this. An
   * embedding maps them to vectors. Token 0 is the padding at the end of an example.
   */
  readonly vocabularySize?: number;
  /** Pretrained vectors of the tokens: `tokens × width` numbers, token after token. */
  readonly vectors?: { readonly width: number; readonly values: Float32Array };
  /**
   * The settings for reading more examples in the same way (a vocabulary, the settings of a
   * spectrogram): JSON, stored in the run directory and passed back in {@link
   * LoadContext.encoding}.
   */
  readonly encoding?: unknown;
  /**
   * Releases what the data set holds besides memory, such as threads that encode its examples. Call it
   * when the examples are no longer read; reading them afterwards takes it again.
   */
  close?(): void | Promise<void>;
}

/** What a source gets when it loads its data. */
export interface LoadContext {
  /** The folder of named data; each data set has a folder of its own name in it. */
  readonly dataDir: string;
  /** The run's seed, for generated examples and for splits that the source draws. */
  readonly seed: number;
  /** Options for reading the user's own data: `{ size: '32x32' }`. */
  readonly options?: Readonly<Record<string, string>>;
  /** The {@link Dataset.encoding} of a trained run; the data is read in the same way. */
  readonly encoding?: unknown;
  /**
   * The run that is to be scored on this data, which is not that of its training. All examples are the test then,
   * unless the data names its splits: then only its test part is read.
   */
  readonly scoredBy?: ScoredRun;
  /** Receives a line about slow work ("reading 1,200 of 5,000 files"). */
  readonly onProgress?: (line: string) => void;
}

/** What a finished run was trained on. */
export interface ScoredRun {
  readonly shape: readonly number[];
  readonly classes: readonly string[];
}

/** The origin of a data set: read, downloaded or generated. */
export interface Source extends RemoteFolder {
  /** One line for `data list` and `--help`. */
  readonly description: string;
  /** The numbers of examples, if they are known before loading. */
  readonly records?: { readonly train: number; readonly test: number };
  /**
   * The names of the folds of cross-validation (`['1', …, '10']`, the speakers): the option
   * `fold=<name>` makes that part the test and the others the training examples.
   */
  readonly folds?: readonly string[];
  /** The same where {@link LoadContext.options} decide how many there are. */
  foldsWith?(options: Readonly<Record<string, string>>): readonly string[];
  load(context: LoadContext): Promise<Dataset>;
}
