import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  checkOptionNames,
  fileStates,
  foldOptions,
  type LoadContext,
  ownFolds,
  type PartName,
  partNamed,
  refuseFold,
  type Source,
  type TargetForm,
  targetsOption,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { divideSentences } from './divide-sentences.ts';
import { preparedSentences, sentenceOptions, type SentenceParts } from './labelled-sentences.ts';
import { refuseArrays } from './refuse-arrays.ts';
import { labelledRowsOf } from './sentence-columns.ts';
import { eachObjectRow } from './sentence-objects.ts';
import { eachRow, isJsonLines, type Row } from './sentence-rows.ts';
import { LabelledRows, SentenceTable } from './sentence-table.ts';
import { GrowingNumbers } from './text-column.ts';
import { readTextFile } from './text-file.ts';
import { checkWordsEncoding } from './vocabulary.ts';

/** Some sentences of a file. */
interface FoundPart {
  readonly table: SentenceTable;
  /** Their rows in the table. */
  readonly rows: Uint32Array;
}

type Found = ReadonlyMap<PartName, FoundPart>;

/**
 * Reads the user's own sentences: a TSV or CSV of label and sentence, or JSON lines; or a folder of `train.tsv`
 * and `test.tsv` (and `validation.tsv`; or `.csv`, `.jsonl`).
 *
 * Without a header each line is a label, a tab (a comma) and a sentence. With a header (`label` and
 * `text`, or `class`, `sentiment`, `sentence`, `review` …) there may be other columns, and a column
 * `split` with `train`, `test` or `validation`. A column `group` names what sentences have in common
 * that depend on each other, as their author; groups are not divided. There may be any number of
 * classes. JSON lines have the same names as fields: `{"text": "A wonderful film.", "label": "good"}`, or
 * `"labels": ["good", "long"]`; see {@link eachObjectRow}. Without a test part a fifth of each class is for test, whatever the run's seed, or a tenth with the option
 * `fold=1` … `10`.
 *
 * Other options: `encoding=NAME` of the text (default: the byte order mark, else UTF-8, else
 * Windows-1252), and those of {@link labelledSentences}.
 *
 * @throws InputError with file and line if a line has no label or sentence, or if there is nothing
 *   to read, a single class, or a class that was not trained.
 */
export function sentenceFile(place: string): Source {
  const { name } = path.parse(path.resolve(place));
  return {
    name,
    description: `sentences in ${place}, one label and one sentence per line`,
    ...ownFolds,
    async load(context) {
      const { options = {} } = context;
      checkOptionNames('a file of sentences', options, {
        ...sentenceOptions,
        encoding: 'NAME',
        ...targetsOption,
        ...foldOptions,
      });
      return preparedSentences(
        {
          name,
          decidedBy: async () => ({
            place: path.resolve(place),
            files: await fileStates(await filesIn(place)),
            options,
            isScored: context.scoredBy !== undefined,
          }),
          read: (notice) => readParts(place, { ...context, onProgress: notice }),
        },
        context,
      );
    },
  };
}

/** The files that decide what is read of a place. */
async function filesIn(place: string): Promise<readonly string[]> {
  if (!(await isFolder(place))) return [place];
  return (await readdir(place)).sort().map((file) => path.join(place, file));
}

async function readParts(place: string, context: LoadContext) {
  const found = await findParts(place, context);
  const first = found.get('whole') ?? found.get('train') ?? found.get('test')!;
  const targets = targetsOf(first, [...found.values()], { place, context });
  const classes = targets ? [] : classesOf(first, place, context);
  const groups = groupNumbers([...found.values()], place);
  const labelled = new Map(
    [...found].map(([part, sentences]) => [
      part,
      targets
        ? withTargets(sentences, { targets, groups })
        : withLabels(sentences, { classes, groups }, context),
    ]),
  );
  const parts = divide(labelled, { place, classes, context });
  return { classes, targets, parts, ...(groups && { groupNames: [...groups.keys()] }) };
}

/** The number of each group, by its name; undefined where no table has groups. */
function groupNumbers(
  parts: readonly FoundPart[],
  place: string,
): ReadonlyMap<string, number> | undefined {
  const without = parts.find(({ table }) => !table.hasGroups);
  const having = parts.find(({ table }) => table.hasGroups);
  if (!having) return undefined;
  if (without) {
    throw new InputError(
      'data',
      `${place}: ${path.basename(having.table.file)} has a column group and ` +
        `${path.basename(without.table.file)} has none; give it to all files or to none`,
    );
  }
  const numbers = new Map<string, number>();
  for (const { table, rows } of parts) {
    for (const row of rows) {
      const name = table.group(row);
      if (!numbers.has(name)) numbers.set(name, numbers.size);
    }
  }
  return numbers;
}

/**
 * Reads the sentences of a file or folder: `whole`, or `test`, `train` and perhaps `validation`.
 */
