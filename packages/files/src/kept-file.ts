import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '@axiswise/processes';
import { tryFileLock } from './file-lock.ts';
import { makeFolders } from './make-folders.ts';

/** How long to wait for another process that makes the same file, before making it here too. */
const patienceSeconds = 600;
/** A temporary file or lock this old belongs to nobody. */
const abandonedAfterMs = 24 * 3600 * 1000;

const temporaryOf = (file: string): string =>
  `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;

/**
 * Returns the content of a file that is kept because it takes long to make; makes it where it is absent
 * or damaged.
 *
 * The file is renamed into its place when it is whole, so a process killed at any moment leaves nothing
 * that is used. Where several processes want it at a time, one makes it and the others wait; if that one
 * is killed, another takes over. A folder that cannot be written keeps nothing; the content is made all
 * the same.
 *
 * @param work.read reads the file; undefined where it is absent or not whole. It must check that.
 * @param work.make makes the content, and writes it to the temporary file if it is to be kept.
 */
export async function keptFile<T>(
  file: string,
  work: {
    read(file: string): Promise<T | undefined>;
    make(temporary: string): Promise<T>;
  },
): Promise<T> {
  const { read } = work;
  const readAndTouch = async (): Promise<T | undefined> => {
    const found = await read(file);
    // The oldest go first where room is needed, so the time says when the file was last used.
    if (found !== undefined) await utimes(file, new Date(), new Date()).catch(() => undefined);
    return found;
  };
  const make = async (): Promise<T> => {
    const temporary = temporaryOf(file);
    try {
      const made = await work.make(temporary);
      // Without one, nothing is to be kept.
      await rename(temporary, file).catch(() => undefined);
      return made;
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  };
  const end = performance.now() + patienceSeconds * 1000;
  for (let pauseMs = 20; ; pauseMs = Math.min(2 * pauseMs, 1000)) {
    const found = await readAndTouch();
    if (found !== undefined) return found;
    if (performance.now() > end) return make();
    let isOurs = false;
    try {
      await makeFolders(path.dirname(file));
      const turn = await tryFileLock(file, async () => {
        isOurs = true;
        // It may have been finished since it was looked for.
        return (await readAndTouch()) ?? (await make());
      });
      if ('value' in turn) return turn.value;
    } catch (cause) {
      // The lock cannot be written: nor can the file.
      if (isOurs) throw cause;
      return make();
    }
    await sleep(pauseMs);
  }
}

/** A file that {@link keptFile} made. */
export interface KeptFile {
  readonly file: string;
  readonly bytes: number;
  readonly lastUsed: Date;
}

/** The kept files of a folder, the most recently used first; none where there is no such folder. */
export async function listKeptFiles(folder: string, ending: string): Promise<readonly KeptFile[]> {
  const names = await readdir(folder).catch(() => []);
  const found: KeptFile[] = [];
  for (const name of names) {
    if (!name.endsWith(ending)) continue;
    const file = path.join(folder, name);
    // Another process may have removed it.
    const facts = await stat(file).catch(() => undefined);
    if (facts) found.push({ file, bytes: facts.size, lastUsed: facts.mtime });
  }
  return found.sort((a, b) => b.lastUsed.getTime() - a.lastUsed.getTime());
}

/**
 * Removes the least recently used files of a folder until the others have at most so many bytes, and
 * what killed processes left.
 *
 * A process that reads a removed file goes on reading it, where the system allows to remove it.
 *
 * @returns the files that were removed.
 */
export async function boundKeptFiles(
  folder: string,
  { ending, mostBytes }: { readonly ending: string; readonly mostBytes: number },
): Promise<readonly KeptFile[]> {
  await removeAbandoned(folder);
  let bytes = 0;
  const removed: KeptFile[] = [];
  for (const each of await listKeptFiles(folder, ending)) {
    bytes += each.bytes;
    if (bytes <= mostBytes) continue;
    await rm(each.file, { force: true }).catch(() => undefined);
    removed.push(each);
  }
  return removed;
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const isLock = name.endsWith('.lock');
    const pid = /\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
    if (!isLock && pid === undefined) continue;
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => undefined);
    const isOld = facts && Date.now() - facts.mtimeMs > abandonedAfterMs;
    if (!isOld && (isLock || isRunning(Number(pid)))) continue;
    await rm(file, { force: true }).catch(() => undefined);
  }
}
