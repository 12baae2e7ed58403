import { csvRow, writeFileAtomically } from '@axiswise/files';
import {
  type ExamplesToWrite,
  fieldsOfExample,
  inPieces,
  titlesOfExamples,
} from './example-rows.ts';

/** The predictions of one model with one seed. */
export interface PredictionsToWrite extends ExamplesToWrite {
  readonly classes: readonly string[];
  /** The class of every example, an index into the classes. */
  readonly labels: ArrayLike<number>;
  /** `examples × classes`, the probabilities of each example with a sum of 1. */
  readonly probabilities: ArrayLike<number>;
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
  await writeFileAtomically(file, inPieces(rowsOf(predictions)));
}

function* rowsOf(predictions: PredictionsToWrite): Generator<string> {
  const { classes, labels, probabilities } = predictions;
  const isSparse = classes.length >= sparseFrom;
  yield csvRow([
    ...titlesOfExamples(predictions),
    'label',
    'prediction',
    ...(isSparse ? ['probabilities'] : classes.map((name) => `probability:${name}`)),
  ]);
  const row = new Float64Array(classes.length);
  for (let example = 0; example < labels.length; example++) {
    const from = example * classes.length;
    for (let c = 0; c < row.length; c++) row[c] = probabilities[from + c];
    const best = firstLargest(row);
    const label = labels[example];
    const start = csvRow([...fieldsOfExample(predictions, example), classes[label], classes[best]]);
    const rest = isSparse
      ? csvRow([namedProbabilities(row, { best, label }, classes)])
      : `${roundedKeeping(row, best).join()}\r\n`;
    yield `${start.slice(0, -2)},${rest}`;
  }
}

/** Rounds probabilities so that the first largest of them stays what it is. */
function roundedKeeping(row: ArrayLike<number>, best: number): ArrayLike<number> & number[] {
  const rounded = Array.from(row, (value) => round(value, significantDigits));
  // Nine digits give back every number of single precision.
  return firstLargest(rounded) === best ? rounded : Array.from(row, (value) => round(value, 9));
}

/** Rounds to so many significant digits; `toPrecision` takes several times as long. */
function round(value: number, digits: number): number {
  if (value < countsAsZero) return 0;
  let scale = 10 ** digits;
  for (let rest = value; rest < 0.1; rest *= 10) scale *= 10;
  return Math.round(value * scale) / scale;
}

/** The most probable classes and the label's as JSON; what is left belongs to all others alike. */
function namedProbabilities(
  row: ArrayLike<number>,
  { best, label }: { readonly best: number; readonly label: number },
  classes: readonly string[],
): string {
  const named = mostProbable(row);
  if (!named.includes(label)) named.push(label);
  const rounded = roundedKeeping(
    named.map((c) => row[c]),
    named.indexOf(best),
  );
  // Written by hand, since an object would order classes that are numbers by themselves.
  return `{${named.map((c, i) => `${JSON.stringify(classes[c])}:${rounded[i]}`).join()}}`;
}

/** The most probable classes, the most probable first and the first of equally probable ones before the others. */
function mostProbable(row: ArrayLike<number>): number[] {
  const named: number[] = [];
  for (let c = 0; c < row.length; c++) {
    if (named.length === namedClasses && row[c] <= row[named[namedClasses - 1]]) continue;
    let at = Math.min(named.length, namedClasses - 1);
    for (; at > 0 && row[named[at - 1]] < row[c]; at--) named[at] = named[at - 1];
    named[at] = c;
  }
  return named;
}

function firstLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
