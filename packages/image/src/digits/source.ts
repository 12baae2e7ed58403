import { createHash } from 'node:crypto';
import { arraySplit, checkOptionNames, type LoadContext, type Source } from '@axiswise/data';
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
    onProgress?.(`drawing ${plural(sizes.train + sizes.test, 'digit')}`);
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
  checkOptionNames('digits', options, {
    train: String(defaultSizes.train),
    test: String(defaultSizes.test),
  });
  const sizeOf = (split: 'train' | 'test'): number =>
    parseInteger('data', split, options[split], { from: CLASSES.length, to: maxSize }) ??
    defaultSizes[split];
  return { train: sizeOf('train'), test: sizeOf('test') };
}
