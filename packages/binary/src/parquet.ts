/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  /** Text is UTF-8, a number has 64 bits of floating point, an integer 64 bits. */
  readonly type: 'text' | 'number' | 'integer' | 'boolean';
  /** Each value is of that type; null where it is not known. All columns have as many. */
  readonly values: readonly (string | number | boolean | null)[];
}

const types = { text: 'STRING', number: 'DOUBLE', integer: 'INT64', boolean: 'BOOLEAN' } as const;

/**
 * Encodes columns as a file of Apache Parquet, compressed by Snappy.
 *
 * Every column may hold nulls, whether it does or not, so that files of the same columns have the same
 * schema and can be read as one.
 *
 * Source: https://parquet.apache.org/docs/file-format/
 */
export async function parquet(columns: readonly ParquetColumn[]): Promise<Uint8Array> {
  // Loaded on first use: most programs that encode something else never need it.
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columns.map(({ name, type, values }) => ({
    name,
    type: types[type],
    nullable: true,
    data:
      type === 'integer'
        ? values.map((value) => (value === null ? null : BigInt(value)))
        : [...values],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'axiswise' }));
}
