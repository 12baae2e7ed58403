import type { Columns } from './columns.ts';

/** The probabilities of some classes, and what is left for all others together. */
export interface RowProbabilities {
  readonly classes: readonly number[];
  readonly values: readonly number[];
  readonly left: number;
}

/** As far as half precision and rounded text may be from 1; the statistics ask for the same. */
export const sumTolerance = 0.01;

/** The file that a row stands in. */
interface RowContext {
  readonly columns: Columns;
  /** The numbers of the classes of the columns. */
  readonly classNumbers: readonly number[];
  /** The number of a class. */
  readonly numberOf: (className: string) => number;
  /** Throws an error that names the place. */
  readonly fail: (message: string) => never;
}

/**
 * Reads the probabilities of a row; undefined where it has none.
 *
 * @param label the name of the label's class, which must be among the classes.
 */
export function rowProbabilities(
  fields: readonly string[],
  label: string,
  context: RowContext,
): RowProbabilities | undefined {
  const { columns, classNumbers, fail } = context;
  if (columns.probabilities !== undefined) {
    const text = fields[columns.probabilities];
    return text === '' ? undefined : sparse(text, label, context);
  }
  if (columns.classes.length === 0) return undefined;
  const { classes } = columns;
  const values = new Array<number>(classes.length);
  let empty: string | undefined;
  let given = 0;
  for (let i = 0; i < classes.length; i++) {
    const text = fields[classes[i].at];
    if (text === '') {
      empty = classes[i].name;
      continue;
    }
    given++;
    const value = Number(text);
    if (!(value >= 0 && value <= 1 + sumTolerance)) {
      fail(`"probability:${classes[i].name}" must be a number from 0 to 1, got "${text}"`);
    }
    values[i] = value;
  }
  // A table put together from several models has empty cells where one gives only predictions.
  if (given === 0) return undefined;
  if (empty !== undefined) {
    fail(`"probability:${empty}" is empty, but the row gives the probabilities of other classes`);
  }
  return { classes: classNumbers, values, left: 0 };
}

function sparse(text: string, label: string, { numberOf, fail }: RowContext): RowProbabilities {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Reported below.
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return fail(
      `"probabilities" must be a JSON object such as {"cat": 0.7, "dog": 0.2}, got ${shorten(text)}`,
    );
  }
  const entries = Object.entries(parsed);
  let sum = 0;
  for (const [name, value] of entries) {
    if (typeof value !== 'number' || !(value >= 0 && value <= 1 + sumTolerance)) {
      fail(
        `the probability of "${name}" must be a number from 0 to 1, got ${JSON.stringify(value)}`,
      );
    }
    sum += value as number;
  }
  if (!Object.hasOwn(parsed, label)) {
    fail(`"probabilities" must name the label's class, "${label}"`);
  }
  if (sum > 1 + sumTolerance) {
    fail(`the probabilities must have a sum of at most 1, got ${numberText(sum)}`);
  }
  return {
    classes: entries.map(([name]) => numberOf(name)),
    values: entries.map(([, value]) => value as number),
    left: Math.max(0, 1 - sum),
  };
}

/** A number as messages show it. */
export const numberText = (value: number): string => String(Number(value.toPrecision(6)));

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
