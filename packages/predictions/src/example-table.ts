import { GrowingArray } from './growing-array.ts';
import { Names } from './names.ts';
import type { ExampleGroups } from './prediction-set.ts';

/** Where a row stands. */
interface Place {
  readonly name: string;
  readonly line: number;
  /** Throws an error that names the place. */
  readonly fail: (message: string) => never;
}

/** All examples with what is true of them whatever a model says: their labels and groups. */
export class ExampleTable {
  readonly #names = new Names();
  readonly #files = new Names();
  readonly #labels = new PlacedNumbers();
  readonly #groupNames = new Names();
  readonly #groups = new PlacedNumbers();

  get names(): readonly string[] {
    return this.#names.list;
  }

  /** The number of an example, which is added if it is new. */
  numberOf(name: string): number {
    return this.#names.numberOf(name);
  }

  /** @param classes the names of the classes, by which the label is a number. */
  setLabel(
    example: number,
    label: number,
    { file, classes }: { readonly file: Place; readonly classes: readonly string[] },
  ): void {
    const known = this.#labels.set(example, label, this.#files.numberOf(file.name), file.line);
    if (known === undefined) return;
    file.fail(
      `example ${this.#quoted(example)} has the label "${classes[label]}", but "${classes[known.value]}" in ` +
        `${this.#describe(known)}; every row of an example must have the same label`,
    );
  }

  setGroup(example: number, group: string, file: Place): void {
    const number = this.#groupNames.numberOf(group);
    const known = this.#groups.set(example, number, this.#files.numberOf(file.name), file.line);
    if (known === undefined) return;
    file.fail(
      `example ${this.#quoted(example)} belongs to the group "${group}", but to ` +
        `"${this.#groupNames.list[known.value]}" in ${this.#describe(known)}; every row of an example must ` +
        `have the same group`,
    );
  }

  labels(classOrder: ArrayLike<number>): Int32Array {
    return Int32Array.from(this.names, (_, example) => classOrder[this.#labels.at(example)!]);
  }

  /** The groups of all examples; null where none has one; the name of an example that has none where others do. */
  groups(of: string): ExampleGroups | null | { readonly without: string } {
    if (this.#groupNames.list.length === 0) return null;
    const without = this.names.find((_, example) => this.#groups.at(example) === undefined);
    if (without !== undefined) return { without };
    return {
      of,
      names: this.#groupNames.list,
      ofExamples: Int32Array.from(this.names, (_, example) => this.#groups.at(example)!),
    };
  }

  #describe({ file, line }: NumberedPlace): string {
    return `${this.#files.list[file]}, line ${line}`;
  }

  #quoted(example: number): string {
    return `"${this.names[example]}"`;
  }
}

interface NumberedPlace {
  readonly file: number;
  readonly line: number;
}

/** A number for each example, with the place that first gave it. */
class PlacedNumbers {
  readonly #values = new GrowingArray(Int32Array);
  readonly #files = new GrowingArray(Int32Array);
  readonly #lines = new GrowingArray(Int32Array);

  /** Returns what is known already, if it differs. */
  set(
    example: number,
    value: number,
    file: number,
    line: number,
  ): (NumberedPlace & { readonly value: number }) | undefined {
    // Numbers are not negative; examples between have none yet.
    while (this.#values.length < example) this.#add(-1, 0, 0);
    if (this.#values.length === example) {
      this.#add(value, file, line);
      return undefined;
    }
    const known = this.#values.at(example);
    if (known < 0) {
      this.#values.set(example, value);
      this.#files.set(example, file);
      this.#lines.set(example, line);
      return undefined;
    }
    if (known === value) return undefined;
    return { value: known, file: this.#files.at(example), line: this.#lines.at(example) };
  }

  at(example: number): number | undefined {
    if (example >= this.#values.length) return undefined;
    const value = this.#values.at(example);
    return value < 0 ? undefined : value;
  }

  #add(value: number, file: number, line: number): void {
    this.#values.add(value);
    this.#files.add(file);
    this.#lines.add(line);
  }
}
