import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from '@axiswise/processes';
import { makeFolders } from './make-folders.ts';

const partial = '.partial-';

/**
 * Creates a folder completely or not at all: fills it under a temporary name beside its place and
 * renames it after `fill` has succeeded.
 *
 * The next call for the same folder removes the temporary folder of a killed process. If two
 * processes fill the same folder, the first to finish wins and the work of the other is dropped.
 */
export async function fillFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  await makeFolders(path.dirname(folder));
  await removePartialFolders(folder);
  const temporary = `${folder}${partial}${process.pid}`;
  await mkdir(temporary);
  try {
    await fill(temporary);
    await rename(temporary, folder).catch((cause: unknown) => {
      if (!existsSync(folder)) throw cause;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes the remains of interrupted calls of {@link fillFolder}, but not of running ones. */
export async function removePartialFolders(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const prefix = path.basename(folder) + partial;
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    if (pid !== process.pid && isRunning(pid)) continue;
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}
