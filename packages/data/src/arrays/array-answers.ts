import { InputError } from '@axiswise/messages';
import type { TargetForm } from '../dataset.ts';
import { unlabelled } from '../position-split.ts';
import type { FoundArrays } from './array-members.ts';
import { isNumeric, type NpyArray, numbersOf, textsOf } from './npy.ts';

/** An array that says what is right for the examples of a part, and how many there are. */
export interface PartAnswer {
  readonly array: NpyArray;
  readonly examples: number;
}

/** Targets of all parts, one after another. */
export interface ArrayTargets {
  /** Of positions; else empty. */
  readonly classes: readonly string[];
  readonly targets: TargetForm;
  readonly values: Float32Array | Int16Array;
}

/** What a run that is to read the arrays was trained on. */
export interface TrainedOn {
  readonly classes: readonly string[];
  readonly targets?: Pick<TargetForm, 'task' | 'names'> | undefined;
}

const refuse = ({ place }: NpyArray, message: string): never => {
  throw new InputError('data', `${place} ${message}`);
};

const sizeOf = (lengths: readonly number[]): number =>
  lengths.reduce((product, length) => product * length, 1);

/** All numbers of an array, in the order of its axes. */
function valuesOf(array: NpyArray, what: string): Float64Array {
  if (!isNumeric(array)) return refuse(array, `holds texts, but ${what} are numbers`);
  const values = new Float64Array(array.length);
  let at = 0;
  for (const piece of numbersOf(array, 2 ** 20)) {
    values.set(piece, at);
    at += piece.length;
  }
  return values;
}

/** The shape of the answers of each example: that of the first part, which all share. */
function shapeOfEach(parts: readonly PartAnswer[], what: string): readonly number[] {
  const [{ array: first }] = parts;
  for (const { array, examples } of parts) {
    const [many = 0, ...lengths] = array.shape;
    if (many !== examples) {
      refuse(
        array,
        `has ${what} of ${many} examples, but there are ${examples}; both must be equally many`,
      );
    }
    if (lengths.join() !== first.shape.slice(1).join()) {
      refuse(
        array,
        `has the shape [${array.shape.join(', ')}], but ${first.place} is [${first.shape.join(', ')}]; all must be alike`,
      );
    }
  }
  return first.shape.slice(1);
}

const joined = (pieces: readonly Float64Array[]): Float32Array =>
  Float32Array.from(pieces.flatMap((piece) => [...piece]));

/** As many names as there are columns: those that an array gives, else `target 1`, … */
function namesOf(
  given: NpyArray | undefined,
  count: number,
  byDefault: (i: number) => string,
): readonly string[] {
  if (!given) return Array.from({ length: count }, (_, i) => byDefault(i));
  const names = textsOf(given);
  if (names.length === count) return names;
  return refuse(given, `has ${names.length} names, but there are ${count} columns to name`);
}

/**
 * Numbers to predict: `targets` of the shape [examples] or [examples, numbers], with their names in `target_names`
 * and units in `target_units`, where they have some.
 *
 * @throws InputError where they do not fit the examples, or one is no finite number.
 */
export function numberTargets(
  parts: readonly PartAnswer[],
  { targetNames, targetUnits }: Pick<FoundArrays, 'targetNames' | 'targetUnits'>,
): ArrayTargets {
  const lengths = shapeOfEach(parts, 'targets');
  if (lengths.length > 1) {
    refuse(
      parts[0].array,
      `has the shape [${parts[0].array.shape.join(', ')}], but targets are [examples] or [examples, numbers]`,
    );
  }
  const size = sizeOf(lengths);
  const pieces = parts.map(({ array }) => {
    const values = valuesOf(array, 'targets');
    const wrong = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (wrong !== -1) {
      refuse(
        array,
        `holds ${values[wrong]} for example ${Math.floor(wrong / size)}, but targets must be finite numbers; correct it ` +
          'or leave the example out',
      );
    }
    return values;
  });
  const names = namesOf(targetNames, size, (i) => (size === 1 ? 'target' : `target ${i + 1}`));
  const units = targetUnits && namesOf(targetUnits, size, String);
  return {
    classes: [],
    targets: { task: 'regression', shape: [size], names, ...(units && { units }) },
    values: joined(pieces),
  };
}

/**
 * Several labels of each example: `labels` of the shape [examples, labels], 1 for each label that is there and 0 for
 * the others; `classes` names them.
 *
 * @throws InputError where they do not fit the examples, or one is neither 0 nor 1.
 */
