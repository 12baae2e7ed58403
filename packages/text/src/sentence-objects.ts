import { nameAndUnit } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { linesOf } from './decode-text.ts';
import {
  type ColumnKind,
  columnOf,
  layoutOfObjects as layout,
  type SentenceRow,
} from './sentence-columns.ts';
import type { Row } from './sentence-rows.ts';

type Fields = Readonly<Record<string, unknown>>;
type Fail = (message: string) => never;

/**
 * Reads JSON lines (`{"text": "A wonderful film.", "label": "good"}`) as the rows of a table: the fields of the first
 * line are its header, then comes a row for each line. What is right may be a text or a number; `labels` is a list of
 * them. Fields that say nothing of a sentence are empty in the rows.
 *
 * @param options.targets fields of numbers to predict in place of labels, as a,b.
 * @throws InputError with the line where one is no such object, lacks a field that the first line has, or a field has
 *   another type; or where a split or a group is in some lines only.
 */
export function eachObjectRow(
  text: string,
  file: string,
  options: { readonly targets?: string | undefined; readonly visit: (row: Row) => void },
): void {
  const { targets, visit } = options;
  const asked = new Set(targets?.split(',').map((name) => name.trim()));
  // Where numbers are asked for, labels are fields as any other.
  const kindOf = (name: string): ColumnKind | 'number' | undefined => {
    if (asked.has(nameAndUnit(name.trim()).name)) return 'number';
    const kind = columnOf(name);
    return targets !== undefined && (kind === 'label' || kind === 'labels') ? undefined : kind;
  };
  let columns: readonly { readonly name: string; readonly kind: ReturnType<typeof kindOf> }[] = [];
  eachObject(text, file, (fields, line, fail) => {
    if (columns.length === 0) {
      columns = Object.keys(fields).map((name) => ({ name, kind: kindOf(name) }));
      const kinds = columns.map(({ kind }) => kind);
      if (!kinds.includes('text')) fail(`there is no "text"; ${layout}`);
      const hasAnswer =
        targets !== undefined || kinds.includes('label') || kinds.includes('labels');
      if (!hasAnswer) fail(`there is no "label" and there are no "labels"; ${layout}`);
      visit({ fields: columns.map(({ name }) => name), line });
    }
    for (const name of Object.keys(fields)) {
      const kind = kindOf(name);
      const isOfAll = kind !== 'part' && kind !== 'group';
      if (isOfAll || columns.some((column) => column.name === name)) continue;
      fail(`there is a "${name}", but the first line has none; give it to all lines or to none`);
    }
    visit({
      fields: columns.map(({ name, kind }) =>
        kind === undefined ? '' : fieldOf(fields[name], { name, kind, fail }),
      ),
      line,
    });
  });
}

/** Reads the sentences of JSON lines that need not have labels. */
export function objectSentences(text: string, file: string): SentenceRow[] {
  const rows: SentenceRow[] = [];
  eachObject(text, file, (fields, line, fail) => {
    const name = Object.keys(fields).find((each) => columnOf(each) === 'text');
    if (name === undefined) return fail(`there is no "text"; give the sentence by that name`);
    rows.push({ text: fieldOf(fields[name], { name, kind: 'text', fail }), line });
  });
  return rows;
}

/** A field as the text of a cell. */
function fieldOf(
  value: unknown,
  {
    name,
    kind,
    fail,
  }: { readonly name: string; readonly kind: ColumnKind | 'number'; readonly fail: Fail },
): string {
  if (value === undefined) {
    return fail(`there is no "${name}", which the first line has; ${layout}`);
  }
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (kind === 'text') {
    return typeof value === 'string'
      ? value
      : fail(`"${name}" must be a text, got ${JSON.stringify(value)}`);
  }
  if (kind === 'labels' && Array.isArray(value)) {
    return value
      .map((label: unknown) => {
        const written = typeof label === 'number' ? String(label) : label;
        if (typeof written === 'string' && written.trim() !== '' && !written.includes(';')) {
          return written;
        }
        return fail(
          `a label must be a text without a semicolon, or a number, got ${JSON.stringify(label)}`,
        );
      })
      .join(';');
  }
  if (typeof value === 'string') return value;
  if (isNumber) return String(value);
  const wanted = {
    ...{ label: 'a text or a number', labels: 'a list of texts, or a text as a;b' },
    ...{ part: 'train, validation or test', group: 'a text or a number', number: 'a number' },
  }[kind];
  return fail(`"${name}" must be ${wanted}, got ${JSON.stringify(value)}`);
}

/** The object of each line that is not blank. */
function eachObject(
  text: string,
  file: string,
  visit: (fields: Fields, line: number, fail: Fail) => void,
): void {
  let line = 0;
  for (const content of linesOf(text)) {
    line++;
    if (content.trim() === '') continue;
    const at = line;
    const fail: Fail = (message) => {
      throw new InputError('data', `${file}, line ${at}: ${message}`);
    };
    let parsed: unknown;
    try {
      parsed = JSON.parse(content);
    } catch (cause) {
      return fail(`not valid JSON (${(cause as Error).message}); ${layout}`);
    }
    if (!isObject(parsed)) return fail(layout);
    visit(parsed, line, fail);
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
