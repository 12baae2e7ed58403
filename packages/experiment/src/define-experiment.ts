import type { DataFormat, DecodeContext, Source, TargetForm } from '@axiswise/data';
import type { Drawing, Overlay } from '@axiswise/drawing';
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
import { isExperimentName } from './experiment-name.ts';
import { withLinearBaseline } from './linear-baseline.ts';
import type { SearchSpace } from '@axiswise/tuning';
import type { NetworkOptions, OptionValues } from './network-options.ts';
import { checkTuning } from './tuning.ts';

/** What a network is built for: a strategy, the input, what it predicts, and options. */
export interface NetworkContext<
  Axis extends string = string,
  Options extends NetworkOptions = NetworkOptions,
> {
  readonly strategy: Strategy<Axis>;
  readonly input: InputGeometry<Axis>;
  /** Their number; 0 where the data has no classes. */
  readonly classes: number;
  /**
   * The layers that the task of the data ends a network with: of a classification, `dense(classes, {
   * activation: 'softmax' })`. A network that ends with them serves data of every task.
   */
  readonly head: readonly LayerSpec[];
  /**
   * The axes each of whose positions has a label, which the network has to keep as long as they are; none where
   * a label is of the whole example. The head then takes maps and not units: leave `flatten()` out.
   */
  readonly targetAxes: readonly Axis[];
  /** The values of {@link Experiment.options}: those of the call, else the defaults. */
  readonly options: OptionValues<Options>;
  /** The width of the word vectors that come with the data, if they do. */
  readonly vectorsWidth?: number;
}

/** The properties of the data that decide the network. */
export interface DataGeometry {
  readonly shape: readonly number[];
  readonly classes: number;
  /** What is predicted, where that is not one class of each example. */
  readonly targets?: TargetForm | undefined;
  readonly vocabularySize?: number | undefined;
  readonly vectorsWidth?: number | undefined;
}

/**
 * Exact symmetries of a domain: a transformed example has the same label, up to the names of the labels.
 * Predictions averaged over all of them are more accurate than one (AlphaGo averages over eight).
 */
export interface Symmetries {
  /** The number of symmetries; number 0 is the identity. */
  readonly count: number;
  /** Writes an example, transformed by a symmetry, to `out`. */
  transform(input: Float32Array, symmetry: number, out: Float32Array): void;
  /** The class that a class becomes under a symmetry. */
  classUnder(label: number, symmetry: number): number;
}

/** The class of an example that is shifted along an axis; undefined where its label is shifted out. */
export type ClassWhenMoved = (label: number, axis: string, shift: number) => number | undefined;

/** What is known of an input that is drawn. */
export interface DrawContext extends DecodeContext {
  /** How much each position matters, from 0 to 1: `[...lengths]`. */
  readonly highlight?: Float32Array | undefined;
  /** A colour for each position, such as that of its class: `[...lengths]`. */
  readonly overlay?: Overlay | undefined;
  /**
   * Where inputs are tokens and this one was found as vectors: the next nearest tokens of each position,
   * each array as long as the input.
   */
  readonly alternatives?: readonly Float32Array[] | undefined;
}

/** How inputs are shown to people; what is absent follows from the data and the names of the axes. */
export interface InputLook {
  /** The range of the values of inputs, and the value of a blank position. */
  readonly values?: { readonly from: number; readonly to: number; readonly blank: number };
  /** The word of every token, where inputs are tokens; from the data's {@link Dataset.encoding}. */
  readonly tokens?: (encoding: unknown) => readonly string[];
  /** Draws one input, as many numbers as the shape says, as is usual in the domain. */
  readonly draw?: (input: Float32Array, as: DrawContext) => Drawing;
}

/** An experiment, read top to bottom: citations, axes, data, strategies, network, training, expected result. */
export interface Experiment<
  Axis extends string = string,
  Options extends NetworkOptions = NetworkOptions,
