import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { eachCsvRow } from '@axiswise/files';
import { InputError, listAnd } from '@axiswise/messages';
import type { GivenAnswers } from './answers.ts';
import type { FileKind } from './class-files.ts';
import type { ExamplePart } from './example-parts.ts';
import { hasPartFiles, partFiles } from './part-files.ts';
import { partNamed } from './part-names.ts';

/** A table of files, and what is right for each of them. */
export interface FileTable {
  /** With their folders. */
  readonly files: readonly string[];
  /** As the table names them. */
  readonly names: readonly string[];
  /** The file with the labels of all positions of each, with its folder; null where there is no column of them. */
  readonly masks: readonly string[] | null;
  readonly given: GivenAnswers;
}

const tablePattern = /\.(csv|tsv)$/i;

/** Whether a path is a table by its name, or a folder of tables `train` and `test`. */
export const isTable = (place: string): boolean =>
  tablePattern.test(place) || hasPartFiles(place, tablePattern);

/** Whether the first line of a table, or of each table of a folder, names a column `file`. */
export const isFileTable = (place: string): boolean =>
  isTable(place) &&
  partFiles(place, tablePattern, { isScored: true }).every(({ file }) => namesFiles(file));

/**
 * The first file that a table names, as the table writes it, by which the kind of its files is told; undefined where a
 * path is no table of files, or has no line behind the first.
 */
export function firstFileOf(place: string): string | undefined {
  if (!isFileTable(place)) return undefined;
  const [{ file: table }] = partFiles(place, tablePattern, { isScored: true });
  const [titles, fields = []] = firstLines(table);
  return fields[titles.findIndex((title) => title.toLowerCase() === 'file')];
}

const namesFiles = (table: string): boolean =>
  firstLines(table)[0].some((title) => title.toLowerCase() === 'file');

/** The fields of the first two lines of a table, of which the second is absent where it is not read so easily. */
function firstLines(table: string): readonly [readonly string[], (readonly string[])?] {
  const [first, second] = startOf(table)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split(/[,\t]/).map((field) => field.trim().replace(/^"(.*)"$/, '$1')));
  return second?.length === first.length ? [first, second] : [first];
}

/** The first characters of a file; empty where it cannot be read. */
function startOf(file: string): string {
  const bytes = Buffer.alloc(4096);
  try {
    const open = openSync(file, 'r');
    try {
      return bytes.toString('utf8', 0, readSync(open, bytes));
    } finally {
      closeSync(open);
    }
  } catch {
    return '';
  }
}

/** The option of a table of files that names its columns to predict, for `checkOptionNames`. */
export const targetsOption = { targets: 'COLUMN,COLUMN' } as const;

/**
 * Reads a CSV or TSV file, or a folder of a `train.csv`, a `test.csv` and perhaps a `validation.csv`, whose first line names its columns: `file` (a path beside the table), and what is
 * right for each: `label`, a class; `labels`, several of them as `a;b`; or `mask` (or `track`), another file with the class of each
 * position; else every other column is a number to predict, with its unit where it is named `slant (°)`. A column `split` says `train`, `validation` or `test`, a
 * column `group` what examples have in common that depend on each other.
 *
 * @throws InputError with the line where a column is missing, or a field is not what it should be.
 */
export async function readFileTable(
  table: string,
  kind: FileKind,
  {
    targets: asked,
    isScored = false,
  }: {
    /** The columns to predict, where there are others or a label; see {@link targetsOption}. */
    readonly targets?: string | undefined;
    /** Whether a run is to be scored: of what names splits only the test is read. */
    readonly isScored?: boolean;
  } = {},
): Promise<FileTable> {
  const tables = partFiles(table, tablePattern, { isScored });
  const [files, names, lines]: [string[], string[], number[]] = [[], [], []];
  const known = new Map<string, string>();
  const [classes, parts, groups]: [string[], (ExamplePart | undefined)[], (string | undefined)[]] =
    [[], [], []];
  const labelLists: string[][] = [];
  const masks: string[] = [];
  const targets: number[] = [];
  const fileOf: string[] = [];
  let first: Columns | undefined;
  let skipped = 0;
  for (const { file: each, part: ofTable } of tables) {
    const folder = path.dirname(each);
    let columns: Columns | undefined;
    await eachCsvRow(each, (fields, line) => {
      const fail: Fail = (message) => {
        throw new InputError('data', `${each}, line ${line}: ${message}`);
      };
      if (!columns) {
        columns = columnsOf(fields, kind, { asked, fail });
        first ??= columns;
        if (answersIn(columns) !== answersIn(first)) {
          fail(
            `its columns are for ${answersIn(columns)}, but those of ${path.basename(tables[0].file)} for ${answersIn(first)}; ` +
              'name the same ones',
          );
        }
        return;
      }
      const { count, file, label, labels, mask, numbers, split, group } = columns;
      if (fields.length !== count) {
        fail(`there are ${fields.length} fields, but the first line names ${count} columns`);
      }
      const field = (at: number | undefined): string | undefined =>
        at === undefined ? undefined : fields[at].trim();
      const part = split === undefined ? undefined : partOf(field(split)!, fail);
      if (ofTable && part && part !== ofTable) {
        fail(`the split is ${part}, but the table is for ${ofTable}; leave the column out`);
      }
      if (isScored && part && part !== 'test') {
        skipped++;
        return;
      }
      const name = field(file)!;
      const place = path.resolve(folder, name);
      if (!kind.pattern.test(name)) fail(`"${name}" is no ${kind.formats}`);
      if (!existsSync(place)) fail(`there is no file ${name} in ${folder}`);
      if (known.has(place)) fail(`${name} is in ${known.get(place)} already`);
      known.set(place, `${tables.length > 1 ? `${path.basename(each)}, ` : ''}line ${line}`);
      files.push(place);
      names.push(name);
      lines.push(line);
      if (label !== undefined) classes.push(field(label) || fail('the label is empty'));
      if (labels !== undefined) labelLists.push(listOf(field(labels)!));
      if (mask !== undefined) {
        const beside =
          field(mask) || fail('the mask is missing; leave the row out where there is none');
        if (!existsSync(path.resolve(folder, beside)))
          fail(`there is no mask ${beside} in ${folder}`);
        masks.push(path.resolve(folder, beside));
      }
      for (const number of numbers) targets.push(numberOf(field(number.at)!, number.name, fail));
      parts.push(ofTable ?? part);
      fileOf.push(each);
      groups.push(group === undefined ? undefined : field(group) || fail('the group is empty'));
    });
  }
  if (skipped > 0 && files.length === 0) {
    throw new InputError('data', `${table} has no row with the split test; add some`);
  }
  if (!first || files.length === 0) {
    throw new InputError(
      'data',
      `${table} has no row; its first line names the columns, such as file,label, and each other one a ${kind.one}`,
    );
  }
  const { labels, numbers } = first;
  const units = numbers.flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
  return {
    files,
    names,
    masks: first.mask === undefined ? null : masks,
    given: {
      ...{ lines, fileOf, names: classes, targets, parts, groups },
      labelLists: labels === undefined ? null : labelLists,
      targetNames: numbers.length === 0 ? null : numbers.map((each) => each.name),
      ...(units.length > 0 && units.length === numbers.length && { units }),
    },
  };
}

