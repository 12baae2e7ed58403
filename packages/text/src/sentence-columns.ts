import { nameAndUnit } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { isCsv, isJsonLines, type Row } from './sentence-rows.ts';

/** A sentence of a table. */
export interface SentenceRow {
  readonly text: string;
  readonly line: number;
}

/** A sentence and what is right for it. */
export interface LabelledRow extends SentenceRow {
  /** The name of its class; of several labels `a;b`; of numbers one behind another, with tabs between. */
  readonly answer: string;
  /** The value of its split column. */
  readonly part?: string;
  /** The value of its group column. */
  readonly group?: string;
}

/** What the answers of a table are. */
export type AnswerKind =
  | { readonly kind: 'class' | 'labels' }
  | {
      readonly kind: 'numbers';
      readonly names: readonly string[];
      readonly units?: readonly string[];
    };

const names = {
  label: ['label', 'class', 'category', 'sentiment', 'polarity', 'target'],
  // Not `tags` and the like: they may be of another kind.
  labels: ['labels'],
  text: ['text', 'sentence', 'review', 'content', 'comment', 'message'],
  part: ['split', 'part', 'partition', 'set'],
  // Not `author`, `speaker` and the like: a table may have them without meaning them so.
  group: ['group'],
} as const;

/** What a column says of a sentence. */
export type ColumnKind = keyof typeof names;

/** What the column of a name says; undefined where it is about something else. */
export const columnOf = (name: string): ColumnKind | undefined =>
  (Object.keys(names) as ColumnKind[]).find((kind) =>
    names[kind].some((each) => each === name.trim().toLowerCase()),
  );

/** Describes the layout of JSON lines, for messages. */
export const layoutOfObjects =
  'each line is an object such as {"text": "A wonderful film.", "label": "good"}';

/** Describes the layout of a table, for messages. */
const layout = (file: string): string =>
  isJsonLines(file)
    ? layoutOfObjects
    : isCsv(file)
      ? 'each line is a label, a comma and the sentence (in quotation marks if it has a comma), or a first ' +
        'line names the columns label and text'
      : 'each line is a label, a tab and the sentence, or a first line names the columns label and text';

/**
 * Finds labels and sentences in the rows of a table, which are given one after another.
 *
 * A first row that names both columns (`label` or `class` …, `text` or `sentence` …) is a header:
 * it defines the columns, `split` and `group` among them, and all rows have as many fields. Without a header
 * the first field is the label and the rest the sentence. A column `labels` has any number of labels in place of one,
 * as `a;b`.
 *
 * @param targets columns of numbers to predict in place of labels, as a,b.
 * @returns a function that takes the next row, and returns undefined for the header; and what the answers of the
 *   rows so far are.
 * @throws InputError (when it takes a row) with the line if a row has no sentence or label, or another
 *   number of fields, or what should be a number is none.
 */
export function labelledRowsOf(
  file: string,
  targets?: string,
): {
  readonly take: (row: Row) => LabelledRow | undefined;
  readonly kind: () => AnswerKind;
} {
  let first: Row | undefined;
  let columns: ReturnType<typeof findHeader>;
  let answers: Answers | undefined;
  const take = (row: Row): LabelledRow | undefined => {
    if (first === undefined) {
      first = row;
      columns = findHeader(first, targets !== undefined);
      answers = answersIn(first, columns, { file, targets });
      if (answers) return undefined;
    }
    if (columns && answers) {
      const { text, part, group } = columns;
      checkWidth(row, first, file);
      return {
        text: row.fields[text],
        answer: answers.of(row),
        ...(part !== undefined && { part: row.fields[part].trim() }),
        ...(group !== undefined && { group: checkedGroup(row.fields[group], row, file) }),
        line: row.line,
      };
    }
    if (row.fields.length === 1) {
      throw new InputError(
        'data',
        `${file}, line ${row.line} has no ${isCsv(file) ? 'comma' : 'tab'}: ${layout(file)}`,
      );
    }
    return {
      answer: checkedLabel(row.fields[0], row, file),
      text: restOf(row, file),
      line: row.line,
    };
  };
  return { take, kind: () => answers?.is ?? { kind: 'class' } };
}

/** What the columns of a header say is right. */
interface Answers {
  readonly is: AnswerKind;
  of(row: Row): string;
}

/**
 * The answers of a table with a header; undefined where its first line names no column of them, so that it is a
 * sentence.
 */
