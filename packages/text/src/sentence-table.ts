import type { LabelledSentence, SentenceList } from './labelled-sentences.ts';
import type { LabelledRow } from './sentence-columns.ts';
import { GrowingNumbers, TextColumn } from './text-column.ts';

/** The labelled sentences of a file, column by column: a few bytes per row besides their text. */
export class SentenceTable {
  readonly file: string;
  readonly #texts = new TextColumn();
  readonly #classes = new Names();
  readonly #parts = new Names();
  readonly #groups = new Names();
  readonly #lines = new GrowingNumbers();

  constructor(file: string) {
    this.file = file;
  }

  get length(): number {
    return this.#texts.length;
  }

  add({ text, className, part, group, line }: LabelledRow): void {
    this.#texts.add(text);
    this.#classes.add(className);
    if (part !== undefined) this.#parts.add(part);
    if (group !== undefined) this.#groups.add(group);
    this.#lines.add(line);
  }

  /** Whether the rows name their split. */
  get hasParts(): boolean {
    return this.#parts.numbers.length > 0;
  }

  /** Whether the rows name their group. */
  get hasGroups(): boolean {
    return this.#groups.numbers.length > 0;
  }

  text(row: number): string {
    return this.#texts.at(row);
  }

  className(row: number): string {
    return this.#classes.at(row);
  }

  part(row: number): string {
    return this.#parts.at(row);
  }

  group(row: number): string {
    return this.#groups.at(row);
  }

  line(row: number): number {
    return this.#lines.at(row);
  }
}

/** Names of which there are few, by number. */
class Names {
  readonly numbers = new GrowingNumbers();
  readonly #names: string[] = [];
  readonly #numberOf = new Map<string, number>();

  add(name: string): void {
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numberOf.set(name, number);
    }
    this.numbers.add(number);
  }

  at(index: number): string {
    return this.#names[this.numbers.at(index)];
  }
}

/** Some rows of a table as sentences with their labels, made one after another. */
export class LabelledRows implements SentenceList {
  readonly #table: SentenceTable;
  readonly #rows: Uint32Array;
  readonly labels: Int32Array;
  readonly groups: Int32Array | undefined;

  /** @param of labels and groups of the rows, in their order. */
  constructor(
    table: SentenceTable,
    rows: Uint32Array,
    of: { readonly labels: Int32Array; readonly groups: Int32Array | undefined },
  ) {
    this.#table = table;
    this.#rows = rows;
    this.labels = of.labels;
    this.groups = of.groups;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The sentences of which the numbers in this list are given. */
  at(numbers: Uint32Array): LabelledRows {
    const { labels, groups } = this;
    return new LabelledRows(
      this.#table,
      numbers.map((number) => this.#rows[number]),
      {
        labels: Int32Array.from(numbers, (number) => labels[number]),
        groups: groups && Int32Array.from(numbers, (number) => groups[number]),
      },
    );
  }

  *[Symbol.iterator](): Generator<LabelledSentence> {
    const { file } = this.#table;
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i];
      yield {
        text: this.#table.text(row),
        label: this.labels[i],
        place: { file, line: this.#table.line(row) },
        ...(this.groups && { group: this.groups[i] }),
      };
    }
  }
}
