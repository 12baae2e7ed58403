import { InputError } from '@axiswise/messages';
import { isCsv, type Row } from './sentence-rows.ts';

/** A sentence of a table. */
export interface SentenceRow {
  readonly text: string;
  readonly line: number;
}

/** A sentence and the name of its class. */
export interface LabelledRow extends SentenceRow {
  readonly className: string;
  /** The value of its split column. */
  readonly part?: string;
  /** The value of its group column. */
  readonly group?: string;
}

const names = {
  label: ['label', 'class', 'category', 'sentiment', 'polarity', 'target'],
  text: ['text', 'sentence', 'review', 'content', 'comment', 'message'],
  part: ['split', 'part', 'partition', 'set'],
  // Not `author`, `speaker` and the like: a table may have them without meaning them so.
  group: ['group'],
} as const;

/** Describes the layout of a table, for messages. */
const layout = (file: string): string =>
  isCsv(file)
    ? 'each line is a label, a comma and the sentence (in quotation marks if it has a comma), or a first ' +
      'line names the columns label and text'
    : 'each line is a label, a tab and the sentence, or a first line names the columns label and text';

/**
 * Finds labels and sentences in the rows of a table, which are given one after another.
 *
 * A first row that names both columns (`label` or `class` …, `text` or `sentence` …) is a header:
 * it defines the columns, `split` and `group` among them, and all rows have as many fields. Without a header
 * the first field is the label and the rest the sentence.
 *
 * @returns a function that takes the next row; it returns undefined for the header.
 * @throws InputError (when it takes a row) with the line if a row has no sentence or label, or another
 *   number of fields.
 */
export function labelledRowsOf(file: string): (row: Row) => LabelledRow | undefined {
  let first: Row | undefined;
  let columns: ReturnType<typeof findHeader>;
  return (row) => {
    if (first === undefined) {
      first = row;
      columns = findHeader(first);
      if (columns?.label !== undefined) return undefined;
    }
    if (columns?.label !== undefined) {
      const { label, text, part, group } = columns;
      checkWidth(row, first, file);
      return {
        text: row.fields[text],
        className: checkedLabel(row.fields[label], row, file),
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
      className: checkedLabel(row.fields[0], row, file),
      text: restOf(row, file),
      line: row.line,
    };
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
function findHeader(row: Row | undefined):
  | {
      readonly label?: number;
      readonly text: number;
      readonly part?: number;
      readonly group?: number;
    }
  | undefined {
  const fields = (row?.fields ?? []).map((field) => field.trim().toLowerCase());
  const column = (of: keyof typeof names): number | undefined => {
    const at = fields.findIndex((field) => names[of].some((name) => name === field));
    return at === -1 ? undefined : at;
  };
  const [label, text] = [column('label'), column('text')];
  const [part, group] = [column('part'), column('group')];
  if (text === undefined || (label === undefined && fields.length > 1)) return undefined;
  return {
    text,
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
