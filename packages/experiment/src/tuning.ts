import {
  InputError,
  nearest,
  requirePositiveInteger,
  requirePositiveNumber,
} from '@axiswise/messages';
import {
  checkConfig,
  kindNamed,
  type TrainingConfig,
  type TrainingKinds,
} from '@axiswise/training/kinds';
import {
  checkSearchSpace,
  type Configuration,
  type SearchParameter,
  type SearchSpace,
} from '@axiswise/tuning';
import { type NetworkOptions, optionValues } from './network-options.ts';

/** What of an experiment says how it is tuned. */
interface Tunable extends TrainingKinds {
  readonly name: string;
  readonly options?: NetworkOptions;
  readonly training: TrainingConfig;
  readonly tuning?: SearchSpace;
}

/** A configuration, as choices of a training and values of the network's options. */
export interface ChosenByTuning {
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly optimizerOptions?: Readonly<Record<string, number>>;
  readonly options?: Configuration;
}

/** Without a declaration, learning rates are tried from the declared one divided by this to as often it. */
const learningRateFactor = 10;

/**
 * The search space of an experiment: what it declares, and defaults for what it does not.
 *
 * @param training as a call has chosen it. With another optimizer than the declared one, what is declared of
 *   the optimizer says nothing, and the defaults hold.
 * @param isChosen whether a call has chosen a value: it is not tuned then.
 */
export function searchSpaceOf(
  experiment: Tunable,
  training: TrainingConfig = experiment.training,
  isChosen: (name: string) => boolean = () => false,
): SearchSpace {
  const { optimizer } = training;
  const { settings } = kindNamed('optimizers', optimizer.kind, experiment);
  const isDeclaredOptimizer = optimizer.kind === experiment.training.optimizer.kind;
  const { learningRate } = optimizer;
  const defaults: Record<string, SearchParameter> = {
    learningRate: {
      from: learningRate / learningRateFactor,
      to: learningRate * learningRateFactor,
      scale: 'log',
    },
  };
  for (const [name, { search }] of Object.entries(settings)) {
    if (search) defaults[name] = search;
  }
  const { options = {} } = experiment;
  const declared = Object.entries(experiment.tuning ?? {}).filter(
    ([name]) => isDeclaredOptimizer || name === 'batchSize' || Object.hasOwn(options, name),
  );
  const space = { ...defaults, ...Object.fromEntries(declared) };
  return Object.fromEntries(
    Object.entries(space)
      .filter(([name]) => !isChosen(name))
      .map(([name, parameter]) => [name, inIntegers(name, parameter, options)]),
  );
}

/** Batch sizes are integers, and so are options unless they say otherwise. */
function inIntegers(
  name: string,
  parameter: SearchParameter,
  options: NetworkOptions,
): SearchParameter {
  if ('choices' in parameter) return parameter;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  const isInteger = option
    ? !('choices' in option) && option.integer !== false
    : name === 'batchSize';
  return isInteger ? { ...parameter, integer: true } : parameter;
}

/** Sorts the values of a configuration by what they are values of. */
export function chosenByTuning(
  { options: declared = {} }: Pick<Tunable, 'options'>,
  configuration: Configuration,
): ChosenByTuning {
  const options: Record<string, number | string> = {};
  const optimizerOptions: Record<string, number> = {};
  const others: { learningRate?: number; batchSize?: number } = {};
  for (const [name, value] of Object.entries(configuration)) {
    if (Object.hasOwn(declared, name)) options[name] = value;
    else if (name === 'learningRate' || name === 'batchSize') others[name] = Number(value);
    else optimizerOptions[name] = Number(value);
  }
  return { ...others, optimizerOptions, options };
}

/**
 * Checks what an experiment declares of its tuning, as far as it can be without data.
 *
 * @throws InputError for a name that is neither a setting of the training nor an option of the network, a
 *   range that cannot be, and ends or choices that the training or the network would refuse.
 */
export function checkTuning(experiment: Tunable): void {
  const { name: of, options = {}, training, tuning } = experiment;
  if (tuning === undefined) return;
  const where = `the tuning of ${of}`;
  const { settings } = kindNamed('optimizers', training.optimizer.kind, experiment);
  const names = [
    ...new Set(['learningRate', 'batchSize', ...Object.keys(settings), ...Object.keys(options)]),
  ];
  for (const name of Object.keys(tuning)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new InputError(
      'experiment',
      name === 'epochs' || name === 'patience'
        ? `${where} names ${name}, but the number of epochs is not drawn: the best epoch is kept; ` +
            `declare the largest number in training.epochs`
        : `${where} names "${name}", which is neither a setting of the training nor an option of the ` +
            `network${near ? `; did you mean "${near}"?` : ''} (${names.join(', ')})`,
    );
  }
  const space = searchSpaceOf(experiment);
  checkSearchSpace(space, where);
  for (const [name, parameter] of Object.entries(space)) {
    for (const value of valuesToCheck(parameter)) {
      try {
        checkValue(experiment, name, value);
      } catch (cause) {
        const { message } = cause as Error;
        throw new InputError('experiment', `${where}: ${message}`, { cause });
      }
    }
  }
}

const valuesToCheck = (parameter: SearchParameter): readonly (number | string)[] =>
  'choices' in parameter ? parameter.choices : [parameter.from, parameter.to];

function checkValue(experiment: Tunable, name: string, value: number | string): void {
  const { options = {}, training } = experiment;
  if (Object.hasOwn(options, name)) optionValues(options, { [name]: value });
  else if (name === 'batchSize') requirePositiveInteger('experiment', name, value);
  else if (name === 'learningRate') requirePositiveNumber('experiment', name, value);
  else {
    const { validation: _, ...config } = training as TrainingConfig & { validation?: number };
    checkConfig({ ...config, optimizer: { ...training.optimizer, [name]: value } }, experiment);
  }
}
