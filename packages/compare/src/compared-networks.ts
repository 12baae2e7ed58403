import {
  type Budget,
  type DataGeometry,
  defaultStrategy,
  type Experiment,
  optionValues,
  sizeAskedFor,
  sizedNetworkOf,
  strategyNames,
  trainingOf,
} from '@axiswise/experiment';
import type { NetworkGeometry } from '@axiswise/geometry';
import { InputError, requireInteger, requirePositiveNumber } from '@axiswise/messages';
import { chosenTraining, type TrainingChoices } from '@axiswise/runner/chosen-training';
import { halvingRungs, type Rung, type SearchSpace } from '@axiswise/tuning';
import type { NetworkShape } from './comparison.ts';
import { spaceOfStrategy, spaceToTune } from './strategy-space.ts';

// What a comparison would train, as far as it follows from the call and the declaration: no engine is loaded.

/** What of a call of `compare` decides which networks it trains. */
export interface NetworksCall extends TrainingChoices {
  /** By default all that the experiment declares: strategies and baselines. */
  readonly strategies?: readonly string[] | undefined;
  readonly options?: Readonly<Record<string, number | string>> | undefined;
  readonly budget?: Budget | undefined;
  /** Multiples of the budget at which everything is repeated; by default 1, the budget itself. */
  readonly scales?: readonly number[] | undefined;
  /** How many configurations every strategy tries before its seeds; 8 by default, 0 for none. */
  readonly tune?: number | undefined;
}

/** The networks of a comparison, and how they would be tuned. */
export interface ComparedNetworks {
  readonly budget: Budget;
  /** The strategy whose size the others are brought to; null for `none`. */
  readonly reference: string | null;
  /** Ascending. */
  readonly scales: readonly {
    readonly scale: number;
    /** Null for `none`. */
    readonly size: number | null;
    readonly strategies: readonly ComparedNetwork[];
  }[];
  /** Null where strategies are not tuned. */
  readonly tuning: {
    readonly configurations: number;
    /** The metric on the validation examples that chooses, of the best epoch. */
    readonly metric: string;
    readonly space: SearchSpace;
    /** How many of them are trained to how many epochs. */
    readonly rungs: readonly Rung[];
  } | null;
}

/** The network of one strategy at one size. */
export interface ComparedNetwork {
  readonly name: string;
  readonly network: NetworkGeometry;
  readonly widthMultiplier: number;
  /** Its size divided by the size asked for; null for `none`. */
  readonly sizeRatio: number | null;
  /** Absent where every layer was scaled alike. */
  readonly shape?: NetworkShape | undefined;
  /** What of the space changes its network or its training; empty where nothing is tuned. */
  readonly tunes: readonly string[];
}

/** Equal sizes, unless a call wants otherwise: else size would be compared, not geometry. */
const defaultBudget: Budget = 'parameters';
/**
 * Of a hundredfold range of learning rates, one of eight lies within a factor of 1.8 of any rate. By
 * successive halving they cost three and a half to five full trainings a strategy: no more than its five
 * seeds.
 */
const defaultTune = 8;

/**
 * Derives the networks that a comparison trains, for data of a shape.
 *
 * @throws InputError where something of the call does not fit.
 */
