import { csvRow, eachCsvRow, writeFileAtomically } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { groupedBy } from './columns.ts';
import {
  type ExamplesToWrite,
  fieldsOfExample,
  inPieces,
  titlesOfExamples,
} from './example-rows.ts';
import { Names } from './names.ts';
import type { ExampleGroups } from './prediction-set.ts';

/** The numbers that one model with one seed predicts. */
export interface NumbersToWrite extends ExamplesToWrite {
  /** What each number of a target is: `['slant']`. */
  readonly names: readonly string[];
  /** Where each position of an example has such numbers, how many positions there are; by default one. */
  readonly positions?: number | undefined;
  /** `examples × positions × names`. */
  readonly targets: ArrayLike<number>;
  /** The same of what is predicted. */
  readonly predictions: ArrayLike<number>;
}

const targetOf = 'target:';
const predictionOf = 'prediction:';

/**
 * Writes predictions of numbers as CSV: `model,seed,example,target:slant,prediction:slant`, completely or not
 * at all. Numbers have as few digits as give back single precision. Those of several positions are in one field,
 * separated by spaces.
 *
 * @throws RangeError where there are not as many predictions as targets.
 */
export async function writeNumberPredictions(file: string, of: NumbersToWrite): Promise<void> {
  const { targets, predictions, names, positions = 1 } = of;
  const size = positions * names.length;
  if (predictions.length !== targets.length || targets.length % size !== 0) {
    throw new RangeError(
      `there must be a prediction for each of the ${targets.length} targets, ${size} for an ` +
        `example, got ${predictions.length}`,
    );
  }
  await writeFileAtomically(file, inPieces(rowsOf(of)));
}

function* rowsOf(of: NumbersToWrite): Generator<string> {
  const { names, positions = 1, targets, predictions } = of;
  yield csvRow([
    ...titlesOfExamples(of),
    ...names.map((name) => targetOf + name),
    ...names.map((name) => predictionOf + name),
  ]);
  const size = positions * names.length;
  for (let example = 0; example < targets.length / size; example++) {
    const numbersOf = (values: ArrayLike<number>) =>
      names.map((_, k) =>
        Array.from({ length: positions }, (_at, position) =>
          shortest(values[example * size + position * names.length + k]),
        ).join(' '),
      );
    yield csvRow([
      ...fieldsOfExample(of, example),
      ...numbersOf(targets),
      ...numbersOf(predictions),
    ]);
  }
}

/** The number with the fewest digits that is this one in single precision; nine are always enough. */
function shortest(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return value;
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === Math.fround(value)) return rounded;
  }
  return Number(value.toPrecision(9));
}

/** What one model with one seed predicts, as {@link writeNumberPredictions} wrote it. */
export interface NumberPredictions {
  readonly names: readonly string[];
  readonly examples: readonly string[];
  /** Null where examples are independent. */
  readonly groups: ExampleGroups | null;
  /** How many numbers of each name an example has: one for each position. */
  readonly positions: number;
  /** `examples × positions × names`. */
  readonly targets: Float32Array;
  readonly predictions: Float32Array;
}

/**
 * Reads the predictions of numbers of one model with one seed.
 *
 * @throws InputError with file and line where a column is missing or a field is no number.
 */
export async function readNumberPredictions(file: string): Promise<NumberPredictions> {
  const examples: string[] = [];
  const [targets, predictions]: [number[], number[]] = [[], []];
  const groupNames = new Names();
  const groups: number[] = [];
  let columns: ReturnType<typeof columnsOf> | undefined;
  let positions: number | undefined;
  await eachCsvRow(file, (fields, line) => {
    const fail = (message: string): never => {
      throw new InputError('data', `${file}, line ${line}: ${message}`);
    };
    if (!columns) {
      columns = columnsOf(fields, fail);
      return;
    }
    const { names, example, group } = columns;
    /** The numbers of a field: one, or one for each position. */
    const numbersIn = (at: number): number[] => {
      const texts = (fields[at] ?? '').trim().split(/\s+/);
      const values = texts.map(Number);
      if (texts[0] === '' || !values.every(Number.isFinite)) {
        return fail(`a number is wanted in column ${at + 1}, got "${fields[at] ?? ''}"`);
      }
      positions ??= values.length;
      if (values.length === positions) return values;
      return fail(`${positions} numbers are wanted in column ${at + 1}, got ${values.length}`);
    };
    examples.push(fields[example]);
    if (group !== undefined) groups.push(groupNames.numberOf(fields[group.at]));
    const of = names.map(({ target, prediction }) => [numbersIn(target), numbersIn(prediction)]);
    for (let position = 0; position < positions!; position++) {
      for (const [target, prediction] of of) {
        targets.push(target[position]);
        predictions.push(prediction[position]);
      }
    }
  });
  if (!columns) {
    throw new InputError('data', `${file} is empty; its first line must name the columns`);
  }
  const { names, group } = columns;
  return {
    names: names.map(({ name }) => name),
    examples,
    groups: group
      ? { of: group.of, names: groupNames.list, ofExamples: Int32Array.from(groups) }
      : null,
    positions: positions ?? 1,
    targets: Float32Array.from(targets),
    predictions: Float32Array.from(predictions),
  };
}

function columnsOf(header: readonly string[], fail: (message: string) => never) {
  const find = (name: string): number => {
    const at = header.indexOf(name);
    return at === -1 ? fail(`the column "${name}" is missing`) : at;
  };
  const names = header
    .filter((title) => title.startsWith(targetOf))
    .map((title) => title.slice(targetOf.length));
  if (names.length === 0) fail(`there is no column "${targetOf}…"`);
  const grouped = header.findIndex((title) => groupedBy(title) !== undefined);
  return {
    example: find('example'),
    group: grouped === -1 ? undefined : { at: grouped, of: groupedBy(header[grouped])! },
    names: names.map((name) => ({
      name,
      target: find(targetOf + name),
      prediction: find(predictionOf + name),
    })),
  };
}
