import { InputError } from '@axiswise/messages';
import { type CsvError, parse } from 'csv-parse/sync';
import { lines } from './decode-text.ts';

/** One line of a table, or one record of a CSV that goes over several. */
export interface Row {
  readonly fields: readonly string[];
  /** Counted from 1; of a record over several lines, the last. */
  readonly line: number;
}

/** Whether a file is CSV, by its name; any other is read as TSV. */
export const isCsv = (file: string): boolean => /\.csv$/i.test(file);

/**
 * The rows of a TSV or CSV file; blank lines are none.
 *
 * TSV is lines of fields between tabs and nothing else: quotation marks belong to the text. CSV is read as
 * RFC 4180 says, fields in quotation marks may hold commas and line ends.
 *
 * @param file its name says which, and stands in messages.
 * @throws InputError where quotation marks in a CSV do not fit, naming the line.
 */
export function readRows(text: string, file: string): Row[] {
  if (isCsv(file)) return readCsv(text, file);
  return lines(text).flatMap((content, i) =>
    content.trim() === '' && !content.includes('\t')
      ? []
      : [{ fields: content.split('\t'), line: i + 1 }],
  );
}

/** What csv-parse answers with `info: true`. */
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
        ? `${file}, from line ${lastWhole + 1} on: a quotation mark opens and is never closed; close it`
        : `${file}, line ${line}: a quotation mark stands inside a field; put the whole field in ` +
            `quotation marks and write "" for one`,
      { cause },
    );
  }
}
