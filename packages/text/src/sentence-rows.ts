import { InputError } from '@axiswise/messages';
import { type CsvError, parse } from 'csv-parse/sync';
import { linesOf } from './decode-text.ts';

/** One line of a table, or one record of a CSV, which may span several lines. */
export interface Row {
  readonly fields: readonly string[];
  /** Line number, from 1; of a record of several lines, that of the last. */
  readonly line: number;
}

/** Whether a file holds a JSON object a line, by its name. */
export const isJsonLines = (file: string): boolean => /\.(jsonl|ndjson|json)$/i.test(file);

/** Whether a file is CSV by its name; any other file is read as TSV. */
export const isCsv = (file: string): boolean => /\.csv$/i.test(file);

/**
 * Reads the rows of a TSV or CSV file; blank lines are skipped.
 *
 * TSV lines are fields between tabs; quotation marks belong to the text. CSV follows RFC 4180:
 * fields in quotation marks may hold commas and line ends.
 *
 * @param file its name selects the format, and appears in messages.
 * @throws InputError with the line if quotation marks in a CSV do not match.
 */
export function readRows(text: string, file: string): Row[] {
  const rows: Row[] = [];
  eachRow(text, file, (row) => rows.push(row));
  return rows;
}

/** Reads rows like {@link readRows}, one after another, so that a table of millions fits into memory. */
export function eachRow(text: string, file: string, visit: (row: Row) => void): void {
  if (isCsv(file)) {
    eachCsvRow(text, file, visit);
    return;
  }
  let line = 0;
  for (const content of linesOf(text)) {
    line++;
    if (content.trim() === '' && !content.includes('\t')) continue;
    visit({ fields: content.split('\t'), line });
  }
}

function eachCsvRow(text: string, file: string, visit: (row: Row) => void): void {
  let lastWhole = 0;
  try {
    parse(text, {
      on_record: (record: string[], { lines: line }) => {
        lastWhole = line;
        visit({ fields: record, line });
        // Nothing is collected.
        return null;
      },
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code, lines: line } = cause as CsvError;
    if (code === undefined) throw cause;
    throw new InputError(
      'data',
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${file}, from line ${lastWhole + 1}: a quotation mark is never closed; close it`
        : `${file}, line ${line}: a quotation mark stands inside a field; put the whole field in ` +
            `quotation marks and write "" for one`,
      { cause },
    );
  }
}
