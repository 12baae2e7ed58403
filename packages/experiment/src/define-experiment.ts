import type { Source } from '@axiswise/data';
import {
  type Axes,
  checkStrategy,
  type FilterStrategy,
  type InputGeometry,
  type LayerSpec,
} from '@axiswise/geometry';
import type { TrainingConfig } from '@axiswise/training';
import { ExperimentError } from './errors.ts';

/** What a network is built for. */
export interface NetworkContext<Axis extends string = string> {
  readonly strategy: FilterStrategy<Axis>;
  readonly input: InputGeometry;
  readonly classes: number;
}

/** How the examples that a run was trained on were read. */
export interface DecodeContext {
  readonly shape: readonly number[];
  /** The data's {@link Dataset.encoding}. */
  readonly encoding: unknown;
}

/** One example that a file holds. */
export interface DecodedExample {
  /** Which of them it is, where a file holds several: `line 3`, `0.12 s`. */
  readonly part?: string;
  /** As many numbers as the shape says. */
  readonly input: Float32Array;
}

/** One experiment, read top to bottom: what is cited, the axes, the choices, the expectation. */
export interface Experiment<Axis extends string = string> {
  /** As on the command line; the name of its folder. */
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  /** What this follows, and where it deviates. */
  readonly cites: readonly string[];
  readonly deviations: readonly string[];
  readonly axes: Axes<Axis>;
  /** What `explain` assumes when no data is named: the default source's shape and classes. */
  readonly example: { readonly shape: readonly number[]; readonly classes: number };
  /** Named data; the first is the embedded default and needs no download. */
  readonly sources: readonly [Source, ...Source[]];
  /** The user's own data at a path. */
  readonly ownData: (path: string) => Source;
  /** The examples in one file of the user's, as the network wants them, for `predict`. */
  readonly decode: (file: string, as: DecodeContext) => Promise<readonly DecodedExample[]>;
  /** What filters may do, by name; the first is the default. */
  readonly strategies: Readonly<Record<string, FilterStrategy<Axis>>>;
  readonly network: (context: NetworkContext<Axis>) => readonly LayerSpec[];
  /** Networks without filters to compare with, chosen like a strategy. */
  readonly baselines?: Readonly<
    Record<string, (context: Omit<NetworkContext<Axis>, 'strategy'>) => readonly LayerSpec[]>
  >;
  readonly training: TrainingConfig & {
    /** Share of the training examples set aside where the data has no validation split. */
    readonly validation: number;
  };
  /** What result is expected, shown beside the measured one. */
  readonly expects: string;
}

/**
 * Declares an experiment; checks at once what can be checked without data.
 *
 * @throws ExperimentError, or GeometryError where a strategy forgets an axis.
 */
export function defineExperiment<Axis extends string>(
  experiment: Experiment<Axis>,
): Experiment<Axis> {
  if (!/^[a-z][a-z0-9-]*$/.test(experiment.name)) {
    throw new ExperimentError(
      `"${experiment.name}" cannot name an experiment: lower-case letters, digits and hyphens only`,
    );
  }
  const names = Object.keys(experiment.strategies);
  if (names.length === 0) {
    throw new ExperimentError(`${experiment.name} declares no strategy; declare at least one`);
  }
  for (const name of names) {
    checkStrategy(experiment.axes, experiment.strategies[name], `strategy "${name}"`);
    if (experiment.baselines?.[name]) {
      throw new ExperimentError(`${experiment.name}: "${name}" is both a strategy and a baseline`);
    }
  }
  return experiment;
}
