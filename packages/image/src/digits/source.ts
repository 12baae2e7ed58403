import { createHash } from 'node:crypto';
import { arraySplit, checkOptionNames, type LoadContext, type Source } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { drawDigit } from './draw-digit.ts';
import { SIDE } from './ink.ts';

/** Seeds the pictures, not the run: every run sees the same digits. */
const SEED = 1;

/** Examples drawn when nothing else is asked for. */
const SIZES = { train: 8000, test: 2000 } as const;

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** 784 MB a split. */
const MOST = 1_000_000;

/**
 * Generated handwritten-like digits, 28 × 28 grey, white on black as MNIST: the images experiment
 * without a download.
 *
 * Equal for every run (the seed of the pictures is the source's own). The options `train` and
 * `test` say how many examples to draw, by default 8,000 and 2,000; a smaller split is the
 * beginning of a larger one. Labels go round (0, 1, … 9, 0, …), so every class is equally common.
 *
 * How far a linear classifier stays below the two-block network: `benchmarks/digits-difficulty.ts`.
 *
 * Errors: InputError on unknown options and on sizes that are no whole number from 10 to 1,000,000.
 */
export const digits: Source = {
  name: 'digits',
  description: 'generated handwritten-like digits, 28×28 grey (embedded, no download)',
  records: SIZES,
  load: async ({ options = {}, onProgress }) => {
    const sizes = readSizes(options);
    onProgress?.(`drawing ${(sizes.train + sizes.test).toLocaleString('en-US')} digits`);
    const train = drawSplit('train', sizes.train);
    const test = drawSplit('test', sizes.test);
    const hash = createHash('sha256');
    for (const { inputs, labels } of [train, test]) {
      hash.update(`${labels.length}\n`).update(inputs).update(Uint8Array.from(labels));
    }
    const shape = [SIDE, SIDE, 1];
    const split = (drawn: Drawn, name: string) =>
      arraySplit({ ...drawn, shape, classes: CLASSES.length, name: `digits (${name})` });
    return {
      name: 'digits',
      axes: ['height', 'width'],
      shape,
      classes: CLASSES,
      splits: { train: split(train, 'train'), test: split(test, 'test') },
      sha256: hash.digest('hex'),
    };
  },
};

interface Drawn {
  readonly inputs: Uint8Array;
  readonly labels: Int32Array;
}

function drawSplit(name: string, count: number): Drawn {
  const random = new Random(SEED, 'digits', name);
  const labels = Int32Array.from({ length: count }, (_, i) => i % CLASSES.length);
  const inputs = new Uint8Array(count * SIDE * SIDE);
  labels.forEach((label, i) => inputs.set(drawDigit(label, random), i * SIDE * SIDE));
  return { inputs, labels };
}

function readSizes(options: NonNullable<LoadContext['options']>): { train: number; test: number } {
  const sizes: { train: number; test: number } = { ...SIZES };
  checkOptionNames('digits', options, { train: String(SIZES.train), test: String(SIZES.test) });
  for (const key of ['train', 'test'] as const) {
    const value = options[key];
    if (value === undefined) continue;
    const size = /^\d+$/.test(value) ? Number(value) : NaN;
    if (!(size >= CLASSES.length && size <= MOST)) {
      throw new InputError(
        'data',
        `the option ${key} of digits is a whole number of examples from ${CLASSES.length} to ` +
          `${MOST.toLocaleString('en-US')}, but '${value}' came`,
      );
    }
    sizes[key] = size;
  }
  return sizes;
}
