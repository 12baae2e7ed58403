import { createHash, type Hash } from 'node:crypto';
import {
  arraySplit,
  checkOptionNames,
  type LoadContext,
  type Preparation,
  prepareOnce,
  type Source,
} from '@axiswise/data';
import { parseInteger, plural } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { drawDigit } from './draw-digit.ts';
import { SIDE } from './ink.ts';

/** Seeds the pictures. It does not depend on the run's seed, so every run has the same digits. */
const SEED = 1;

/** The default numbers of examples. */
const defaultSizes = { train: 8000, test: 2000 } as const;

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** The largest size: 784 MB per split. */
const maxSize = 1_000_000;

/**
 * Generated handwritten-like digits, 28 × 28 grey, white on black like MNIST: the images experiment
 * without a download.
 *
 * The digits are the same for every run, since the source has its own seed. The options `train` and
 * `test` are the numbers of examples, by default 8,000 and 2,000. A smaller split is the beginning
 * of a larger one. Labels cycle (0, 1, … 9, 0, …), so all classes are equally frequent.
 *
 * `benchmarks/digits-difficulty.ts` measures how far a linear classifier stays below the two-block
 * network.
 *
 * @throws InputError on unknown options and on sizes that are not integers from 10 to 1,000,000.
 */
export const digits: Source = {
  name: 'digits',
  description: 'generated handwritten-like digits, 28×28 grey (embedded, no download)',
  records: defaultSizes,
  load: async ({ options = {}, onProgress }) => {
    const sizes = readSizes(options);
    const { facts, numbers } = await prepareOnce({
      name: 'digits',
      code: import.meta.url,
      decidedBy: () => sizes,
      onProgress,
      prepare: (into) => {
        onProgress?.(`drawing ${plural(sizes.train + sizes.test, 'digit')}`);
        const hash = createHash('sha256');
        for (const part of parts) drawSplit(part, sizes[part], into, hash);
        return { sha256: hash.digest('hex') };
      },
    });
    const shape = [SIDE, SIDE, 1];
    const split = (part: Part) =>
      arraySplit({
        inputs: numbers(part),
        labels: labelsOf(sizes[part]),
        shape,
        classes: CLASSES.length,
        name: `digits (${part})`,
      });
    return {
      name: 'digits',
      axes: ['height', 'width'],
      shape,
      classes: CLASSES,
      splits: { train: split('train'), test: split('test') },
      sha256: facts.sha256,
    };
  },
};

const parts = ['train', 'test'] as const;
type Part = (typeof parts)[number];

const labelsOf = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => i % CLASSES.length);

function drawSplit(part: Part, count: number, into: Preparation, hash: Hash): void {
  const random = new Random(SEED, 'digits', part);
  const inputs = into.reserve(part, 'uint8', count * SIDE * SIDE);
  hash.update(`${count}\n`);
  for (let i = 0; i < count; i++) {
    const drawn = drawDigit(i % CLASSES.length, random);
    inputs.set(drawn, i * SIDE * SIDE);
    hash.update(drawn);
  }
  hash.update(Uint8Array.from(labelsOf(count)));
}

function readSizes(options: NonNullable<LoadContext['options']>): { train: number; test: number } {
  checkOptionNames('digits', options, {
    train: String(defaultSizes.train),
    test: String(defaultSizes.test),
  });
  const sizeOf = (split: 'train' | 'test'): number =>
    parseInteger('data', split, options[split], { from: CLASSES.length, to: maxSize }) ??
    defaultSizes[split];
  return { train: sizeOf('train'), test: sizeOf('test') };
}
