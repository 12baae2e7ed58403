import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeTemporaries, writeFileAtomically } from './atomic-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atomic-'));
});

describe('writeFileAtomically', () => {
  it('creates folders, and leaves nothing beside the file', async () => {
    const file = path.join(folder, 'a/b/file');
    await writeFileAtomically(file, 'first');
    await writeFileAtomically(file, Uint8Array.of(65, 66));
    expect(readFileSync(file, 'utf8')).toBe('AB');
    expect(readdirSync(path.dirname(file))).toEqual(['file']);
  });

  it('writes parts one after another, and nothing where making one fails', async () => {
    const file = path.join(folder, 'file');
    await writeFileAtomically(file, ['one\n', 'two\n']);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    const failing = function* (): Generator<string> {
      yield 'three\n';
      throw new Error('no more');
    };
    await expect(writeFileAtomically(file, failing())).rejects.toThrow('no more');
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('names the obstacle in one sentence, and leaves nothing behind', async () => {
    const inTheWay = path.join(folder, 'file');
    writeFileSync(inTheWay, 'old');
    await expect(writeFileAtomically(path.join(inTheWay, 'x'), '')).rejects.toThrow(
      /^cannot write .*file\/x: a (part of that path is a file|file stands where a folder)/,
    );
    expect(readFileSync(inTheWay, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

it('removeTemporaries removes the files of a killed write, and nothing else', async () => {
  writeFileSync(path.join(folder, 'run.json.0a1b2c3d.tmp'), 'half');
  writeFileSync(path.join(folder, 'run.json'), '{}');
  await removeTemporaries(folder);
  await removeTemporaries(path.join(folder, 'absent'));
  expect(readdirSync(folder)).toEqual(['run.json']);
});
