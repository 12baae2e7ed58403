import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from './make-folders.ts';

const temporary = (): string => mkdtempSync(path.join(os.tmpdir(), 'axiswise-folders-'));

describe('makeFolders', () => {
  it('makes all that are missing, also when several calls make them at once', async () => {
    const folder = path.join(temporary(), 'a/b/c');
    await Promise.all([
      makeFolders(folder),
      makeFolders(folder),
      makeFolders(path.dirname(folder)),
    ]);
    expect(existsSync(folder)).toBe(true);
    await makeFolders(folder);
  });

  it('refuses a file in the place of a folder', async () => {
    const file = path.join(temporary(), 'file');
    writeFileSync(file, '');
    await expect(makeFolders(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolders(path.join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(existsSync('/proc/self'))('ends where a file system makes no folders', async () => {
    await expect(makeFolders('/proc/axiswise/run')).rejects.toMatchObject({ syscall: 'mkdir' });
  });
});