export function comparedNetworks(
  experiment: Experiment,
  call: NetworksCall,
  example: DataGeometry,
): ComparedNetworks {
  const options = withDeclared(experiment, call);
  const budget = budgetOf(options);
  const scales = scalesOf(options);
  const networkOptions = optionValues(experiment.options, options.options);
  const training = chosenTraining(trainingOf(experiment).config, options, experiment);
  const tunable = { experiment, example, options, networkOptions, training, budget };
  const configurations = configurationsOf(options);
  const space =
    configurations === 0 ? {} : spaceToTune({ ...tunable, callOptions: call.options ?? {} });
  return {
    budget,
    reference: budget === 'none' ? null : defaultStrategy(experiment),
    scales: scales.map((scale) => ({
      scale,
      size: sizeAskedFor(experiment, example, networkOptions, { budget, scale })?.size ?? null,
      strategies: namesOf(experiment, options).map((name): ComparedNetwork => {
        const size = { budget, scale };
        const sized = sizedNetworkOf(experiment, name, example, networkOptions, size);
        return {
          name,
          network: sized.network,
          widthMultiplier: sized.multiplier,
          sizeRatio: budget === 'none' ? null : sized.ratio,
          ...(sized.shape && { shape: sized.shape }),
          tunes: Object.keys(spaceOfStrategy({ ...tunable, scale }, name, space)),
        };
      }),
    })),
    tuning:
      configurations === 0
        ? null
        : {
            configurations,
            metric: training.bestBy ?? 'loss',
            space,
            rungs: halvingRungs({ trials: configurations, epochs: training.epochs }),
          },
  };
}

/**
 * The call with its gaps filled by what the experiment declares for comparisons. How long and on how many
 * examples is declared for the data set that it declares first, as it is, and says nothing of other data.
 */
export function withDeclared<
  Call extends NetworksCall & {
    readonly sizes?: readonly (number | 'all')[] | undefined;
    readonly data?: string | undefined;
    readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  },
>({ comparison, sources: [first] }: Experiment, call: Call): Call {
  if (!comparison) return call;
  const withOptions = {
    ...call,
    options: { ...comparison.options, ...call.options } as Call['options'],
  };
  const { data = first?.name, dataOptions } = call;
  if (data !== first?.name || dataOptions !== undefined) return withOptions;
  const { epochs, batchSize, trainExamples } = comparison;
  return {
    ...withOptions,
    epochs: call.epochs ?? epochs,
    batchSize: call.batchSize ?? batchSize,
    sizes: call.sizes ?? (trainExamples === undefined ? undefined : [trainExamples]),
  };
}

/**
 * The strategies and baselines that are compared.
 *
 * @throws InputError where one is named twice.
 */
export function namesOf(
  experiment: Experiment,
  { strategies }: Pick<NetworksCall, 'strategies'>,
): readonly string[] {
  const names = strategies ?? strategyNames(experiment);
  if (new Set(names).size === names.length) return names;
  throw new InputError(
    'experiment',
    `a strategy is named twice in ${names.join(', ')}; name each once`,
  );
}

/** The budget of a call, or the default. */
export const budgetOf = ({ budget = defaultBudget }: Pick<NetworksCall, 'budget'>): Budget =>
  budget;

/** @throws InputError where it is not 0 or a positive integer. */
export const configurationsOf = ({ tune = defaultTune }: Pick<NetworksCall, 'tune'>): number =>
  requireInteger('experiment', 'tune', tune, { from: 0 });

/**
 * The multiples of the budget, ascending.
 *
 * @throws InputError where there is no budget, or a multiple is not above 0 or named twice.
 */
export function scalesOf(call: Pick<NetworksCall, 'budget' | 'scales'>): readonly number[] {
  const { scales } = call;
  if (scales === undefined) return [1];
  if (scales.length === 0) {
    throw new InputError('experiment', 'scales must name at least one multiple of the budget');
  }
  for (const scale of scales) requirePositiveNumber('experiment', 'scales', scale);
  const twice = scales.find((scale, i) => scales.indexOf(scale) !== i);
  if (twice !== undefined) {
    throw new InputError('experiment', `scales names ${twice} twice; name each once`);
  }
  if (budgetOf(call) === 'none') {
    throw new InputError(
      'experiment',
      'scales are multiples of a budget, but the budget is none; choose parameters or macs',
    );
  }
  return [...scales].sort((a, b) => a - b);
}

/** The multiple whose results are those of the comparison: the budget itself, else the largest one. */
export const mainScale = (scales: readonly number[]): number =>
  scales.includes(1) ? 1 : Math.max(...scales);
