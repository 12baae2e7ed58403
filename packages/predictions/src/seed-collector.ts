import { InputError } from '@axiswise/messages';
import { GrowingArray } from './growing-array.ts';
import type { SeedPredictions } from './prediction-set.ts';
import { numberText, type RowProbabilities, sumTolerance } from './row-probabilities.ts';

/** What a row says: classes and examples are numbers. */
export interface CollectedRow {
  readonly example: number;
  readonly line: number;
  /** Undefined where the row does not say it. */
  readonly prediction: number | undefined;
  readonly probabilities: RowProbabilities | undefined;
}

/** Gathers the rows of one model and seed, which may come in any order and from several files. */
export class SeedCollector {
  readonly model: string;
  readonly seed: number;
  /** The file of its first row. */
  readonly firstFile: string;
  /** Whether its rows have probabilities. */
  readonly hasProbabilities: boolean;
  readonly #files: { readonly name: string; readonly from: number }[] = [];
  readonly #rowOf = new Map<number, number>();
  readonly #lines = new GrowingArray(Int32Array);
  readonly #predictions = new GrowingArray(Int32Array);
  /** Where the probabilities of a row begin. */
  readonly #starts = new GrowingArray(Int32Array);
  readonly #left = new GrowingArray(Float32Array);
  readonly #classes = new GrowingArray(Int32Array);
  readonly #values = new GrowingArray(Float32Array);

  constructor(
    { model, seed }: { readonly model: string; readonly seed: number },
    firstFile: string,
    hasProbabilities: boolean,
  ) {
    this.model = model;
    this.seed = seed;
    this.firstFile = firstFile;
    this.hasProbabilities = hasProbabilities;
  }

  /** `model "span", seed 1`. */
  get title(): string {
    return `model "${this.model}", seed ${this.seed}`;
  }

  get length(): number {
    return this.#lines.length;
  }

  has(example: number): boolean {
    return this.#rowOf.has(example);
  }

  /** The file and line of the row of an example: `a.csv, line 3`. */
  placeOf(example: number): string | undefined {
    const row = this.#rowOf.get(example);
    return row === undefined ? undefined : this.#placeOfRow(row);
  }

  #placeOfRow(row: number): string {
    const { name } = this.#files.findLast(({ from }) => from <= row)!;
    return `${name}, line ${this.#lines.at(row)}`;
  }

  add(file: string, { example, line, prediction, probabilities }: CollectedRow): void {
    const row = this.length;
    if (this.#files.at(-1)?.name !== file) this.#files.push({ name: file, from: row });
    this.#rowOf.set(example, row);
    this.#lines.add(line);
    this.#predictions.add(prediction ?? -1);
    if (!probabilities) return;
    const { classes, values, left } = probabilities;
    this.#starts.add(this.#values.length);
    this.#left.add(left);
    for (let i = 0; i < values.length; i++) {
      this.#classes.add(classes[i]);
      this.#values.add(values[i]);
    }
  }

  /**
   * The predictions in the order of the examples, of which there must be one row each.
   *
   * @param classOrder the final index of each class.
   * @param className by its final index.
   */
  finish(classOrder: ArrayLike<number>, className: (index: number) => string): SeedPredictions {
    const { seed } = this;
    const rows = new Int32Array(this.length);
    for (const [example, row] of this.#rowOf) rows[example] = row;
    if (!this.hasProbabilities) {
      const predicted = rows.map((row) => classOrder[this.#predictions.at(row)]);
      return { seed, predicted, probabilities: null };
    }
    const classes = classOrder.length;
    const row = new Float32Array(classes);
    const predicted = new Int32Array(rows.length);
    for (let example = 0; example < rows.length; example++) {
      this.#expand(rows[example], classOrder, row);
      predicted[example] = this.#check(rows[example], row, classOrder, className);
    }
    return {
      seed,
      predicted,
      probabilities: () => {
        const all = new Float32Array(rows.length * classes);
        for (let example = 0; example < rows.length; example++) {
          const from = example * classes;
          const row = all.subarray(from, from + classes);
          this.#expand(rows[example], classOrder, row);
          // Of equally probable classes the first would count.
          const own = predicted[example];
          if (firstLargest(row) !== own) row[own] *= 1 + 2 ** -22;
        }
        return all;
      },
    };
  }

  /** Writes the probabilities of all classes. */
  #expand(row: number, classOrder: ArrayLike<number>, to: Float32Array): void {
    const start = this.#starts.at(row);
    const end = row + 1 < this.length ? this.#starts.at(row + 1) : this.#values.length;
    let largest = 0;
    for (let i = start; i < end; i++) largest = Math.max(largest, this.#values.at(i));
    const unnamed = to.length - (end - start);
    // Rounding must not make a class that is not named the most probable one.
    to.fill(unnamed > 0 ? Math.min(largest, this.#left.at(row) / unnamed) : 0);
    for (let i = start; i < end; i++) to[classOrder[this.#classes.at(i)]] = this.#values.at(i);
  }

  /** Returns the predicted class, which must be the most probable one. */
  #check(
    row: number,
    probabilities: Float32Array,
    classOrder: ArrayLike<number>,
    className: (index: number) => string,
  ): number {
    const fail = (message: string): never => {
      throw new InputError('data', `${this.#placeOfRow(row)}: ${message}`);
    };
    let sum = 0;
    for (const each of probabilities) sum += each;
    if (!(Math.abs(sum - 1) < sumTolerance)) {
      const left = this.#left.at(row);
      if (left === 0) fail(`the probabilities must have a sum of 1, got ${numberText(sum)}`);
      fail(
        `the probabilities have a sum of ${numberText(1 - left)}, and what is left to 1 would make the ` +
          `classes that are not named more probable than those that are; name the most probable classes`,
      );
    }
    const largest = firstLargest(probabilities);
    const given = this.#predictions.at(row);
    if (given < 0) return largest;
    const own = classOrder[given];
    // Rounded text may make two classes equally probable.
    if (probabilities[own] === probabilities[largest]) return own;
    return fail(
      `the prediction is "${className(own)}", but "${className(largest)}" is more probable ` +
        `(${numberText(probabilities[largest])}, not ${numberText(probabilities[own])}); correct it, or ` +
        `leave out either the predictions or the probabilities`,
    );
  }
}

function firstLargest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
