import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHolder, withFileLock, writeError } from '@axiswise/files';
import { isInputError } from '@axiswise/messages';
import { makeFolder } from './make-folder.ts';
import { runLocked } from './run-errors.ts';

/** What can be at work in a folder of the store, each with a lock of its own: `run.lock`. */
export type Work = 'run' | 'comparison' | 'cross-validation' | 'diagnosis';

export const works: readonly Work[] = ['run', 'comparison', 'cross-validation', 'diagnosis'];

/** The lock of a folder, without the `.lock` behind it. */
const lockedFile = (folder: string, work: Work): string => path.join(folder, work);

/**
 * Does some work in a folder, which is made where there is none, while no other process can. Work that fails before
 * it has written anything leaves no new folder behind.
 *
 * @throws InputError `run-locked` where another process is at work there, and where the folder cannot be
 *   written.
 */
export async function withRunLock<T>(
  folder: string,
  work: Work,
  task: () => Promise<T>,
  {
    waitSeconds = 0,
  }: {
    /** How long to wait for another process that is at work there; by default not at all. */
    readonly waitSeconds?: number | undefined;
  } = {},
): Promise<T> {
  const file = lockedFile(folder, work);
  let started = false;
  const missing = missingFolders(folder);
  try {
    await makeFolder(folder);
    const end = performance.now() + waitSeconds * 1000;
    while (performance.now() < end && (await lockHolder(file)) !== undefined) await sleep(100);
    return await withFileLock(file, () => {
      started = true;
      return task();
    });
  } catch (cause) {
    if (started) {
      await removeEmpty(missing);
      throw cause;
    }
    const holder = await lockHolder(file);
    if (holder !== undefined) throw runLocked(folder, `${file}.lock`, holder);
    throw isInputError(cause) ? cause : writeError(folder, cause);
  }
}

/** The folders of a path that are not there, the deepest first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let each = path.resolve(folder); !existsSync(each); each = path.dirname(each)) {
    missing.push(each);
  }
  return missing;
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await rmdir(folder);
    } catch {
      // It holds something, so that those above it do too.
      return;
    }
  }
}

/** As {@link withRunLock}, in several folders at once. */
export function withRunLocks<T>(
  folders: readonly (readonly [folder: string, work: Work])[],
  task: () => Promise<T>,
): Promise<T> {
  const [first, ...others] = folders;
  if (!first) return task();
  return withRunLock(...first, () => withRunLocks(others, task));
}

/** The process at work in a folder, `process 12 on host`; undefined where none is. */
export const holderIn = (folder: string, work: Work): Promise<string | undefined> =>
  lockHolder(lockedFile(folder, work));
