import { parquet, type ParquetColumn } from '@axiswise/binary';
import { csvText, type CsvValue } from './csv.ts';

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** Whether it holds integers. */
  readonly whole: boolean;
}

/** The numbers behind a page, as files: `tables/<name>.csv` and `tables/<name>.parquet`. */
export interface Table {
  readonly name: string;
  /** A name alone stands for text, truth values or numbers with fractions, as the values are. */
  readonly columns: readonly (string | TableColumn)[];
  readonly rows: readonly (readonly CsvValue[])[];
}

/** A column of integers: counts, seeds. */
export const whole = (name: string): TableColumn => ({ name, whole: true });

const nameOf = (column: string | TableColumn): string =>
  typeof column === 'string' ? column : column.name;

/** Writes a table as CSV, an empty field where a value is not known. */
export const csvOf = ({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string =>
  csvText(columns.map(nameOf), rows);

/** Writes a table as Parquet, null where a value is not known. */
export const parquetOf = ({
  columns,
  rows,
}: Pick<Table, 'columns' | 'rows'>): Promise<Uint8Array> =>
  parquet(
    columns.map((column, i): ParquetColumn => {
      const values = rows.map((row) => knownOf(row[i]));
      const name = nameOf(column);
      // A report of hours of training is worth more than the type of a column.
      const isWhole = typeof column !== 'string' && column.whole && values.every(isInteger);
      if (isWhole) return { name, type: 'integer', values };
      const type = typeOf(values);
      if (type !== 'text') return { name, type, values };
      return { name, type, values: values.map((value) => (value === null ? null : String(value))) };
    }),
  );

const isInteger = (value: string | number | boolean | null): boolean =>
  value === null || Number.isSafeInteger(value);

/** As CSV has it: a number that is not finite is not known. */
const knownOf = (value: CsvValue): string | number | boolean | null =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;

/** What all known values are; numbers where there are none, text where they differ. */
function typeOf(values: readonly (string | number | boolean | null)[]): ParquetColumn['type'] {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (kinds.size > 1 || kinds.has('string')) return 'text';
  return kinds.has('boolean') ? 'boolean' : 'number';
}
