import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentHash, fingerprint } from './fingerprint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axiswise-fingerprint-'));
  mkdirSync(join(folder, 'cat'));
  writeFileSync(join(folder, 'cat/1.png'), 'aa');
  writeFileSync(join(folder, 'cat/2.png'), 'bb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('stays the same while nothing changes', () => {
  expect(fingerprint(folder)).toBe(fingerprint(folder));
  expect(fingerprint(folder)).toMatch(/^[0-9a-f]{32}$/);
});

it.each<[string, () => void]>([
  ['is added', () => writeFileSync(join(folder, 'cat/3.png'), 'cc')],
  ['is removed', () => rmSync(join(folder, 'cat/1.png'))],
  ['is renamed', () => renameSync(join(folder, 'cat/1.png'), join(folder, 'cat/0.png'))],
  ['is written with another size', () => writeFileSync(join(folder, 'cat/1.png'), 'aaa')],
  ['is written with the same size', () => writeFileSync(join(folder, 'cat/1.png'), 'ac')],
  [
    'is written with the same size, and its old modification time set again',
    () => {
      const { atime, mtime } = statSync(join(folder, 'cat/1.png'));
      writeFileSync(join(folder, 'cat/1.png'), 'ac');
      utimesSync(join(folder, 'cat/1.png'), atime, mtime);
    },
  ],
])('changes when a file %s', (_how, change) => {
  const before = fingerprint(folder);
  change();
  expect(fingerprint(folder)).not.toBe(before);
});

it('changes when an empty folder appears', () => {
  const before = fingerprint(folder);
  mkdirSync(join(folder, 'dog'));
  expect(fingerprint(folder)).not.toBe(before);
});

it('follows links, also one that leads back', () => {
  const linked = `${folder}-link`;
  symlinkSync(folder, linked);
  symlinkSync('..', join(folder, 'cat/up'));
  symlinkSync('nowhere', join(folder, 'cat/dangling'));
  try {
    const before = fingerprint(linked);
    expect(before).toBe(fingerprint(folder));
    writeFileSync(join(folder, 'cat/1.png'), 'other');
    expect(fingerprint(linked)).not.toBe(before);
  } finally {
    rmSync(linked);
  }
});

it('takes a single file, and tells what is not there', () => {
  const file = join(folder, 'cat/1.png');
  const before = fingerprint(file);
  writeFileSync(file, 'other');
  expect(fingerprint(file)).not.toBe(before);
  expect(fingerprint(join(folder, 'absent'))).toBe('absent');
});

it('hashes contents, not dates', () => {
  const file = join(folder, 'cat/1.png');
  const before = contentHash([file]);
  writeFileSync(file, 'aa');
  expect(contentHash([file])).toBe(before);
  writeFileSync(file, 'ab');
  expect(contentHash([file])).not.toBe(before);
  expect(contentHash([])).toBe('absent');
});