export function labelTargets(
  parts: readonly PartAnswer[],
  classes: NpyArray | undefined,
): ArrayTargets {
  const lengths = shapeOfEach(parts, 'labels');
  if (lengths.length !== 1) {
    refuse(
      parts[0].array,
      `has the shape [${parts[0].array.shape.join(', ')}], but labels are [examples, labels], 1 for each that is there; a ` +
        'single class of each example is called y',
    );
  }
  const [size] = lengths;
  const pieces = parts.map(({ array }) => {
    const values = valuesOf(array, 'labels');
    const wrong = values.findIndex((value) => value !== 0 && value !== 1);
    if (wrong !== -1) {
      refuse(
        array,
        `holds ${values[wrong]} for example ${Math.floor(wrong / size)}, but labels are 1 (there) or 0 (not)`,
      );
    }
    return values;
  });
  const names = namesOf(classes, size, String);
  return {
    classes: [],
    targets: { task: 'multi-label', shape: [size], names },
    values: joined(pieces),
  };
}

/**
 * A class of each position: `masks` of the shape [examples, axis, …] with the lengths of the axes along which they
 * are, integers, and −100 where a position has none; `classes` names those from 0 on. Texts are classes too, and an
 * empty one is none.
 *
 * @param of.shape of an example.
 * @throws InputError where they do not fit the examples, an example has no label, or there is a single class.
 */
export function positionTargets(
  parts: readonly PartAnswer[],
  of: {
    readonly axes: readonly string[];
    readonly shape: readonly number[];
    readonly classes: NpyArray | undefined;
    readonly trained: TrainedOn | undefined;
  },
): ArrayTargets {
  const [{ array: first }] = parts;
  const lengths = shapeOfEach(parts, 'masks');
  const axes = axesOf(lengths, of, first);
  const named = of.classes && textsOf(of.classes);
  const size = sizeOf(lengths);
  const texts = parts.map(({ array }) =>
    isNumeric(array)
      ? [...valuesOf(array, 'masks')].map((value, i) =>
          nameOf(value, named, { array, example: i / size }),
        )
      : textsOf(array).map((text) => (text === '' ? null : text)),
  );
  const distinct = [...new Set(texts.flat())].filter((text): text is string => text !== null);
  const byNumber = parts.every(({ array }) => isNumeric(array));
  const found = byNumber ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
  const classes = of.trained?.classes ?? named ?? found;
  if (classes.length < 2) {
    refuse(first, `has positions of a single class (${classes.join('')}); at least two are needed`);
  }
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const values = texts.flatMap((part, k) => {
    const { array } = parts[k];
    for (let at = 0; at < part.length; at += size) {
      if (part.slice(at, at + size).some((text) => text !== null)) continue;
      refuse(
        array,
        `labels no position of example ${at / size}; label some, or leave the example out`,
      );
    }
    return part.map((text, i) => {
      if (text === null) return unlabelled;
      return (
        numbers.get(text) ??
        refuse(
          array,
          `has the class "${text}" in example ${Math.floor(i / size)}, which is none of ${classes.join(', ')}`,
        )
      );
    });
  });
  return {
    classes,
    targets: { task: 'position-classification', shape: lengths, names: ['label'], axes },
    values: Int16Array.from(values),
  };
}

/** The name of the class of a number; null where a position has none. */
function nameOf(
  value: number,
  named: readonly string[] | undefined,
  { array, example }: { readonly array: NpyArray; readonly example: number },
): string | null {
  if (value === unlabelled) return null;
  if (Number.isInteger(value) && value >= 0 && (!named || value < named.length)) {
    return named?.[value] ?? String(value);
  }
  return refuse(
    array,
    `holds ${value} in example ${Math.floor(example)}, but a position has the number of its class` +
      `${named ? `, from 0 to ${named.length - 1}` : ''}, or ${unlabelled} where it has none`,
  );
}

/** The axes whose lengths masks have, in their order. */
function axesOf(
  lengths: readonly number[],
  { axes, shape }: { readonly axes: readonly string[]; readonly shape: readonly number[] },
  array: NpyArray,
): readonly string[] {
  const fitting = subsetsOf(axes.length)
    .filter((some) => some.map((axis) => shape[axis]).join() === lengths.join())
    .map((some) => some.map((axis) => axes[axis]));
  if (fitting.length === 1 && lengths.length > 0) return fitting[0];
  const along = axes.map((axis, i) => `${axis} ${shape[i]}`).join(', ');
  return refuse(
    array,
    fitting.length > 1
      ? `is along ${fitting.map((some) => some.join(' and ')).join(', or ')}, which are equally long; give a class for ` +
          `every position of all axes (${along})`
      : `has the shape [${array.shape.join(', ')}], but masks have the lengths of axes behind the examples (${along})`,
  );
}

/** All choices of some of so many axes, in their order. */
function subsetsOf(count: number): number[][] {
  const all: number[][] = [[]];
  for (let axis = 0; axis < count; axis++) all.push(...all.map((some) => [...some, axis]));
  return all;
}