function answersIn(
  first: Row,
  columns: ReturnType<typeof findHeader>,
  { file, targets }: { readonly file: string; readonly targets: string | undefined },
): Answers | undefined {
  if (targets !== undefined) {
    if (!columns) {
      throw new InputError(
        'data',
        `${file} has no first line that names its columns, text among them, so there is no column ${targets} to predict`,
      );
    }
    return numbersIn(first, targets, file);
  }
  const { label, labels } = columns ?? {};
  if (label !== undefined && labels !== undefined) {
    throw new InputError(
      'data',
      `${file} has the columns "${first.fields[label].trim()}" and "${first.fields[labels].trim()}"; leave one out`,
    );
  }
  if (labels !== undefined)
    return { is: { kind: 'labels' }, of: ({ fields }) => fields[labels].trim() };
  if (label === undefined) return undefined;
  return { is: { kind: 'class' }, of: (row) => checkedLabel(row.fields[label], row, file) };
}

function numbersIn(first: Row, targets: string, file: string): Answers {
  const named = first.fields.map((title) => nameAndUnit(title.trim()));
  const wanted = targets.split(',').map((name) => {
    const at = named.findIndex((each) => each.name === name.trim());
    if (at !== -1) return { at, ...named[at] };
    throw new InputError(
      'data',
      `${file} has no column "${name.trim()}" to predict; there are ${named.map((each) => each.name).join(', ')}`,
    );
  });
  const units = wanted.flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
  return {
    is: {
      kind: 'numbers',
      names: wanted.map(({ name }) => name),
      ...(units.length === wanted.length && { units }),
    },
    of: ({ fields, line }) =>
      wanted
        .map(({ at, name }) => {
          const field = fields[at].trim();
          if (field !== '' && Number.isFinite(Math.fround(Number(field)))) return field;
          throw new InputError(
            'data',
            `${file}, line ${line}: the ${name} must be a number, got "${field}"; correct it, or leave the line out`,
          );
        })
        .join('\t'),
  };
}

/**
 * Finds the sentences in the rows of a table that need not have labels.
 *
 * It takes the column that a header names, else the text after the first tab or comma, else the
 * whole row.
 */
export function unlabelledRows(rows: readonly Row[], file: string): SentenceRow[] {
  const header = findHeader(rows[0]);
  if (header) {
    return rows.slice(1).map((row) => {
      checkWidth(row, rows[0], file);
      return { text: row.fields[header.text], line: row.line };
    });
  }
  return rows.map((row) => ({
    text: row.fields.length === 1 ? row.fields[0] : restOf(row, file),
    line: row.line,
  }));
}

/** Finds the columns that a first row names, if it names a column of sentences. */
function findHeader(
  row: Row | undefined,
  hasTargets = false,
):
  | {
      readonly label?: number;
      readonly labels?: number;
      readonly text: number;
      readonly part?: number;
      readonly group?: number;
    }
  | undefined {
  const fields = row?.fields ?? [];
  const column = (of: ColumnKind): number | undefined => {
    const at = fields.findIndex((field) => columnOf(field) === of);
    return at === -1 ? undefined : at;
  };
  const [label, labels, text] = [column('label'), column('labels'), column('text')];
  const [part, group] = [column('part'), column('group')];
  // A first sentence may be the word "text".
  const isNamed = label !== undefined || labels !== undefined || hasTargets;
  if (text === undefined || (!isNamed && fields.length > 1)) return undefined;
  return {
    text,
    ...(labels !== undefined && { labels }),
    ...(label !== undefined && { label }),
    ...(part !== undefined && { part }),
    ...(group !== undefined && { group }),
  };
}

function checkWidth(row: Row, header: Row, file: string): void {
  if (row.fields.length === header.fields.length) return;
  throw new InputError(
    'data',
    `${file}, line ${row.line} has ${row.fields.length} fields, but its first line names ` +
      `${header.fields.length} columns` +
      (isCsv(file) ? '; put sentences with commas in quotation marks' : '; give each line as many'),
  );
}

function checkedLabel(label: string, { line }: Row, file: string): string {
  const trimmed = label.trim();
  if (trimmed !== '') return trimmed;
  throw new InputError('data', `${file}, line ${line}: the label is empty; ${layout(file)}`);
}

function checkedGroup(group: string, { line }: Row, file: string): string {
  const trimmed = group.trim();
  if (trimmed !== '') return trimmed;
  throw new InputError(
    'data',
    `${file}, line ${line}: the group is empty; name one in every line, or rename the column`,
  );
}

/**
 * Joins the fields after the label; a tab in a sentence becomes a space, a comma may be a column.
 */
function restOf({ fields, line }: Row, file: string): string {
  if (!isCsv(file) || fields.length === 2) return fields.slice(1).join(' ');
  throw new InputError(
    'data',
    `${file}, line ${line} has ${fields.length} fields, but no header names the columns: ` +
      layout(file),
  );
}
