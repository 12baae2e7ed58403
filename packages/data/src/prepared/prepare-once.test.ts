import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { typescriptArguments } from '@axiswise/processes';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  clearPrepared,
  listPrepared,
  preparedName,
  preparedStore,
  prepareOnce,
} from './prepare-once.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-prepared-'));
  vi.stubEnv('AXISWISE_PREPARED_DIR', path.join(folder, 'prepared'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const entries = (): string[] =>
  existsSync(path.join(folder, 'prepared')) ? readdirSync(path.join(folder, 'prepared')) : [];
const onlyEntry = (): string => path.join(folder, 'prepared', entries()[0]);

/** Prepares a hundred numbers and counts how often that was done. */
let preparations = 0;
const prepare = (
  from = 0,
  more: { name?: string; length?: number; onProgress?: (line: string) => void } = {},
) => {
  const { name = 'counted', length = 100, onProgress } = more;
  return prepareOnce({
    name,
    code: import.meta.url,
    decidedBy: () => ({ from, length }),
    onProgress,
    prepare: (into) => {
      preparations++;
      into.keep(
        'labels',
        Int32Array.from({ length }, (_, i) => -i),
      );
      const room = into.reserve('inputs', 'float32', 4 * length);
      for (let i = 0; i < length; i++) room.set(Float32Array.of(from + i, 0.1, i / 3, -i), 4 * i);
      into.notice('numbers from a test');
      return { from, absent: undefined };
    },
  });
};
const contentOf = ({ facts, array, numbers }: Awaited<ReturnType<typeof prepare>>) => ({
  facts,
  labels: Buffer.from(array('labels', 'int32').slice().buffer).toString('hex'),
  inputs: Buffer.from(numbers('inputs').read(0, 400).slice().buffer).toString('hex'),
});
beforeEach(() => {
  preparations = 0;
});

test('data is prepared once, and read back with the same bytes, facts and notices', async () => {
  const lines: string[] = [];
  const onProgress = (line: string): void => void lines.push(line);
  const made = await prepare(7, { onProgress });
  const read = await prepare(7, { onProgress });
  expect(preparations).toBe(1);
  expect(contentOf(read)).toEqual(contentOf(made));
  expect(read.facts).toEqual({ from: 7 });
  expect(lines).toEqual(['numbers from a test', 'numbers from a test']);
  expect(read.array('labels', 'int32').buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(entries()).toHaveLength(1);
  expect((await listPrepared()).map(preparedName)).toEqual(['counted']);
});

test('what decides the data decides the entry', async () => {
  await prepare(1);
  expect((await prepare(2)).facts).toEqual({ from: 2 });
  await prepare(1, { name: 'other' });
  expect(preparations).toBe(3);
  expect(entries()).toHaveLength(3);
});

test.each([
  ['cut off', (file: string) => truncateSync(file, 700)],
  ['empty', (file: string) => truncateSync(file, 0)],
  [
    'changed in one bit of an array',
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[100] ^= 1;
      writeFileSync(file, bytes);
    },
  ],
  [
    'changed in its description',
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 40] ^= 1;
      writeFileSync(file, bytes);
    },
  ],
  ['of another kind', (file: string) => writeFileSync(file, 'something else altogether')],
])('an entry that is %s is made anew', async (_, damage) => {
  const made = contentOf(await prepare());
  const length = readFileSync(onlyEntry()).length;
  damage(onlyEntry());
  expect(contentOf(await prepare())).toEqual(made);
  expect(preparations).toBe(2);
  expect(readFileSync(onlyEntry())).toHaveLength(length);
  await prepare();
  expect(preparations).toBe(2);
});

test('what is larger than its share of memory is read from the file, also where none is kept', async () => {
  const length = 100_000;
  const inMemory = await prepare(0, { length });
  vi.stubEnv('AXISWISE_DATA_MEMORY_GB', '0.001');
  const read = await prepare(0, { length });
  expect(preparations).toBe(1);
  vi.stubEnv('AXISWISE_PREPARED_DIR', path.join(folder, 'again'));
  const made = await prepare(0, { length });
  vi.stubEnv('AXISWISE_PREPARED_GB', '0');
  const loose = await prepare(0, { length });
  expect(preparations).toBe(3);
  const wanted = inMemory.numbers('inputs').read(399_990, 400_000);
  for (const each of [read, made, loose]) {
    const inputs = each.numbers('inputs');
    expect(inputs.read(399_990, 400_000)).toEqual(wanted);
    // Where it is in a file, a view is not the array.
    expect(inputs.read(0, 8).buffer.byteLength).toBeLessThan(1000);
  }
  const left = [os.tmpdir(), path.join(folder, 'again')]
    .flatMap((place) => readdirSync(place))
    .filter((name) => name.startsWith('scratch.'));
  expect(left).toEqual([]);
});

test('a damaged entry that would stay in its file is made anew too', async () => {
  vi.stubEnv('AXISWISE_DATA_MEMORY_GB', '0.001');
  const length = 100_000;
  await prepare(0, { length });
  const bytes = readFileSync(onlyEntry());
  bytes[1_000_000] ^= 1;
  writeFileSync(onlyEntry(), bytes);
  await prepare(0, { length });
  expect(preparations).toBe(2);
});

