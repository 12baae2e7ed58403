import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError, isInputError } from '@axiswise/messages';
import { type CsvError, parse } from 'csv-parse';

/**
 * Reads the rows of a CSV file (RFC 4180) one after another, so that the file may be larger than memory.
 * A byte order mark and blank lines are skipped.
 *
 * @param visit gets the fields and the line number, from 1; of a row of several lines, that of the last.
 * @throws InputError with file and line where the file cannot be read or its quotation marks do not match.
 */
export async function eachCsvRow(
  file: string,
  visit: (fields: readonly string[], line: number) => void,
): Promise<void> {
  let lastWhole = 0;
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    // The reader counts the fields itself, to say it in words.
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (record: string[], { lines: line }) => {
      lastWhole = line;
      visit(record, line);
      // Nothing is collected.
      return null;
    },
  });
  const nothing = new Writable({ objectMode: true, write: (_row, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), parser, nothing);
  } catch (cause) {
    if (isInputError(cause)) throw cause;
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall !== undefined) throw readingError(file, cause as NodeJS.ErrnoException);
    if (!code?.startsWith('CSV_')) throw cause;
    throw new InputError(
      'data',
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${file}, from line ${lastWhole + 1}: a quotation mark is never closed; close it`
        : `${file}, line ${(cause as CsvError).lines}: a quotation mark stands inside a field; put the ` +
            `whole field in quotation marks and write "" for one`,
      { cause },
    );
  }
}

function readingError(file: string, cause: NodeJS.ErrnoException): InputError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'is missing',
    EISDIR: 'is a folder, but a CSV file is wanted',
    EACCES: 'may not be read',
  };
  const reason = reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`;
  return new InputError('data', `${file} ${reason}`, { cause });
}