async function findParts(place: string, context: LoadContext): Promise<Found> {
  const found = (await isFolder(place))
    ? await readFolder(place, context)
    : divideByColumn(await readSentences(place, context));
  if (found.has('whole')) return found;
  // A trained run can be scored on a test part alone.
  const needed = context.encoding === undefined ? (['train', 'test'] as const) : ['test' as const];
  const missing = needed.find((part) => !found.get(part)?.rows.length);
  if (missing === undefined) return found;
  throw new InputError(
    'data',
    `${place} has no ${missing} sentences, only sentences for ${[...found.keys()].join(' and ')}; give ` +
      `both train and test, or neither`,
  );
}

async function isFolder(place: string): Promise<boolean> {
  const facts = await stat(place).catch(() => undefined);
  return facts?.isDirectory() ?? false;
}

/** Reads `train.tsv`, `test.tsv` and perhaps `validation.tsv`, or `.csv`, `.jsonl`. */
async function readFolder(folder: string, context: LoadContext): Promise<Found> {
  const files = new Map<PartName, string>();
  const skipped: string[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const { name, ext } = path.parse(file);
    const part = /^\.(tsv|csv|jsonl|ndjson|json)$/i.test(ext) ? partNamed(name) : undefined;
    if (part === undefined) {
      skipped.push(file);
      continue;
    }
    const other = files.get(part);
    if (other !== undefined) {
      throw new InputError(
        'data',
        `${folder} has both ${other} and ${file}, but only one can be the ${part} part; remove one`,
      );
    }
    files.set(part, file);
  }
  if (files.size === 0) {
    throw new InputError(
      'data',
      `${folder} has no sentences: a folder holds train.tsv and test.tsv (or .csv, .jsonl); or give a single file`,
    );
  }
  if (skipped.length > 0) {
    const shown = skipped.slice(0, 3).join(', ');
    context.onProgress?.(
      `skipped files in ${folder} other than train, validation and test with .tsv, .csv or .jsonl: ` +
        `${shown}${skipped.length > 3 ? `, … (${skipped.length})` : ''}`,
    );
  }
  const found = new Map<PartName, FoundPart>();
  for (const [part, file] of files) {
    // A run is scored on the test part alone, where there is one.
    if (context.scoredBy && files.has('test') && part !== 'test') continue;
    found.set(part, whole(await readSentences(path.join(folder, file), context)));
  }
  return found;
}

async function readSentences(file: string, context: LoadContext): Promise<SentenceTable> {
  refuseArrays(file);
  const { text } = await readTextFile(file, {
    encoding: context.options?.encoding,
    onProgress: context.onProgress,
  });
  const targets = targetsAsked(context);
  const { take, kind } = labelledRowsOf(file, targets);
  const table = new SentenceTable(file, kind);
  const visit = (row: Row): void => {
    const found = take(row);
    if (found) table.add(found);
  };
  if (isJsonLines(file)) eachObjectRow(text, file, { targets, visit });
  else eachRow(text, file, visit);
  if (table.length === 0) {
    throw new InputError(
      'data',
      `${file} holds no sentence; give one label and one sentence per line`,
    );
  }
  return table;
}

const whole = (table: SentenceTable): FoundPart => ({
  table,
  rows: new Uint32Array(table.length).map((_, row) => row),
});

/** Splits by the column `split`; returns the whole if there is none. */
function divideByColumn(table: SentenceTable): Found {
  if (!table.hasParts) return new Map([['whole', whole(table)]]);
  const found = new Map<PartName, GrowingNumbers>();
  for (let row = 0; row < table.length; row++) {
    const part = partNamed(table.part(row));
    if (part === undefined) {
      throw new InputError(
        'data',
        `${table.file}, line ${table.line(row)}: the split must be train, validation or test, got ` +
          `'${table.part(row)}'`,
      );
    }
    const rows = found.get(part) ?? new GrowingNumbers();
    rows.add(row);
    found.set(part, rows);
  }
  return new Map([...found].map(([part, rows]) => [part, { table, rows: rows.values }]));
}

/**
 * The classes of the run if there is one, else of the sentences: numbers by size, words
 * alphabetically.
 */
function classesOf(
  sentences: FoundPart | undefined,
  place: string,
  { encoding }: LoadContext,
): readonly string[] {
  if (encoding !== undefined) return checkWordsEncoding(encoding).classes;
  const found = new Set<string>();
  for (const row of sentences?.rows ?? []) found.add(sentences!.table.answer(row));
  const names = [...found];
  if (names.length === 1) {
    throw new InputError('data', `${place} must have at least two classes, got one (${names[0]})`);
  }
  const numeric = names.every((name) => /^\d+$/.test(name));
  return names.sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
}

