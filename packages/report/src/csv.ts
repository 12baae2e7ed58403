export type CsvValue = string | number | boolean | null | undefined;

/**
 * Writes a table as CSV by RFC 4180: lines end in CRLF; a field with a comma, a quote or a line break is
 * quoted, and its quotes are doubled. An unknown value is an empty field.
 *
 * @example
 * csvText(['strategy', 'accuracy'], [['slide, both', 0.98]]).split('\r\n');
 * // ['strategy,accuracy', '"slide, both",0.98', '']
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: CsvValue): string {
  if (value == null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as a file: `tables/<name>.csv`. */
export interface CsvTable {
  readonly name: string;
  readonly csv: string;
}
