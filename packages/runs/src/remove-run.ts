import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { type Work, withRunLocks, works } from './run-lock.ts';

/**
 * Removes a run, comparison, cross-validation or diagnosis with everything in its folder.
 *
 * @throws InputError `run-locked` where a process is at work in it or in one of its runs: then nothing
 *   is removed. Also where the folder holds the working directory.
 */
export async function removeRun(folder: string): Promise<void> {
  const below = path.relative(folder, process.cwd());
  if (!below.startsWith('..') && !path.isAbsolute(below)) {
    throw new InputError(
      'usage',
      `${folder} holds the working directory, and everything in it would be removed; work from elsewhere`,
    );
  }
  const locks = await locksBelow(folder);
  await withRunLocks(locks, () => emptyButLocks(folder));
  await removeEmptyFolders(folder);
}

/** What must not be at work anywhere in a folder: all works on top, the runs below. */
async function locksBelow(folder: string): Promise<(readonly [folder: string, work: Work])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const runs = new Set(
    entries
      .filter(({ name }) => name === 'run.json' || name === 'run.lock')
      .map(({ parentPath }) => parentPath),
  );
  runs.delete(folder);
  return [
    ...works.map((work) => [folder, work] as const),
    ...[...runs].sort().map((each) => [each, 'run'] as const),
  ];
}

async function emptyButLocks(folder: string): Promise<void> {
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) await emptyButLocks(file);
      else if (!entry.name.endsWith('.lock')) await rm(file, { force: true });
    }
  } catch (cause) {
    throw writeError(folder, cause);
  }
}

/** Leaves what another process has begun to write since: only empty folders go. */
async function removeEmptyFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmptyFolders(path.join(folder, entry.name));
  }
  await rmdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTEMPTY') throw writeError(folder, cause);
  });
}
