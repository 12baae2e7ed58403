import { backendChoices } from '@axiswise/backend';
import type { Options } from 'yargs';
import { UsageError } from './outcome.ts';

/** A whole number from `least`; yargs alone would take "abc" for NaN and 1.5 for a count. */
export function wholeNumber(name: string, least: number, describe: string) {
  return {
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (word: string | undefined): number | undefined => {
      if (word === undefined) return undefined;
      const value = Number(word);
      if (!/^-?\d+$/.test(word) || !Number.isSafeInteger(value) || value < least) {
        throw new UsageError(`--${name} takes a whole number from ${least}, but "${word}" came`);
      }
      return value;
    },
  } as const satisfies Options;
}

export function positiveNumber(name: string, describe: string) {
  return {
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (word: string | undefined): number | undefined => {
      if (word === undefined) return undefined;
      const value = Number(word);
      if (!(value > 0 && value < Infinity)) {
        throw new UsageError(`--${name} takes a number above 0, but "${word}" came`);
      }
      return value;
    },
  } as const satisfies Options;
}

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

export const dataOption = {
  type: 'string',
  requiresArg: true,
  describe: 'a data set by name, or a path to your own data',
} as const satisfies Options;

export const dataDirOption = {
  type: 'string',
  requiresArg: true,
  describe: 'where named data sets live [default: $AXISWISE_DATA_DIR, else your cache folder]',
} as const satisfies Options;

export const dataOptionsOption = {
  type: 'string',
  array: true,
  requiresArg: true,
  describe: 'how to read your own data, as key=value (pictures: size=32x32 channels=1)',
  coerce: (words: string[] | undefined): Record<string, string> | undefined =>
    words &&
    Object.fromEntries(
      words.map((word) => {
        const at = word.indexOf('=');
        if (at < 1) throw new UsageError(`--data-options takes key=value, but "${word}" came`);
        return [word.slice(0, at), word.slice(at + 1)];
      }),
    ),
} as const satisfies Options;
