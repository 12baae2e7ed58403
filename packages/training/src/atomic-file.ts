import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { RunError } from './errors.ts';

/** What the file system says when it cannot take a file, in words. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, then continue with --resume',
  EDQUOT: 'your disk quota is used up; free some space, then continue with --resume',
  EFBIG: 'the file is larger than the limit set for this process (see ulimit -f)',
  EACCES: 'you may not write there; choose another place with --run-dir',
  EPERM: 'you may not write there; choose another place with --run-dir',
  EROFS: 'that file system is read-only; choose another place with --run-dir',
  ENOTDIR: 'a part of that path is a file, not a folder; choose another place with --run-dir',
  EEXIST: 'a file stands where a folder is needed; choose another place with --run-dir',
};

/** Turns a file system's refusal into one clear sentence that names the path. */
export function writeError(target: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code && reasons[code];
  return reason ? new RunError(`cannot write ${target}: ${reason}`, { cause }) : cause;
}

/**
 * Writes a whole file or nothing: to a temporary neighbour first, through to the disk, then renamed.
 * A process killed at any moment leaves the old file or the new one, never a part.
 */
export async function writeFileAtomically(file: string, content: string | Uint8Array) {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(content);
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

/** Removes what an earlier process left behind when it was killed in the middle of a write. */
export async function removeTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.tmp')).map((name) => rm(path.join(folder, name))),
  );
}