> extends TrainingKinds {
  /** As on the command line; the name of its folder. */
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  /** The works that it follows, and where it deviates from them. */
  readonly cites: readonly string[];
  readonly deviations: readonly string[];
  readonly axes: Axes<Axis>;
  /** The axes that the data has, where its inputs are tokens and an embedding adds the others. */
  readonly dataAxes?: readonly Axis[];
  /** The geometry of the default source, for when no data is loaded. */
  readonly example: DataGeometry;
  /** Named data; the first is the default and needs no download. */
  readonly sources: readonly [Source, ...Source[]];
  /** Formats of the user's own data at a path, by name. */
  readonly dataFormats?: Readonly<Record<string, DataFormat>>;
  /** Strategies of filters, block by block, by name; the first is the default. */
  readonly strategies: Readonly<Record<string, Strategy<Axis>>>;
  /** The properties of the network that a call may choose, by name. */
  readonly options?: Options;
  network(context: NetworkContext<Axis, Options>): readonly LayerSpec[];
  /** Networks without filters to compare with, chosen like a strategy. */
  readonly baselines?: Readonly<Record<string, Baseline<Axis, Options>>>;
  /**
   * The baseline that is a linear classifier; a strategy below it has not learned what it could. By default
   * `linear`, which is added where the experiment does not declare it: softmax regression.
   */
  readonly linearBaseline?: string;
  readonly symmetries?: Symmetries;
  /** How inputs are drawn, for `visualize`. */
  readonly show?: InputLook;
  /** For domains whose labels are positions: the class after a shift of the input. */
  readonly classWhenMoved?: ClassWhenMoved;
  readonly training: TrainingConfig & {
    /** Share of the training examples set aside where the data has no validation split. */
    readonly validation: number;
  };
  /**
   * What `compare` tunes for every strategy and baseline, and where: `learningRate`, `batchSize`, a setting
   * of the declared optimizer (`weightDecay`), or one of {@link options}. Without an entry, the learning rate
   * is tuned from a tenth to ten times the declared one, and weight decay where the optimizer has it. The
   * number of epochs is not a part of it: the weights of the best epoch are kept.
   */
  readonly tuning?: SearchSpace;
  /**
   * The defaults of `compare`: every strategy is tuned and trained with several seeds, which is to be done
   * within minutes for the first of {@link sources}. Fewer examples in more epochs and smaller batches cost
   * as much, and let every strategy learn what it can. Other data are compared as they are trained, all
   * but {@link options}.
   */
  readonly comparison?: {
    readonly epochs?: number;
    readonly batchSize?: number;
    readonly trainExamples?: number;
    /** For data of any source. */
    readonly options?: Readonly<Partial<OptionValues<Options>>>;
  };
  /** The expected result, shown beside the measured one. */
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

/** Returns the configuration of the trainer, and the share of the training examples used for validation. */
export function trainingOf({ training }: Pick<Experiment, 'training'>): {
  readonly config: TrainingConfig;
  readonly validation: number;
} {
  const { validation, ...config } = training;
  return { config, validation };
}

/**
 * Declares an experiment, and checks what can be checked without data. An experiment without a linear
 * baseline gets one.
 *
 * @throws InputError where the name is not allowed, there is no strategy, a strategy has no blocks or leaves out an
 *   axis, a baseline has the name of a strategy, the linear baseline is none of the baselines, the training names an unknown kind, a kind of the experiment has
 *   the name of one of ours, or the tuning names what cannot be tuned or a range that cannot be.
 */
export function defineExperiment<
  Axis extends string,
  const Options extends NetworkOptions = Record<never, never>,
>(experiment: Experiment<Axis, Options>): Experiment<Axis, Options> {
  if (!isExperimentName(experiment.name)) {
    throw new InputError(
      'experiment',
      `"${experiment.name}" cannot name an experiment; take lower-case letters, digits and hyphens, and not "all"`,
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
  checkTuning(experiment);
  return withLinearBaseline(experiment);
}
