import {
  arraySplit,
  checkOptionNames,
  crossValidationFold,
  joinSplits,
  positionSplit,
  type LoadContext,
  type Preparation,
  prepareOnce,
  type Source,
  type TargetForm,
  targetSplit,
} from '@axiswise/data';
import { type Sha256, sha256 } from '@axiswise/digest';
import { parseInteger, plural } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { drawMeasuredDigit, type MeasuredDigit } from './draw-digit.ts';
import { SIDE } from './ink.ts';
import { directionNames, strokeDirections } from './stroke-directions.ts';

/** Seeds the pictures. It does not depend on the run's seed, so every run has the same digits. */
const SEED = 1;

/** The default numbers of examples. */
const defaultSizes = { train: 8000, test: 2000 } as const;

/** For cross-validation, of all pictures, those of both parts. */
const folds = ['1', '2', '3', '4', '5'];

const shape = [SIDE, SIDE, 1];
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
    const sizes = readSizes('digits', options);
    const { facts, numbers } = await prepareOnce({
      name: 'digits',
      code: import.meta.url,
      decidedBy: () => sizes,
      onProgress,
      prepare: (into) => {
        onProgress?.(`drawing ${plural(sizes.train + sizes.test, 'digit')}`);
        const hash = sha256();
        for (const part of parts) drawSplit(part, sizes[part], { into, hash });
        return { sha256: hash.hex() };
      },
    });
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

/** The pictures of {@link digits}, to be told how far their strokes lean to the right, in degrees. */
export const digitSlants = measuredDigits({
  name: 'digit-slants',
  description:
    'the same digits, how far each leans to the right in degrees (embedded, no download)',
  targets: { task: 'regression', shape: [1], names: ['slant'], units: ['°'] },
  measure: ({ slantDegrees }) => [slantDegrees],
});

/** The pictures of {@link digits}, to be told two things: how far they lean, and how thick the pen is. */
export const digitStrokes = measuredDigits({
  name: 'digit-strokes',
  description: 'the same digits, slant in degrees and thickness in pixels (embedded, no download)',
  targets: {
    ...{ task: 'regression', shape: [2] },
    ...{ names: ['slant', 'thickness'], units: ['°', 'px'] },
  },
  measure: ({ slantDegrees, thicknessPixels }) => [slantDegrees, thicknessPixels],
});

/**
 * The pictures of {@link digits}, to be told what holds of them, any of three: the digit is even, it leans to
 * the right more than most (6°), its pen is thick (2.3 pixels).
 */
export const digitTraits = measuredDigits({
  name: 'digit-traits',
  description: 'the same digits, whether each is even, leaning and thick (embedded, no download)',
  targets: { task: 'multi-label', shape: [3], names: ['even', 'leaning', 'thick'] },
  measure: ({ slantDegrees, thicknessPixels }, digit) => [
    Number(digit % 2 === 0),
    Number(slantDegrees > 6),
    Number(thicknessPixels > 2.3),
  ],
});

/**
 * The pictures of {@link digits}, to be told of each pixel which way the stroke goes that it is of: across, up, or
 * between; or that it is none's, the background. Pixels between ink and paper or between two directions have no
 * label.
 */
export const digitDirections = measuredDigits({
  name: 'digit-directions',
  description: 'the same digits, which way the stroke goes at each pixel (embedded, no download)',
  sizes: { train: 4000, test: 1000 },
  classes: directionNames,
  targets: {
    ...{ task: 'position-classification', names: ['direction'] },
    ...{ shape: [SIDE, SIDE], axes: ['height', 'width'] },
  },
  measure: ({ lines }) => strokeDirections(lines),
});

/** The pictures of {@link digits} with numbers as targets, which are known since they are drawn. */
function measuredDigits(of: {
  readonly name: string;
  readonly description: string;
  /** How many pictures there are by default. */
  readonly sizes?: { readonly train: number; readonly test: number };
  readonly targets: TargetForm;
  /** Where the targets are classes of positions, their names. */
  readonly classes?: readonly string[];
  readonly measure: (drawn: MeasuredDigit, digit: number) => Iterable<number>;
}): Source {
  const { name, description, sizes: defaults = defaultSizes, targets, classes = [], measure } = of;
  const { names, units } = targets;
  const axes = ['height', 'width'];
  return {
    name,
    description,
    records: defaults,
    folds,
    load: async ({ options: { fold, ...options } = {}, onProgress }) => {
      const sizes = readSizes(name, options, { defaults, more: { fold: folds.join('|') } });
      const { facts, numbers, array } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: () => ({ sizes, names }),
        onProgress,
        prepare: (into) => {
          onProgress?.(`drawing ${plural(sizes.train + sizes.test, 'digit')}`);
          const hash = sha256().update(JSON.stringify([names, units]));
          for (const part of parts) {
            const values: number[] = [];
            drawSplit(part, sizes[part], { into, hash }, (drawn, digit) =>
              values.push(...measure(drawn, digit)),
            );
            const kept = targets.axes ? Int16Array.from(values) : Float32Array.from(values);
            into.keep(`${part} targets`, kept);
            hash.update(kept);
          }
          return { sha256: hash.hex() };
        },
      });
      const split = (part: Part) => {
        const common = { inputs: numbers(part), shape, name: `${name} (${part})` };
        const of = `${part} targets`;
        return targets.axes
          ? positionSplit({
              ...common,
              labels: { values: array(of, 'int16'), shape: targets.shape },
              classes: classes.length,
            })
          : targetSplit({
              ...common,
              targets: { values: array(of, 'float32'), shape: targets.shape },
            });
      };
      const [train, test] = [split('train'), split('test')];
      return {
        name,
        axes,
        shape,
        classes,
        targets,
        splits:
          fold === undefined
            ? { train, test }
            : crossValidationFold(joinSplits(train, test), fold, { folds }),
        sha256: facts.sha256,
      };
    },
  };
}

const parts = ['train', 'test'] as const;
type Part = (typeof parts)[number];

const labelsOf = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => i % CLASSES.length);

function drawSplit(
  part: Part,
  count: number,
  { into, hash }: { readonly into: Preparation; readonly hash: Sha256 },
  look?: (drawn: MeasuredDigit, digit: number) => void,
): void {
  const random = new Random(SEED, 'digits', part);
  const inputs = into.reserve(part, 'uint8', count * SIDE * SIDE);
  hash.update(`${count}\n`);
  for (let i = 0; i < count; i++) {
    const drawn = drawMeasuredDigit(i % CLASSES.length, random);
    inputs.set(drawn.pixels, i * SIDE * SIDE);
    hash.update(drawn.pixels);
    look?.(drawn, i % CLASSES.length);
  }
  hash.update(Uint8Array.from(labelsOf(count)));
}

function readSizes(
  source: string,
  options: NonNullable<LoadContext['options']>,
  {
    defaults = defaultSizes,
    more = {},
  }: {
    readonly defaults?: { readonly train: number; readonly test: number };
    readonly more?: Readonly<Record<string, string>>;
  } = {},
): { train: number; test: number } {
  checkOptionNames(source, options, {
    train: String(defaults.train),
    test: String(defaults.test),
    ...more,
  });
  const sizeOf = (split: 'train' | 'test'): number =>
    parseInteger('data', split, options[split], { from: CLASSES.length, to: maxSize }) ??
    defaults[split];
  return { train: sizeOf('train'), test: sizeOf('test') };
}
