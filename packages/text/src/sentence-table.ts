import type { Targets } from '@axiswise/data';
import type { LabelledSentence, SentenceList } from './labelled-sentences.ts';
import type { AnswerKind, LabelledRow } from './sentence-columns.ts';
import { GrowingNumbers, TextColumn } from './text-column.ts';

/** The labelled sentences of a file, column by column: a few bytes per row besides their text. */
export class SentenceTable {
  readonly file: string;
  readonly #kind: () => AnswerKind;
  readonly #texts = new TextColumn();
  readonly #answers = new Names();
  readonly #parts = new Names();
  readonly #groups = new Names();
  readonly #lines = new GrowingNumbers();

  constructor(file: string, kind: () => AnswerKind) {
    this.file = file;
    this.#kind = kind;
  }

  /** What its answers are. */
  get kind(): AnswerKind {
    return this.#kind();
  }

  get length(): number {
    return this.#texts.length;
  }

  add({ text, answer, part, group, line }: LabelledRow): void {
    this.#texts.add(text);
    this.#answers.add(answer);
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

  /** See {@link LabelledRow.answer}. */
  answer(row: number): string {
    return this.#answers.at(row);
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

/** The numbers that are right for a row, by its place among them. */
type TargetRows = (at: number) => readonly number[];

/** Some rows of a table as sentences with their labels, made one after another. */
export class LabelledRows implements SentenceList {
  readonly #table: SentenceTable;
  readonly #rows: Uint32Array;
  readonly labels: Int32Array;
  readonly groups: Int32Array | undefined;
  readonly #targets: TargetRows | undefined;

  /** @param of labels and groups of the rows, in their order; where they have targets, labels are 0. */
  constructor(
    table: SentenceTable,
    rows: Uint32Array,
    of: {
      readonly labels: Int32Array;
      readonly groups: Int32Array | undefined;
      readonly targets?: TargetRows | undefined;
    },
  ) {
    this.#table = table;
    this.#rows = rows;
    this.labels = of.labels;
    this.groups = of.groups;
    this.#targets = of.targets;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The numbers that are right for the rows; undefined where these have classes. */
  get targets(): Targets | undefined {
    const targetsOf = this.#targets;
    if (!targetsOf || this.length === 0) return undefined;
    const size = targetsOf(0).length;
    return {
      size,
      gather(indices, out) {
        for (let i = 0; i < indices.length; i++) out.set(targetsOf(indices[i]), i * size);
      },
    };
  }

  /** The sentences of which the numbers in this list are given. */
  at(numbers: Uint32Array): LabelledRows {
    const { labels, groups } = this;
    const targets = this.#targets;
    return new LabelledRows(
      this.#table,
      numbers.map((number) => this.#rows[number]),
      {
        labels: Int32Array.from(numbers, (number) => labels[number]),
        groups: groups && Int32Array.from(numbers, (number) => groups[number]),
        targets: targets && ((at) => targets(numbers[at])),
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
        ...(this.#targets && { target: this.#targets(i) }),
      };
    }
  }
}
