import type { DataFormat, DecodeContext, Source } from '@axiswise/data';
import type { Drawing } from '@axiswise/drawing';
import {
  type Axes,
  checkStrategy,
  type InputGeometry,
  type LayerSpec,
  type Strategy,
} from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import {
  checkConfig,
  checkKindNames,
  type TrainingConfig,
  type TrainingKinds,
} from '@axiswise/training/kinds';
import type { NetworkOptions, OptionValues } from './network-options.ts';

/** What a network is built for. */
export interface NetworkContext<
  Axis extends string = string,
  Options extends NetworkOptions = NetworkOptions,
> {
  readonly strategy: Strategy<Axis>;
  readonly input: InputGeometry<Axis>;
  readonly classes: number;
  /** What the call chose of {@link Experiment.options}, else their defaults. */
  readonly options: OptionValues<Options>;
  /** How wide the vectors are that the data brings for its tokens, if it does. */
  readonly vectorsWidth?: number;
}

/** What a network is built for, as far as the data decides it. */
export interface DataGeometry {
  readonly shape: readonly number[];
  readonly classes: number;
  readonly vocabularySize?: number | undefined;
  readonly vectorsWidth?: number | undefined;
}

/**
 * Exact symmetries of a domain: a transformed example means the same, up to the names of its answers.
 * Answers averaged over all of them are better than any one (AlphaGo averages over eight).
 */
export interface Symmetries {
  /** How many; number 0 leaves everything as it is. */
  readonly count: number;
  /** Writes one example under a symmetry. */
  transform(input: Float32Array, symmetry: number, out: Float32Array): void;
  /** The class that a class becomes. */
  classUnder(label: number, symmetry: number): number;
}

/** The class of an example that is moved along an axis; undefined where its answer is moved out. */
export type ClassWhenMoved = (label: number, axis: string, shift: number) => number | undefined;

/** How an input is to be drawn. */
export interface DrawContext extends DecodeContext {
  /** `[...lengths]`, from 0 to 1: which places count. */
  readonly highlight?: Float32Array | undefined;
  /**
   * Where inputs are tokens and the one at hand was made up of vectors: the next nearest tokens of
   * each position, each as long as the input.
   */
  readonly alternatives?: readonly Float32Array[] | undefined;
}

/** How inputs look to people; what is absent follows from the data and the names of the axes. */
export interface InputLook {
  /** Between which numbers the values of inputs lie, and which of them means that nothing is there. */
  readonly values?: { readonly from: number; readonly to: number; readonly blank: number };
  /** The word of every token, where inputs are tokens; from the data's {@link Dataset.encoding}. */
  readonly tokens?: (encoding: unknown) => readonly string[];
  /** Draws one input, of as many numbers as the shape says, the way the domain draws it. */
  readonly draw?: (input: Float32Array, as: DrawContext) => Drawing;
}

/** One experiment, read top to bottom: what is cited, the axes, the choices, the expectation. */
export interface Experiment<
  Axis extends string = string,
  Options extends NetworkOptions = NetworkOptions,
> extends TrainingKinds {
  /** As on the command line; the name of its folder. */
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  /** What this follows, and where it deviates. */
  readonly cites: readonly string[];
  readonly deviations: readonly string[];
  readonly axes: Axes<Axis>;
  /** The axes that the data has, where its inputs are tokens and an embedding adds the others. */
  readonly dataAxes?: readonly Axis[];
  /** What `explain` assumes when no data is named: the default source's shape and classes. */
  readonly example: DataGeometry;
  /** Named data; the first is the embedded default and needs no download. */
  readonly sources: readonly [Source, ...Source[]];
  /** How the user's own data at a path is read, by the name of the format. */
  readonly dataFormats?: Readonly<Record<string, DataFormat>>;
  /** What filters may do in each block, by name; the first is the default. */
  readonly strategies: Readonly<Record<string, Strategy<Axis>>>;
  /** What of the network a call may choose, by the option's name on the command line. */
  readonly options?: Options;
  network(context: NetworkContext<Axis, Options>): readonly LayerSpec[];
  /** Networks without filters to compare with, chosen like a strategy. */
  readonly baselines?: Readonly<Record<string, Baseline<Axis, Options>>>;
  readonly symmetries?: Symmetries;
  /** How inputs are drawn, for `visualize`. */
  readonly show?: InputLook;
  /** For domains whose answers are places: the class once the input is moved along an axis. */
  readonly classWhenMoved?: ClassWhenMoved;
  readonly training: TrainingConfig & {
    /** Share of the training examples set aside where the data has no validation split. */
    readonly validation: number;
  };
  /**
   * What `compare` trains with unless a call says otherwise: smaller than `train` does, because every
   * strategy is trained with several seeds.
   */
  readonly comparison?: {
    readonly epochs?: number;
    readonly trainExamples?: number;
    readonly options?: Readonly<Partial<OptionValues<Options>>>;
  };
  /** What result is expected, shown beside the measured one. */
  readonly expects: string;
}

/** A network without filters. */
export type Baseline<
  Axis extends string = string,
  Options extends NetworkOptions = NetworkOptions,
> = {
  // Taken from a method, so that an experiment of particular axes and options is an experiment.
  network(context: Omit<NetworkContext<Axis, Options>, 'strategy'>): readonly LayerSpec[];
}['network'];

/** What the trainer is told, and the share of the training examples that is set aside before. */
export function trainingOf({ training }: Pick<Experiment, 'training'>): {
  readonly config: TrainingConfig;
  readonly validation: number;
} {
  const { validation, ...config } = training;
  return { config, validation };
}

/**
 * Declares an experiment; checks at once what can be checked without data.
 *
 * @throws InputError where a name cannot be, a strategy has no blocks or forgets an axis, the training names
 *   a kind that does not exist, or a kind of the experiment has the name of one of ours.
 */
export function defineExperiment<
  Axis extends string,
  const Options extends NetworkOptions = Record<never, never>,
>(experiment: Experiment<Axis, Options>): Experiment<Axis, Options> {
  if (!/^[a-z][a-z0-9-]*$/.test(experiment.name)) {
    throw new InputError(
      'experiment',
      `"${experiment.name}" cannot name an experiment: lower-case letters, digits and hyphens only`,
    );
  }
  const names = Object.keys(experiment.strategies);
  if (names.length === 0) {
    throw new InputError(
      'experiment',
      `${experiment.name} declares no strategy; declare at least one`,
    );
  }
  for (const name of names) {
    checkStrategy(experiment.axes, experiment.strategies[name], `strategy "${name}"`);
    if (experiment.baselines?.[name]) {
      throw new InputError(
        'experiment',
        `${experiment.name}: "${name}" is both a strategy and a baseline`,
      );
    }
  }
  checkKindNames(experiment);
  checkConfig(trainingOf(experiment).config, experiment);
  return experiment;
}
