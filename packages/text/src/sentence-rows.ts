import { InputError } from '@axiswise/messages';
import { type CsvError, parse } from 'csv-parse/sync';
import { lines } from './decode-text.ts';

/** One line of a table, or one record of a CSV, which may span several lines. */
export interface Row {
  readonly fields: readonly string[];
  /** Line number, from 1; of a record of several lines, that of the last. */
  readonly line: number;
}

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
  if (isCsv(file)) return readCsv(text, file);
  return lines(text).flatMap((content, i) =>
    content.trim() === '' && !content.includes('\t')
      ? []
      : [{ fields: content.split('\t'), line: i + 1 }],
  );
}

/** A record of csv-parse with `info: true`. */
interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function readCsv(text: string, file: string): Row[] {
  let lastWhole = 0;
  try {
    const records = parse(text, {
      info: true,
      on_record: (record, { lines: line }) => {
        lastWhole = line;
        return record;
      },
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
    return records.map(({ record, info }) => ({ fields: record, line: info.lines }));
  } catch (cause) {
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
