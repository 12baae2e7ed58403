/** Predictions of one or several models for the same examples, in one order. */
export interface PredictionSet {
  readonly classes: readonly string[];
  /** The identity of every example. */
  readonly examples: readonly string[];
  /** The class of every example, an index into the classes. */
  readonly labels: Int32Array;
  /** Examples that depend on each other; null where no file names groups. */
  readonly groups: ExampleGroups | null;
  /** In the order in which the files name them. */
  readonly models: readonly ModelPredictions[];
}

/** To which group every example belongs. */
export interface ExampleGroups {
  /** What a group is: `speaker`; `group` where the files do not say it. */
  readonly of: string;
  readonly names: readonly string[];
  /** For every example an index into the names. */
  readonly ofExamples: Int32Array;
}

/** What one model predicts. Either all of its seeds have probabilities or none. */
export interface ModelPredictions {
  readonly name: string;
  /** Ascending. */
  readonly seeds: readonly SeedPredictions[];
}

/** What one model predicts with one seed, for the examples in the order of the set. */
export interface SeedPredictions {
  readonly seed: number;
  /** The predicted class of every example: the most probable one, where there are probabilities. */
  readonly predicted: Int32Array;
  /**
   * Makes the probabilities, `examples × classes`, anew with each call, since those of all models and seeds
   * may not fit into memory at a time; null where only predictions are known.
   */
  readonly probabilities: (() => Float32Array<ArrayBuffer>) | null;
}
