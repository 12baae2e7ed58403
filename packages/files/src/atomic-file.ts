import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from './make-folders.ts';
import { writeError } from './write-error.ts';

/**
 * Writes a file completely or not at all: to a temporary file beside it, flushed to the disk, then
 * renamed. A process killed at any moment leaves the old file or the new one, never a part.
 *
 * @param content as a whole, or as parts that are made while they are written.
 * @throws InputError in one sentence if the file system refuses: full, read-only, not allowed.
 */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array | Iterable<string>,
): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await makeFolders(path.dirname(file));
    const handle = await open(temporary, 'w');
    try {
      const isWhole = typeof content === 'string' || content instanceof Uint8Array;
      // Each goes on where the one before ended.
      for (const part of isWhole ? [content] : content) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(file, cause);
  }
}

/** Removes the temporary files of a write that was killed. */
export async function removeTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.tmp')).map((name) => rm(path.join(folder, name))),
  );
}
