import path from 'node:path';

/** The default folder of everything that is written, below the working directory. */
export const runsFolder = 'runs';

/** The file that holds the result of something in the store. */
export const resultFile = {
  run: 'run.json',
  'cross-validation': 'cross-validation.json',
  comparison: 'comparison.json',
  'comparison of predictions': 'prediction-comparison.json',
  diagnosis: 'diagnosis.json',
  'joint diagnosis': 'diagnoses.json',
} as const;

/** What lies in the store, as far as its name says it. */
export type Stored =
  /** One strategy trained with one seed. `data` is a source's name, or a path. */
  | {
      readonly kind: 'run';
      readonly experiment: string;
      readonly strategy: string;
      readonly data: string;
      readonly seed: number;
    }
  /** A run for each fold of the data. `source` is the source's name. */
  | {
      readonly kind: 'cross-validation';
      readonly experiment: string;
      readonly strategy: string;
      readonly source: string;
      readonly seed: number;
    }
  /** One run of a cross-validation, which lies in the folder `of`. */
  | { readonly kind: 'fold'; readonly of: string; readonly fold: string }
  /** Strategies compared; of several experiments the joint comparison. `source` is the source's name. */
  | { readonly kind: 'comparison'; readonly experiment: string; readonly source: string }
  | { readonly kind: 'joint comparison' }
  /** Models compared by predictions that any program made. */
  | { readonly kind: 'comparison of predictions' }
  /**
   * One run of a comparison, which lies in the folder `of` (its own, or that of a scale); `trainExamples` where not all are used, and
   * `configuration` where the strategy is tuned: the number of the one that it is trained with.
   */
  | {
      readonly kind: 'trial';
      readonly of: string;
      readonly strategy: string;
      readonly seed: number;
      readonly trainExamples?: number | undefined;
      readonly configuration?: number | undefined;
    }
  /** The runs of a comparison at a multiple of its budget; those at the budget lie in the comparison's folder. */
  | { readonly kind: 'scale'; readonly of: string; readonly scale: number }
  /** A run of a comparison that tries a configuration: it is scored on validation examples only. */
  | {
      readonly kind: 'tuning trial';
      readonly of: string;
      readonly strategy: string;
      readonly configuration: number;
    }
  /** Axes diagnosed; of several experiments the joint report. `data` is a source's name, or a path. */
  | { readonly kind: 'diagnosis'; readonly experiment: string; readonly data: string }
  | { readonly kind: 'joint diagnosis' };

/**
 * The folder in which something of the store lies, unless a call names another.
 *
 * @param root the store; parts of something (a trial, a fold) lie below the whole, wherever that is.
 * @example
 * placeOf({ kind: 'run', experiment: 'images', strategy: 'slide-both', data: 'digits', seed: 0 });
 * // runs/images/slide-both-digits-seed0
 */
export function placeOf(stored: Stored, root = runsFolder): string {
  switch (stored.kind) {
    case 'run': {
      const { experiment, strategy, data, seed } = stored;
      return path.join(root, experiment, `${strategy}-${fileSafe(data)}-seed${seed}`);
    }
    case 'cross-validation': {
      const { experiment, strategy, source, seed } = stored;
      return path.join(root, experiment, `${strategy}-${source}-folds-seed${seed}`);
    }
    case 'fold':
      return path.join(stored.of, stored.fold);
    case 'comparison':
      return path.join(root, stored.experiment, `compare-${path.basename(stored.source)}`);
    case 'joint comparison':
      return path.join(root, 'compare');
    case 'comparison of predictions':
      return path.join(root, 'predictions');
    case 'scale':
      return path.join(stored.of, `scale-${stored.scale}`);
    case 'trial': {
      const { of, strategy, seed, trainExamples, configuration } = stored;
      const size = trainExamples === undefined ? '' : `-train-${trainExamples}`;
      const tuned = configuration === undefined ? [] : [configurationFolder(configuration)];
      return path.join(of, strategy, ...tuned, `seed-${seed}${size}`);
    }
    case 'tuning trial': {
      const { of, strategy, configuration } = stored;
      return path.join(of, strategy, configurationFolder(configuration), tuningTrialFolder);
    }
    case 'diagnosis':
      return path.join(root, stored.experiment, `diagnose-${fileSafe(stored.data)}`);
    case 'joint diagnosis':
      return path.join(root, 'diagnose');
  }
}

const configurationFolder = (number: number): string => `configuration-${number}`;
const tuningTrialFolder = 'tuning';

/** Whether a folder is that of a {@link Stored} tuning trial, which is no result and in no list. */
export const isTuningTrial = (folder: string): boolean =>
  path.basename(folder) === tuningTrialFolder &&
  /^configuration-\d+$/.test(path.basename(path.dirname(folder)));

/** What a folder is by a name that only {@link placeOf} gives: a comparison or a cross-validation. */
export function kindByName(folder: string): 'comparison' | 'cross-validation' | undefined {
  const name = path.basename(folder);
  if (/^compare-./.test(name)) return 'comparison';
  if (/-folds-seed\d+$/.test(name)) return 'cross-validation';
  return undefined;
}

/** The last part of a path, without characters that some file systems refuse. */
const fileSafe = (data: string): string => path.basename(data).replace(/[^\w.-]/g, '_');
