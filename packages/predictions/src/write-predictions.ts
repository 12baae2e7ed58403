import { csvRow, writeFileAtomically } from '@axiswise/files';

/** The predictions of one model with one seed. */
export interface PredictionsToWrite {
  readonly model: string;
  readonly seed: number;
  readonly classes: readonly string[];
  /** The class of every example, an index into the classes. */
  readonly labels: ArrayLike<number>;
  /** `examples × classes`, the probabilities of each example with a sum of 1. */
  readonly probabilities: ArrayLike<number>;
  /** The identity of an example: a file name, a line. No two examples have the same. */
  readonly exampleName: (example: number) => string;
  /** Examples that depend on each other: what a group is (`speaker`) and that of each example. */
  readonly groups?:
    { readonly of: string; readonly groupName: (example: number) => string } | undefined;
}

/** From so many classes on a row names only the most probable ones and its label. */
const sparseFrom = 50;
const namedClasses = 10;

/** Log loss counts every probability as at least 1.2e-7, so that smaller ones need no digits. */
const countsAsZero = 1e-8;
const significantDigits = 6;

/**
 * Writes predictions as CSV, as the README describes it: completely or not at all, a row after another.
 *
 * Probabilities have six significant digits, or as many as it takes to leave the most probable class what
 * it is; below 10⁻⁸ they are written as 0. With 50 classes and more a row names the ten most probable ones
 * and the label's: accuracy, log loss, calibration error and top-k accuracy up to ten stay what they are.
 *
 * @throws RangeError where there are not as many probabilities as examples × classes.
 */
export async function writePredictions(
  file: string,
  predictions: PredictionsToWrite,
): Promise<void> {
  const { labels, probabilities, classes } = predictions;
  if (probabilities.length !== labels.length * classes.length) {
    throw new RangeError(
      `there must be ${labels.length} × ${classes.length} probabilities, got ${probabilities.length}`,
    );
  }
  await writeFileAtomically(file, textOf(predictions));
}

function* textOf(predictions: PredictionsToWrite): Generator<string> {
  const { model, seed, classes, labels, probabilities, exampleName, groups } = predictions;
  const isSparse = classes.length >= sparseFrom;
  yield csvRow([
    'model',
    'seed',
    'example',
    ...(groups ? [groups.of === 'group' ? 'group' : `group:${groups.of}`] : []),
    'label',
    'prediction',
    ...(isSparse ? ['probabilities'] : classes.map((name) => `probability:${name}`)),
  ]);
  let text = '';
  for (let example = 0; example < labels.length; example++) {
    const from = example * classes.length;
    const row = Array.from(classes, (_, c) => probabilities[from + c]);
    const best = firstLargest(row);
    const label = labels[example];
    const rounded = roundedKeeping(row, best);
    text += csvRow([
      model,
      seed,
      exampleName(example),
      ...(groups ? [groups.groupName(example)] : []),
      classes[label],
      classes[best],
      ...(isSparse ? [namedProbabilities(rounded, label, classes)] : rounded),
    ]);
    if (text.length > 2 ** 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

/** Rounds probabilities so that the first largest of them stays what it is. */
function roundedKeeping(row: readonly number[], best: number): readonly number[] {
  const rounded = row.map((value) => round(value, significantDigits));
  // Nine digits give back every number of single precision.
  return firstLargest(rounded) === best ? rounded : row.map((value) => round(value, 9));
}

const round = (value: number, digits: number): number =>
  value < countsAsZero ? 0 : Number(value.toPrecision(digits));

/** The most probable classes and the label's as JSON; what is left belongs to all others alike. */
function namedProbabilities(
  row: readonly number[],
  label: number,
  classes: readonly string[],
): string {
  const named = row
    .map((_, c) => c)
    .sort((a, b) => row[b] - row[a] || a - b)
    .slice(0, namedClasses);
  if (!named.includes(label)) named.push(label);
  // Written by hand, since an object would order classes that are numbers by themselves.
  return `{${named.map((c) => `${JSON.stringify(classes[c])}:${row[c]}`).join()}}`;
}

function firstLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