type Fail = (message: string) => never;

/** Where the columns are. */
interface Columns {
  readonly count: number;
  readonly file: number;
  readonly label: number | undefined;
  readonly labels: number | undefined;
  readonly mask: number | undefined;
  readonly numbers: readonly {
    readonly at: number;
    readonly name: string;
    readonly unit?: string | undefined;
  }[];
  readonly split: number | undefined;
  readonly group: number | undefined;
}

function columnsOf(
  header: readonly string[],
  kind: FileKind,
  { asked, fail }: { readonly asked: string | undefined; readonly fail: Fail },
): Columns {
  const titles = header.map((title) => title.trim());
  const named = titles.map(nameAndUnit);
  const find = (name: string): number | undefined => {
    const at = titles.findIndex((title) => title.toLowerCase() === name);
    return at === -1 ? undefined : at;
  };
  const twice = named.find(({ name }, i) => named.findIndex((each) => each.name === name) < i);
  if (twice) fail(`two columns are named "${twice.name}"; name them differently`);
  const file = find('file');
  if (file === undefined) {
    return fail(
      `there is no column "file", which names the ${kind.many}; the first line names the columns, such as ` +
        'file,label',
    );
  }
  const [label, labels, split, group] = ['label', 'labels', 'split', 'group'].map(find);
  const mask = find('mask') ?? find('track');
  const common = { count: titles.length, file, split, group };
  if (asked !== undefined) {
    const numbers = asked.split(',').map((name) => {
      const at = named.findIndex((each) => each.name === name.trim());
      if (at !== -1) return { at, ...named[at] };
      return fail(
        `there is no column "${name.trim()}" to predict; there are ${named.map((each) => each.name).join(', ')}`,
      );
    });
    return { ...common, label: undefined, labels: undefined, mask: undefined, numbers };
  }
  const answers = Object.entries({ label, labels, mask }).flatMap(([name, at]) =>
    at === undefined ? [] : [`"${name}"`],
  );
  if (answers.length > 1) {
    fail(
      `there are columns ${listAnd(answers)}; leave ${answers.length > 2 ? 'all but one' : 'one'} out`,
    );
  }
  if (answers.length > 0) return { ...common, label, labels, mask, numbers: [] };
  const numbers = named
    .map((each, at) => ({ at, ...each }))
    .filter(({ at }) => ![file, split, group].includes(at));
  if (numbers.length > 0) return { ...common, label, labels, mask, numbers };
  return fail(
    'nothing is to be predicted; add a column "label" (a class), "labels" (several, as a;b), "mask" (a file with ' +
      'the class of each position), or one of numbers',
  );
}

/** What the columns of a table say is right, for comparison with another table. */
const answersIn = ({ label, labels, mask, numbers }: Columns): string =>
  label !== undefined
    ? 'a label'
    : labels !== undefined
      ? 'labels'
      : mask !== undefined
        ? 'a mask'
        : numbers.map(({ name }) => name).join(', ');

/** `slant (°)` → the name `slant` and the unit `°`. */
export function nameAndUnit(title: string): { readonly name: string; readonly unit?: string } {
  const [, name, unit] = /^(.*\S)\s*\(([^()]+)\)$/.exec(title) ?? [];
  return name === undefined ? { name: title } : { name, unit };
}

/** Each label once; none where the field is empty. */
const listOf = (field: string): string[] => [
  ...new Set(
    field
      .split(';')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  ),
];

function numberOf(field: string, name: string, fail: Fail): number {
  const value = Number(field);
  if (field !== '' && Number.isFinite(Math.fround(value))) return value;
  return fail(
    `the ${name} must be a number, got "${field}"; correct it, leave the row out, or name the columns to predict ` +
      'with --data-options targets=COLUMN,COLUMN',
  );
}

function partOf(field: string, fail: Fail): ExamplePart {
  const part = partNamed(field);
  return part ?? fail(`the split must be train, validation or test, got "${field}"`);
}
