import { eachCsvRow } from '@axiswise/files';
import { count, InputError, plural } from '@axiswise/messages';
import { type Columns, columnsOf } from './columns.ts';
import { ExampleTable } from './example-table.ts';
import { Names } from './names.ts';
import type { ModelPredictions, PredictionSet } from './prediction-set.ts';
import { rowProbabilities } from './row-probabilities.ts';
import { SeedCollector } from './seed-collector.ts';

/** What is known of a file of predictions before it is read. */
export interface ReadPredictionsOptions {
  /**
   * The classes in their order, where they are known. Otherwise they come in the order of the columns
   * `probability:<class>`, then those that only rows name, sorted.
   */
  readonly classes?: readonly string[];
}

/**
 * Reads predictions from CSV files, one row per model × seed × example; the README describes the columns.
 *
 * A file may hold several models, and a model may be spread over several files. The examples come in the
 * order of the first row of each.
 *
 * @throws InputError with file and line where a file does not follow the format, an example comes twice,
 *   the models and seeds are not scored on the same examples, or they differ in labels or groups.
 */
export async function readPredictions(
  files: readonly string[],
  { classes }: ReadPredictionsOptions = {},
): Promise<PredictionSet> {
  const table = new PredictionTable(classes);
  for (const file of files) await table.read(file);
  return table.finish();
}

type Fail = (message: string) => never;

/** A file that is being read. */
class OpenFile {
  readonly name: string;
  readonly columns: Columns;
  /** The numbers of the classes that have a column. */
  readonly classNumbers: readonly number[];
  /** The number of a class, which is added if it is new. */
  readonly numberOf: (className: string) => number;
  /** Of the row that is being read. */
  line = 1;

  constructor(
    name: string,
    header: readonly string[],
    classNumber: (className: string, fail: Fail) => number,
  ) {
    this.name = name;
    this.columns = columnsOf(header, name);
    this.classNumbers = this.columns.classes.map((each) => classNumber(each.name, this.fail));
    const ofColumns = new Set(this.classNumbers);
    this.numberOf = (className) => {
      const number = classNumber(className, this.fail);
      if (ofColumns.size > 0 && !ofColumns.has(number)) {
        this.fail(
          `"${className}" is a label or prediction, but there is no column "probability:${className}"`,
        );
      }
      return number;
    };
  }

  /** A field that must not be empty. */
  text(fields: readonly string[], column: string, at: number): string {
    return fields[at] === '' ? this.fail(`"${column}" is empty`) : fields[at];
  }

  readonly fail: Fail = (message) => {
    throw new InputError('data', `${this.name}, line ${this.line}: ${message}`);
  };
}

class PredictionTable {
  readonly #classesAreKnown: boolean;
  readonly #classes = new Names();
  /** How many classes come in an order that is given: by the caller or by columns. */
  #inOrder: number;
  readonly #examples = new ExampleTable();
  /** What a group is, and the file that says it. */
  #groups: { readonly of: string; readonly file: string } | undefined;
  readonly #models = new Map<string, Map<number, SeedCollector>>();

  constructor(classes?: readonly string[]) {
    this.#classesAreKnown = classes !== undefined;
    for (const name of classes ?? []) this.#classes.numberOf(name);
    this.#inOrder = this.#classes.list.length;
  }

  async read(name: string): Promise<void> {
    let file: OpenFile | undefined;
    let rows = 0;
    await eachCsvRow(name, (fields, line) => {
      if (!file) {
        file = this.#open(name, fields);
        return;
      }
      file.line = line;
      this.#add(fields, file);
      rows++;
    });
    if (!file) {
      throw new InputError('data', `${name} is empty; its first line must name the columns`);
    }
    if (rows === 0) throw new InputError('data', `${name} has no row below its header`);
  }

  #open(name: string, header: readonly string[]): OpenFile {
    const file = new OpenFile(name, header, (className, fail) =>
      this.#classNumber(className, fail),
    );
    if (this.#models.size === 0) this.#inOrder = this.#classes.list.length;
    const { group } = file.columns;
    if (group) {
      this.#groups ??= { of: group.of, file: name };
      if (this.#groups.of !== group.of) {
        file.fail(
          `examples are grouped by "${group.of}", but by "${this.#groups.of}" in ${this.#groups.file}; name ` +
            `the same column of groups in all files`,
        );
      }
    }
    return file;
  }

  #classNumber(name: string, fail: Fail): number {
    const classes = this.#classes.list.length;
    const number = this.#classes.numberOf(name);
    if (this.#classesAreKnown && number >= classes) fail(`"${name}" is none of the classes`);
    return number;
  }

