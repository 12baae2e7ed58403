import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError, isInputError } from '@axiswise/messages';
import { type CsvError, parse } from 'csv-parse';

/**
 * Reads the rows of a CSV file (RFC 4180) one after another, so that the file may be larger than memory.
 * A byte order mark and blank lines are skipped. A file `.tsv` has tabs in place of commas.
 *
 * @param visit gets the fields and the line number, from 1; of a row of several lines, that of the last.
 * @throws InputError with file and line where the file cannot be read or its quotation marks do not match.
 */
export async function eachCsvRow(
  file: string,
  visit: (fields: readonly string[], line: number) => void,
): Promise<void> {
  let line = 0;
  const parser = parse({
    bom: true,
    delimiter: /\.tsv$/i.test(file) ? '\t' : ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    // The reader counts the fields itself, to say it in words.
    relax_column_count: true,
  });
  const rows = new Writable({
    objectMode: true,
    highWaterMark: 1000,
    write: (fields: string[], _encoding, done) => {
      // Counted here, since the parser takes as long to say it as to read.
      line += 1 + lineBreaksIn(fields);
      try {
        if (fields.length > 1 || fields[0] !== '') visit(fields, line);
        done();
      } catch (cause) {
        done(cause as Error);
      }
    },
  });
  try {
    await pipeline(createReadStream(file), parser, rows);
  } catch (cause) {
    if (isInputError(cause)) throw cause;
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall !== undefined) throw readingError(file, cause as NodeJS.ErrnoException);
    if (!code?.startsWith('CSV_')) throw cause;
    throw new InputError(
      'data',
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${file}, from line ${line + 1}: a quotation mark is never closed; close it`
        : `${file}, line ${(cause as CsvError).lines}: a quotation mark stands inside a field; put the ` +
            `whole field in quotation marks and write "" for one`,
      { cause },
    );
  }
}

function lineBreaksIn(fields: readonly string[]): number {
  let breaks = 0;
  for (const field of fields) {
    if (field.includes('\n')) breaks += field.split('\n').length - 1;
  }
  return breaks;
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
