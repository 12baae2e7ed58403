import { csvRow, type CsvValue } from '@axiswise/files';

export type { CsvValue };

/**
 * Writes a table as CSV, as {@link csvRow} does each of its rows.
 *
 * @example
 * csvText(['strategy', 'accuracy'], [['slide, both', 0.98]]).split('\r\n');
 * // ['strategy,accuracy', '"slide, both",0.98', '']
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map(csvRow).join('');
}