test('the entries that were not used for the longest time make room', async () => {
  const days = (ago: number): number => Date.now() / 1000 - 86_400 * ago;
  await prepare(1);
  const { bytes } = (await listPrepared())[0];
  vi.stubEnv('AXISWISE_PREPARED_GB', String((2.5 * bytes) / 1e9));
  const [first] = entries();
  utimesSync(path.join(folder, 'prepared', first), days(2), days(2));
  await prepare(2);
  const second = entries().find((name) => name !== first)!;
  utimesSync(path.join(folder, 'prepared', second), days(1), days(1));
  // Used again, the first is the younger one.
  await prepare(1);
  await prepare(3);
  expect(entries()).toHaveLength(2);
  expect(entries()).toContain(first);
  expect(entries()).not.toContain(second);
});

test('nothing is kept of what is larger than the store, or where the store is off', async () => {
  vi.stubEnv('AXISWISE_PREPARED_GB', '0.000001');
  await prepare();
  await prepare();
  vi.stubEnv('AXISWISE_PREPARED_GB', '0');
  expect((await prepare()).facts).toEqual({ from: 0 });
  expect(preparations).toBe(3);
  expect(entries()).toEqual([]);
  vi.stubEnv('AXISWISE_PREPARED_GB', 'much');
  expect(() => preparedStore()).toThrow(
    "AXISWISE_PREPARED_GB must be a number of gigabytes, got 'much'",
  );
});

test('what changes while it is read is used and not kept', async () => {
  let state = 0;
  const { facts } = await prepareOnce({
    name: 'changing',
    code: import.meta.url,
    decidedBy: () => state++,
    prepare: () => 'read',
  });
  expect(facts).toBe('read');
  expect(entries()).toEqual([]);
});

test('a preparation that fails leaves nothing and can be tried again', async () => {
  const failing = () =>
    prepareOnce({
      name: 'failing',
      code: import.meta.url,
      decidedBy: () => 0,
      prepare: (into) => {
        into.keep('some', Uint8Array.of(1));
        throw new Error('no such picture');
      },
    });
  await expect(failing()).rejects.toThrow('no such picture');
  await expect(failing()).rejects.toThrow('no such picture');
  expect(entries()).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written keeps nothing', async () => {
  chmodSync(folder, 0o500);
  expect((await prepare()).facts).toEqual({ from: 0 });
  chmodSync(folder, 0o700);
});

test('a store at a place that cannot be a folder keeps nothing', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  vi.stubEnv('AXISWISE_PREPARED_DIR', path.join(folder, 'file', 'prepared'));
  const lines: string[] = [];
  const made = await prepare(0, { onProgress: (line) => void lines.push(line) });
  expect(made.facts).toEqual({ from: 0 });
  expect(lines.at(-1)).toMatch(/cannot be kept in .* \(ENOTDIR\) and is prepared anew each time$/);
});

test('it can be cleared, by name or all of it', async () => {
  await prepare(1);
  await prepare(2);
  await prepare(1, { name: 'an other' });
  expect((await clearPrepared(['an other', 'absent'])).map(preparedName)).toEqual(['an-other']);
  expect(await clearPrepared()).toHaveLength(2);
  expect(entries()).toEqual([]);
  await prepare(1);
  expect(preparations).toBe(4);
});

const log = (): string => path.join(folder, 'log');
const start = (milliseconds: number): ChildProcess =>
  spawn(
    process.execPath,
    [
      ...typescriptArguments(new URL('./prepare-process.fixture.ts', import.meta.url)),
      log(),
      String(milliseconds),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
const outputOf = async (child: ChildProcess): Promise<unknown> => {
  let text = '';
  child.stdout!.setEncoding('utf8').on('data', (some: string) => (text += some));
  await once(child, 'close');
  return JSON.parse(text);
};
const begun = (): string[] =>
  existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\n') : [];
const expected = { facts: { sum: 37_500 }, sum: 37_500 };

test('of two processes that want the same, one prepares it and both have it', async () => {
  const both = await Promise.all([outputOf(start(1000)), outputOf(start(1000))]);
  expect(both).toEqual([expected, expected]);
  expect(begun()).toHaveLength(1);
  expect(entries()).toHaveLength(1);
});

test('a killed process leaves nothing that is used, and keeps nobody waiting', async () => {
  // The numbers are written to a file at once, so a part of it is left.
  vi.stubEnv('AXISWISE_DATA_MEMORY_GB', '0.0001');
  const killed = start(600_000);
  while (begun().length === 0) await sleep(20);
  const waiting = outputOf(start(0));
  await sleep(300);
  expect(entries().some((name) => name.endsWith('.tmp'))).toBe(true);
  killed.kill('SIGKILL');
  expect(await waiting).toEqual(expected);
  expect(begun()).toHaveLength(2);
  expect(entries()).toEqual([expect.stringMatching(/^slow-[0-9a-f]{32}\.prepared$/)]);
  expect(await outputOf(start(0))).toEqual(expected);
  expect(begun()).toHaveLength(2);
});
