import { backendChoices } from '@axiswise/backend/choices';
import type { Budget } from '@axiswise/experiment';
import {
  InputError,
  requireInteger,
  requireNonNegativeNumber,
  requirePositiveNumber,
} from '@axiswise/messages';
import type { ClassWeights } from '@axiswise/training/kinds';
import type { Options } from 'yargs';

/** A number that the option checks itself: yargs alone reads "abc" as NaN and takes 1.5 for a count. */
const numberOption = (
  name: string,
  describe: string,
  require: (option: string, value: number | string) => number,
) =>
  ({
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (word: string | undefined): number | undefined =>
      word === undefined ? undefined : require(`--${name}`, numberOrWord(word)),
  }) as const satisfies Options;

/** The number that a word writes in decimals, else the word, which the message then quotes. */
const numberOrWord = (word: string): number | string =>
  /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word) ? Number(word) : word;

/** An option that takes an integer of at least `from`. */
export const integer = (name: string, from: number, describe: string) =>
  numberOption(name, describe, (option, value) => requireInteger('usage', option, value, { from }));

/** An option that takes a number of at least 0. */
export const nonNegativeNumber = (name: string, describe: string) =>
  numberOption(name, describe, (option, value) => requireNonNegativeNumber('usage', option, value));

/** An option that takes a number above 0. */
export const positiveNumber = (name: string, describe: string) =>
  numberOption(name, describe, (option, value) => requirePositiveNumber('usage', option, value));

/** The name that an option had in an earlier release: it still works, and help does not show it. */
export const formerName = <Option extends Options>(option: Option) =>
  ({ ...option, hidden: true }) as const;

// What several commands share is described once.

/** The experiment of commands that take one. */
export const experimentPositional = {
  type: 'string',
  demandOption: true,
  describe: 'name of the experiment',
} as const;

/** The experiments of commands that take several. */
export const experimentsPositional = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'name of the experiment; several names; or all',
} as const;

export const strategyOption = {
  type: 'string',
  requiresArg: true,
  describe: 'filter strategy by name [default: the first that is declared]',
} as const satisfies Options;

export const backendOption = {
  type: 'string',
  choices: backendChoices,
  // A string instead of a list, so that help shows where the default comes from.
  default: process.env['AXISWISE_BACKEND'] ?? 'auto',
  defaultDescription: '$AXISWISE_BACKEND, else auto',
  requiresArg: true,
  describe: 'engine; auto takes native TensorFlow where it is installed, else wasm',
} as const satisfies Options;

export const threadsOption = integer(
  'threads',
  1,
  'number of threads of native TensorFlow [default: all cores; 1 with several workers]',
);

export const workersOption = (describe: string, byDefault: string) =>
  integer('workers', 1, `number of threads ${describe} [default: ${byDefault}]`);

export const budgetOption = (byDefault: string) =>
  ({
    type: 'string',
    choices: ['parameters', 'macs', 'none'] satisfies Budget[],
    requiresArg: true,
    describe:
      'scale the widths of layers until the network has as many parameters (or multiply-accumulates) ' +
      `as that of the first strategy [default: ${byDefault}]`,
  }) as const satisfies Options;

export const strategiesOption = {
  type: 'string',
  requiresArg: true,
  describe: 'strategies to compare, as a,b,c [default: all that are declared]',
  coerce: (word: string | undefined) => word?.split(','),
} as const satisfies Options;

export const tuneOption = integer(
  'tune',
  0,
  'number of configurations (learning rate, weight decay, …) that every strategy tries on ' +
    'validation examples before its seeds; 0: none, all are trained as declared [default: 8]',
);

export const scalesOption = {
  type: 'string',
  requiresArg: true,
  describe: 'multiples of the budget at which everything is repeated, as 0.25,1,4 [default: 1]',
  coerce: (word: string | undefined) =>
    word?.split(',').map((each) => requirePositiveNumber('usage', '--scales', numberOrWord(each))),
} as const satisfies Options;

const dataOption = {
  type: 'string',
  requiresArg: true,
  describe: 'data set by name, or path to your own data [default: the first that is declared]',
} as const satisfies Options;

export const dataDirOption = {
  type: 'string',
  requiresArg: true,
  describe: 'folder of the named data sets [default: $AXISWISE_DATA_DIR, else your cache folder]',
} as const satisfies Options;

const dataOptionsOption = {
  type: 'string',
  array: true,
  requiresArg: true,
  describe: 'how to read your own data, as key=value (pictures: size=32x32 channels=1)',
  coerce: (words: string[] | undefined) => words && keyValues('data-options', words),
} as const satisfies Options;

/** The options of commands that read data, by name or at a path. */
export const ownDataOptions = {
  data: dataOption,
  'data-format': {
    type: 'string',
    requiresArg: true,
    describe: 'format of data at a path, by name [default: told from the path]',
  },
  'data-options': dataOptionsOption,
  'data-dir': dataDirOption,
} as const satisfies Record<string, Options>;

function keyValues(option: string, words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) {
        throw new InputError('usage', `--${option} must be key=value, got '${word}'`);
      }
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

/** An option that takes the settings of a kind: `momentum=0.9`, or a list `milestones=0.5,0.75`. */
export const settingsOption = (option: string, describe: string) =>
  ({
    type: 'string',
    array: true,
    requiresArg: true,
    describe,
    coerce: (words: string[] | undefined): Record<string, number | number[]> | undefined =>
      words &&
      Object.fromEntries(
        Object.entries(keyValues(option, words)).map(([name, value]) => {
          const numbers = value.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
          if (numbers.some(Number.isNaN)) {
            throw new InputError(
              'usage',
              `--${option} must be numbers, as ${name}=0.5 or ${name}=0.5,0.75, got '${value}'`,
            );
          }
          return [name, numbers.length === 1 ? numbers[0] : numbers];
        }),
      ),
  }) as const satisfies Options;

/** How much each class counts in the loss: `balanced`, or `a=2,b=0.5`. */
export const classWeightsOption = {
  type: 'string',
  requiresArg: true,
  describe:
    'how much each class counts in the loss: balanced (rare classes as much as frequent ones), or ' +
    'class=weight,… (others 1) [default: as declared, else alike]',
  coerce: (word: string | undefined): ClassWeights | undefined => {
    if (word === undefined || word === 'balanced') return word;
    return Object.fromEntries(
      word.split(',').map((part) => {
        // A class may have the sign in its name.
        const at = part.lastIndexOf('=');
        const weight = numberOrWord(part.slice(at + 1));
        if (at > 0 && typeof weight === 'number' && weight > 0) return [part.slice(0, at), weight];
        throw new InputError(
          'usage',
          `--class-weights must be balanced or class=weight with weights above 0, as a=2,b=0.5, got '${word}'`,
        );
      }),
    );
  },
} as const satisfies Options;