  #add(fields: readonly string[], file: OpenFile): void {
    const { columns, line, name } = file;
    if (fields.length !== columns.count) {
      file.fail(
        `the row has ${plural(fields.length, 'field')}, but the header has ` +
          plural(columns.count, 'column'),
      );
    }
    const model = file.text(fields, 'model', columns.model);
    const seed =
      columns.seed === undefined ? 0 : seedOf(file.text(fields, 'seed', columns.seed), file.fail);
    const exampleName = file.text(fields, 'example', columns.example);
    const labelName = file.text(fields, 'label', columns.label);
    const label = file.numberOf(labelName);
    const predictionName = columns.prediction === undefined ? '' : fields[columns.prediction];
    const prediction = predictionName === '' ? undefined : file.numberOf(predictionName);
    const probabilities = rowProbabilities(fields, labelName, file);
    if (prediction === undefined && !probabilities) file.fail('"prediction" is empty');

    const collector = this.#collector(
      { model, seed, hasProbabilities: probabilities !== undefined },
      file,
    );
    const example = this.#examples.numberOf(exampleName);
    const earlier = collector.placeOf(example);
    if (earlier !== undefined) {
      file.fail(
        `example "${exampleName}" comes twice for ${collector.title}; it came first in ${earlier}`,
      );
    }
    this.#examples.setLabel(example, label, { file, classes: this.#classes.list });
    if (columns.group) {
      this.#examples.setGroup(example, file.text(fields, 'group', columns.group.at), file);
    }
    collector.add(name, { example, line, prediction, probabilities });
  }

  /** The collector of a model and seed, which is made if it is new. */
  #collector(
    {
      model,
      seed,
      hasProbabilities,
    }: {
      readonly model: string;
      readonly seed: number;
      readonly hasProbabilities: boolean;
    },
    { name, fail }: OpenFile,
  ): SeedCollector {
    let seeds = this.#models.get(model);
    if (!seeds) this.#models.set(model, (seeds = new Map<number, SeedCollector>()));
    let collector = seeds.get(seed);
    const other = collector ?? seeds.values().next().value;
    if (other && other.hasProbabilities !== hasProbabilities) {
      const [here, there] = hasProbabilities ? ['has', 'has none'] : ['has no', 'has them'];
      fail(
        `model "${model}" ${here} probabilities here, but ${there} in ${other.firstFile}; give them in all ` +
          `rows of a model or in none`,
      );
    }
    if (!collector) {
      collector = new SeedCollector({ model, seed }, name, hasProbabilities);
      seeds.set(seed, collector);
    }
    return collector;
  }

  finish(): PredictionSet {
    const { classes, order } = this.#sortedClasses();
    this.#requireSameExamples();
    const groups = this.#examples.groups(this.#groups?.of ?? 'group');
    if (groups && 'without' in groups) {
      throw new InputError(
        'data',
        `example "${groups.without}" has no group, though ${this.#groups!.file} groups the examples; give ` +
          `every example its group`,
      );
    }
    return {
      classes,
      examples: this.#examples.names,
      labels: this.#examples.labels(order),
      groups,
      models: [...this.#models].map(([name, seeds]): ModelPredictions => ({
        name,
        seeds: [...seeds.values()]
          .sort((a, b) => a.seed - b.seed)
          .map((collector) => collector.finish(order, (index) => classes[index])),
      })),
    };
  }

  /** The classes in their final order, and for each by its number the place in it. */
  #sortedClasses(): { readonly classes: readonly string[]; readonly order: Int32Array } {
    const { list } = this.#classes;
    const named = list.slice(this.#inOrder);
    const collator = new Intl.Collator('en', { numeric: true });
    // Two names may collate alike, such as 1 and 01.
    named.sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
    const classes = [...list.slice(0, this.#inOrder), ...named];
    const places = new Map(classes.map((name, place) => [name, place]));
    return { classes, order: Int32Array.from(list, (name) => places.get(name)!) };
  }

  /** Compares what the first model and seed were scored on with all others. */
  #requireSameExamples(): void {
    const [first, ...others] = [...this.#models.values()].flatMap((seeds) => [...seeds.values()]);
    const { names } = this.#examples;
    for (const other of others) {
      const missing = names.filter((_, i) => first.has(i) && !other.has(i));
      const unknown = names.filter((_, i) => other.has(i) && !first.has(i));
      const parts = [
        missing.length > 0 &&
          `${count(missing.length)} of the first (such as "${missing[0]}") ` +
            `${missing.length === 1 ? 'is' : 'are'} missing from the second`,
        unknown.length > 0 &&
          `${count(unknown.length)} of the second (such as "${unknown[0]}") ` +
            `${unknown.length === 1 ? 'is' : 'are'} unknown to the first`,
      ].filter((part) => part !== false);
      if (parts.length === 0) continue;
      throw new InputError(
        'data',
        `${first.title} (${first.firstFile}) and ${other.title} (${other.firstFile}) are scored on different ` +
          `examples, ${count(first.length)} and ${count(other.length)}: ${parts.join(', ')}; score all on the ` +
          `same`,
      );
    }
  }
}

function seedOf(text: string, fail: Fail): number {
  const seed = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(seed) ? fail(`"seed" must be a non-negative integer, got "${text}"`) : seed;
}
