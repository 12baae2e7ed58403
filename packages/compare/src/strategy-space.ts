import {
  type DataGeometry,
  defaultStrategy,
  type Experiment,
  networkOf,
  type NetworkSize,
  type OptionValues,
  searchSpaceOf,
  sizedNetworkOf,
} from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';
import type { TrainingConfig } from '@axiswise/training/kinds';
import type { SearchSpace } from '@axiswise/tuning';

/** What decides the search space of a comparison. */
export interface Tunable extends NetworkSize {
  readonly experiment: Experiment;
  readonly example: DataGeometry;
  /** The call: what it chooses itself is not tuned. */
  readonly options: {
    readonly learningRate?: number | undefined;
    readonly batchSize?: number | undefined;
    readonly optimizerOptions?: Readonly<Record<string, unknown>> | undefined;
  };
  /** The network's options that the call itself chooses. */
  readonly callOptions: Readonly<Record<string, unknown>>;
  readonly networkOptions: OptionValues;
  readonly training: TrainingConfig;
}

/**
 * What a comparison tunes.
 *
 * @throws InputError where nothing is left to tune, or the tuning would undo the budget.
 */
export function spaceToTune(tunable: Tunable): SearchSpace {
  const { experiment, training } = tunable;
  const space = searchSpaceOf(experiment, training, (name) => isChosenByCall(tunable, name));
  if (Object.keys(space).length === 0) {
    throw new InputError(
      'experiment',
      `the call chooses all that ${experiment.name} would tune; leave out some of it, ` +
        'or compare untuned, with 0 configurations',
    );
  }
  checkBudget(tunable, space);
  return space;
}

function isChosenByCall({ options, callOptions }: Tunable, name: string): boolean {
  if (name === 'learningRate' || name === 'batchSize') return options[name] !== undefined;
  return options.optimizerOptions?.[name] !== undefined || callOptions[name] !== undefined;
}

/** What of a space changes the training or the network of a strategy: a linear one has no dropout. */
export function spaceOfStrategy(
  { experiment, example, networkOptions, budget, scale }: Omit<Tunable, 'options' | 'callOptions'>,
  strategy: string,
  space: SearchSpace,
): SearchSpace {
  const networkWith = (name: string, value: number | string): string => {
    const options = { ...networkOptions, [name]: value };
    const { network } = sizedNetworkOf(experiment, strategy, example, options, { budget, scale });
    // Each spec holds what its layer is built with.
    return JSON.stringify(
      network.layers.map(({ kind, outputShape, spec }) => [kind.name, outputShape, spec]),
    );
  };
  return Object.fromEntries(
    Object.entries(space).filter(([name, parameter]) => {
      if (!Object.hasOwn(networkOptions, name)) return true;
      const values = 'choices' in parameter ? parameter.choices : [parameter.from, parameter.to];
      const networks = new Set(values.map((value) => networkWith(name, value)));
      return networks.size > 1 || values.length === 1;
    }),
  );
}

/** @throws InputError where an option that is tuned changes the size that all strategies should have. */
function checkBudget(
  { experiment, example, networkOptions, budget }: Tunable,
  space: SearchSpace,
): void {
  if (budget === 'none') return;
  for (const [name, parameter] of Object.entries(space)) {
    if (!Object.hasOwn(networkOptions, name)) continue;
    const values = 'choices' in parameter ? parameter.choices : [parameter.from, parameter.to];
    const sizes = values.map((value) => {
      const options = { ...networkOptions, [name]: value };
      return networkOf(experiment, defaultStrategy(experiment), example, options).totals[budget];
    });
    if (new Set(sizes).size > 1) {
      throw new InputError(
        'experiment',
        `the tuning of ${experiment.name} names ${name}, which changes the ${budget} that all ` +
          `strategies should have as many of; leave it out, or compare with the budget none`,
      );
    }
  }
}
