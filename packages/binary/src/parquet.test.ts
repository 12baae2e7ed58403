import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, it, onTestFinished } from 'vitest';
import { parquet, type ParquetColumn } from './parquet.ts';

const columns: readonly ParquetColumn[] = [
  { name: 'strategy', type: 'text', values: ['slide, both', '−ü\n', null] },
  { name: 'accuracy', type: 'number', values: [0.1 + 0.2, null, 1] },
  { name: 'seed', type: 'integer', values: [0, null, 2 ** 53 - 1] },
  { name: 'trained', type: 'boolean', values: [true, false, null] },
  { name: 'unknown', type: 'number', values: [null, null, null] },
];

const python = process.env['AXISWISE_PYTHON'] ?? 'python3';
const pyarrow = spawnSync(python, ['-c', 'import pyarrow.parquet']).status === 0;
if (!pyarrow) console.log(`no pyarrow reads the files: ${python} does not have it`);

it('is read back as it was', async () => {
  const bytes = await parquet(columns);
  const file = bytes.buffer as ArrayBuffer;
  expect(await parquetReadObjects({ file })).toEqual([
    { strategy: 'slide, both', accuracy: 0.1 + 0.2, seed: 0n, trained: true, unknown: null },
    { strategy: '−ü\n', accuracy: null, seed: null, trained: false, unknown: null },
    { strategy: null, accuracy: 1, seed: 2n ** 53n - 1n, trained: null, unknown: null },
  ]);
});

it('has the same schema with other values, and without any', async () => {
  const without = columns.map((column) => ({ ...column, values: [] }));
  const full = parquetMetadata((await parquet(columns)).buffer as ArrayBuffer);
  const empty = parquetMetadata((await parquet(without)).buffer as ArrayBuffer);
  expect(empty.schema).toEqual(full.schema);
  expect(empty.num_rows).toBe(0n);
});

it.skipIf(!pyarrow)('is read by pyarrow, another implementation', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-parquet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [full, empty] = ['full', 'empty'].map((name) => path.join(folder, `${name}.parquet`));
  writeFileSync(full, await parquet(columns));
  writeFileSync(empty, await parquet(columns.map((column) => ({ ...column, values: [] }))));
  const script = `
import json, sys
import pyarrow.parquet as parquet
full, empty = map(parquet.read_table, sys.argv[1:])
print(json.dumps([full.to_pydict(), [str(field.type) for field in full.schema],
                  empty.num_rows, empty.schema.equals(full.schema)]))`;
  const { stdout, stderr } = spawnSync(python, ['-c', script, full, empty]);
  if (String(stdout) === '') throw new Error(String(stderr));
  expect(JSON.parse(String(stdout))).toEqual([
    Object.fromEntries(columns.map(({ name, values }) => [name, values])),
    ['string', 'double', 'int64', 'bool', 'double'],
    0,
    true,
  ]);
});
