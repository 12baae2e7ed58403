import { backendChoices } from '@axiswise/backend/choices';
import type { Budget } from '@axiswise/experiment';
import type { Options } from 'yargs';
import { InputError } from '@axiswise/messages';

/** A number that the option checks itself: yargs alone would take "abc" for NaN and 1.5 for a count. */
const numberOption = (
  name: string,
  describe: string,
  takes: string,
  accepts: (value: number, word: string) => boolean,
) =>
  ({
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (word: string | undefined): number | undefined => {
      if (word === undefined) return undefined;
      if (!accepts(Number(word), word)) {
        throw new InputError('usage', `--${name} takes ${takes}, but "${word}" came`);
      }
      return Number(word);
    },
  }) as const satisfies Options;

/** A whole number from `least`. */
export const wholeNumber = (name: string, least: number, describe: string) =>
  numberOption(
    name,
    describe,
    `a whole number from ${least}`,
    (value, word) => /^-?\d+$/.test(word) && Number.isSafeInteger(value) && value >= least,
  );

/** A number from 0. */
export const numberFrom = (name: string, describe: string) =>
  numberOption(
    name,
    describe,
    'a number from 0',
    (value, word) => word.trim() !== '' && value >= 0 && value < Infinity,
  );

export const positiveNumber = (name: string, describe: string) =>
  numberOption(name, describe, 'a number above 0', (value) => value > 0 && value < Infinity);

/** Options that several commands share, each described once. */
export const backendOption = {
  type: 'string',
  choices: backendChoices,
  // A string instead of a list, so that help shows where the default comes from.
  default: process.env['AXISWISE_BACKEND'] ?? 'auto',
  defaultDescription: '$AXISWISE_BACKEND, else auto',
  requiresArg: true,
  describe: 'the engine; auto takes native TensorFlow where it is installed, else wasm',
} as const satisfies Options;

export const budgetOption = (byDefault: Budget) =>
  ({
    type: 'string',
    choices: ['parameters', 'macs', 'none'] satisfies Budget[],
    requiresArg: true,
    describe: `multiply widths until the network is as large in it as the first strategy's [default: ${byDefault}]`,
  }) as const satisfies Options;

const dataOption = {
  type: 'string',
  requiresArg: true,
  describe: 'a data set by name, or a path to your own data',
} as const satisfies Options;

export const dataDirOption = {
  type: 'string',
  requiresArg: true,
  describe: 'where named data sets live [default: $AXISWISE_DATA_DIR, else your cache folder]',
} as const satisfies Options;

const dataOptionsOption = {
  type: 'string',
  array: true,
  requiresArg: true,
  describe: 'how to read your own data, as key=value (pictures: size=32x32 channels=1)',
  coerce: (words: string[] | undefined) => words && keyValues('data-options', words),
} as const satisfies Options;

/** Which data a command reads, by name or by a path. */
export const ownDataOptions = {
  data: dataOption,
  'data-format': {
    type: 'string',
    requiresArg: true,
    describe: 'how data at a path is read, by name, where the path does not tell',
  },
  'data-options': dataOptionsOption,
  'data-dir': dataDirOption,
} as const satisfies Record<string, Options>;

function keyValues(option: string, words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw new InputError('usage', `--${option} takes key=value, but "${word}" came`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

/** Settings of a kind: `momentum=0.9`, and lists of numbers `milestones=0.5,0.75`. */
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
              `--${option} takes numbers, as ${name}=0.5 or ${name}=0.5,0.75, but "${value}" came`,
            );
          }
          return [name, numbers.length === 1 ? numbers[0] : numbers];
        }),
      ),
  }) as const satisfies Options;
