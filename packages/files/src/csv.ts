/** What a field of CSV is written from; null and undefined give an empty one. */
export type CsvValue = string | number | boolean | null | undefined;

/**
 * Writes one row of CSV by RFC 4180: it ends in CRLF; a field with a comma, a quote or a line break is
 * quoted, and its quotes are doubled. An unknown value is an empty field.
 *
 * @example
 * csvRow(['slide, both', 0.98, null]); // '"slide, both",0.98,\r\n'
 */
export const csvRow = (fields: readonly CsvValue[]): string =>
  `${fields.map(csvField).join(',')}\r\n`;

function csvField(value: CsvValue): string {
  if (value == null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