function withLabels(
  { table, rows }: FoundPart,
  {
    classes,
    groups,
  }: {
    readonly classes: readonly string[];
    readonly groups: ReadonlyMap<string, number> | undefined;
  },
  { encoding }: LoadContext,
): LabelledRows {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const labelOf = (row: number): number => {
    const className = table.answer(row);
    const label = labels.get(className);
    if (label !== undefined) return label;
    throw new InputError(
      'data',
      `${table.file}, line ${table.line(row)}: ` +
        (encoding === undefined
          ? `the class "${className}" is not in the training part, so it cannot be learned; add sentences ` +
            `of it there`
          : `the class "${className}" is not among those of the run: ${classes.slice(0, 5).join(', ')}` +
            (classes.length > 5 ? ', …' : '')),
    );
  };
  return new LabelledRows(table, rows, {
    labels: Int32Array.from(rows, labelOf),
    groups: groups && Int32Array.from(rows, (row) => groups.get(table.group(row))!),
  });
}

function divide(
  parts: ReadonlyMap<PartName, LabelledRows>,
  of: {
    readonly place: string;
    readonly classes: readonly string[];
    readonly context: LoadContext;
  },
): SentenceParts {
  const { place, classes, context } = of;
  const all = parts.get('whole');
  if (all) {
    const { train, test } = divideSentences(all, context, { place, classes });
    return { train: all.at(train), test: all.at(test) };
  }
  refuseFold(place, context.options);
  const validation = parts.get('validation');
  return {
    train: parts.get('train') ?? [],
    ...(validation && { validation }),
    test: parts.get('test')!,
  };
}

/** The columns of numbers that a call asks for, or the run that reads the table predicts. */
function targetsAsked({ options = {}, encoding }: LoadContext): string | undefined {
  if (options['targets'] !== undefined || encoding === undefined) return options['targets'];
  const { targets } = checkWordsEncoding(encoding);
  return targets?.task === 'regression' ? targets.names.join(',') : undefined;
}

/**
 * What is to be predicted, where that is not one class: labels, those of the run if there is one, or numbers.
 *
 * @throws InputError where parts differ, or the run predicts something else.
 */
function targetsOf(
  first: FoundPart,
  parts: readonly FoundPart[],
  { place, context: { encoding } }: { readonly place: string; readonly context: LoadContext },
): TargetForm | undefined {
  const { kind } = first.table;
  const other = parts.find(({ table }) => JSON.stringify(table.kind) !== JSON.stringify(kind));
  if (other) {
    throw new InputError(
      'data',
      `${path.basename(first.table.file)} and ${path.basename(other.table.file)} in ${place} must say in the same ` +
        'columns what is right: label, labels, or the same numbers',
    );
  }
  const trained = encoding === undefined ? undefined : checkWordsEncoding(encoding);
  const given = trained && (trained.targets?.task ?? 'classification');
  const task = {
    class: 'classification',
    labels: 'multi-label',
    numbers: 'regression',
  }[kind.kind];
  if (given !== undefined && given !== task) {
    throw new InputError(
      'data',
      `the run was trained on ${given}, but the answers in ${place} are for ${task}; choose data like that of its training`,
    );
  }
  if (kind.kind === 'class') return undefined;
  if (kind.kind === 'numbers') {
    const { names, units } = kind;
    return { task, shape: [names.length], names, ...(units && { units }) };
  }
  const names = trained?.targets?.names ?? labelsIn(first);
  if (names.length === 0) {
    throw new InputError('data', `${place} has no label in its column "labels"; give some, as a;b`);
  }
  return { task, shape: [names.length], names };
}

const labelsOf = (answer: string): string[] =>
  answer
    .split(';')
    .map((label) => label.trim())
    .filter((label) => label !== '');

const labelsIn = ({ table, rows }: FoundPart): string[] => {
  const found = new Set<string>();
  for (const row of rows) for (const label of labelsOf(table.answer(row))) found.add(label);
  return [...found].sort();
};

/** Rows with numbers: those of their columns, or 1 for each label that they have. */
function withTargets(
  { table, rows }: FoundPart,
  {
    targets: { task, names },
    groups,
  }: {
    readonly targets: TargetForm;
    readonly groups: ReadonlyMap<string, number> | undefined;
  },
): LabelledRows {
  const numbersOf = (row: number): number[] => {
    const answer = table.answer(row);
    if (task === 'regression') return answer.split('\t').map(Number);
    const labels = labelsOf(answer);
    const unknown = labels.find((label) => !names.includes(label));
    if (unknown === undefined) return names.map((name) => Number(labels.includes(name)));
    throw new InputError(
      'data',
      `${table.file}, line ${table.line(row)}: the label "${unknown}" is none of those that are trained: ` +
        `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
    );
  };
  const targets = Float32Array.from([...rows].flatMap(numbersOf));
  return new LabelledRows(table, rows, {
    labels: new Int32Array(rows.length),
    groups: groups && Int32Array.from(rows, (row) => groups.get(table.group(row))!),
    targets: (at) => [...targets.subarray(at * names.length, (at + 1) * names.length)],
  });
}
