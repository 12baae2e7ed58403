import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillFolder } from './fill-folder.ts';
import { typescriptArguments } from '@axiswise/processes';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'axiswise-fill-'));
  folder = path.join(parent, 'library');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const writeOne = (temporary: string) => writeFile(path.join(temporary, 'a'), 'whole');

test('a filled folder appears under its name, and nothing beside it', async () => {
  await fillFolder(folder, async (temporary) => {
    await writeOne(temporary);
    expect(existsSync(folder)).toBe(false);
  });
  expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('whole');
  expect(readdirSync(parent)).toEqual(['library']);
});

test('filling that fails leaves nothing', async () => {
  const failing = fillFolder(folder, async (temporary) => {
    await writeOne(temporary);
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(readdirSync(parent)).toEqual([]);
});

test('a process killed while filling leaves no valid folder, and the next call cleans up', async () => {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { fillFolder } from ${JSON.stringify(new URL('./fill-folder.ts', import.meta.url).href)};
    await fillFolder(process.argv[2], async (temporary) => {
      writeFileSync(temporary + '/half', '');
      process.kill(process.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const entry = path.join(parent, 'entry.mjs');
  await writeFile(entry, script);
  const loader = typescriptArguments(new URL('./fill-folder.ts', import.meta.url)).slice(0, -1);
  const { signal } = spawnSync(process.execPath, [...loader, entry, folder]);
  expect(signal).toBe('SIGKILL');
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(parent).filter((name) => name.includes('.partial-'))).toHaveLength(1);

  await fillFolder(folder, writeOne);
  expect(readdirSync(parent).sort()).toEqual(['entry.mjs', 'library']);
  expect(readdirSync(folder)).toEqual(['a']);
});

test('the unfinished folder of a running process is kept', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  try {
    const running = `${folder}.partial-${other.pid}`;
    mkdirSync(running);
    await fillFolder(folder, writeOne);
    expect(existsSync(running)).toBe(true);
  } finally {
    other.kill();
  }
});

test('of two concurrent calls for one folder, the first to finish wins', async () => {
  await fillFolder(folder, async (temporary) => {
    await writeFile(path.join(temporary, 'a'), 'second');
    mkdirSync(folder);
    await writeFile(path.join(folder, 'a'), 'first');
  });
  expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('first');
  expect(readdirSync(parent)).toEqual(['library']);
});

test('a place that cannot be written is the error of the system', async () => {
  const file = fileURLToPath(import.meta.url);
  await expect(fillFolder(path.join(file, 'below'), writeOne)).rejects.toThrow(/ENOTDIR|EEXIST/);
});
