import type {
  RunConfiguration,
  StartedRunFacts,
  TestedRunFacts,
  TrainExperimentResult,
} from '@axiswise/runner';
import type { EpochMetrics } from '@axiswise/training';

/** The numbers of one variable of a network. */
export interface LoggedWeights {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** An epoch as it is logged. */
export interface LoggedEpoch {
  readonly metrics: EpochMetrics;
  /** When it ended, in milliseconds since 1970. */
  readonly time: number;
  /** Reads the weights, by name; they are read only if a logger asks. */
  weights(): Promise<ReadonlyMap<string, LoggedWeights>>;
}

/** How training ended. */
export interface LoggedEnd {
  /** Undefined where training failed. */
  readonly result: TrainExperimentResult | undefined;
  readonly time: number;
}

/** Where the progress of one run goes. */
export interface RunLogger {
  /** @throws InputError where nothing can be logged there: training does not begin. */
  onStart(run: StartedRunFacts, time: number): Promise<void>;
  onEpoch(epoch: LoggedEpoch): Promise<void>;
  /** What a log shows of the test examples themselves; their scores come with the end. */
  onTest?(tested: TestedRunFacts, time: number): Promise<void>;
  onEnd(end: LoggedEnd): Promise<void>;
}

/** What logs may use of the program that opens them. */
export interface LoggerTools {
  /** Draws an SVG as PNG; a log shows no pictures where this is not given. */
  readonly drawPng?: (svg: string) => Promise<Uint8Array>;
  readonly onNotice: (line: string) => void;
}

/** A kind of log: one value that says all that is to be known of it. */
export interface LoggerKind {
  /** As on the command line. */
  readonly name: string;
  /** What stands behind the name: `=<folder>`, `=<url>`. */
  readonly target: string;
  /**
   * Opens a log, before anything slow.
   *
   * @param target what stands behind the name; undefined where nothing does.
   * @throws InputError where the target cannot be one.
   */
  open(target: string | undefined, tools: LoggerTools): Promise<RunLogger>;
}

/** The scalars of an epoch by name: `train/loss`, `validation/accuracy`, `learning_rate`. */
export function scalarsOf(metrics: EpochMetrics): ReadonlyMap<string, number> {
  const { train, validation, learningRate, examplesPerSecond } = metrics;
  const scalars = new Map<string, number>();
  for (const [part, scores] of Object.entries({ train, validation })) {
    for (const [name, value] of Object.entries(scores ?? {})) {
      if (typeof value === 'number') scalars.set(`${part}/${name}`, value);
    }
  }
  scalars.set('learning_rate', learningRate);
  scalars.set('examples_per_second', examplesPerSecond);
  return scalars;
}

/** The scores of a finished run on its test examples: `test/accuracy`. */
export const testScalarsOf = ({ test }: TrainExperimentResult): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(test).flatMap(([name, value]) =>
      typeof value === 'number' ? [[`test/${name}`, value] as const] : [],
    ),
  );

/** What decides what is learned, as names and plain values: `training.optimizer.learningRate`. */
export function hyperparametersOf(
  configuration: RunConfiguration,
): ReadonlyMap<string, string | number | boolean> {
  const { experiment, strategy, data, seed, training, options, budget, trainExamples } =
    configuration;
  const found = new Map<string, string | number | boolean>();
  const add = (name: string, value: unknown): void => {
    if (['string', 'number', 'boolean'].includes(typeof value)) {
      found.set(name, value as string | number | boolean);
    } else if (Array.isArray(value)) {
      found.set(name, value.join(','));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner);
    }
  };
  const named = { experiment, strategy, data, seed, trainExamples, budget, training, options };
  for (const [name, value] of Object.entries(named)) add(name, value);
  return found;
}
