import { existsSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@axiswise/messages';
import { isRunning } from '@axiswise/processes';

/** The locks of this process. */
const held = new Set<string>();

/**
 * The largest time between creating a lock and writing its holder; after it, the process is taken
 * for dead.
 */
const namelessMs = 1000;

/**
 * Does some work while `<file>.lock` keeps other processes from doing the same.
 *
 * A lock names its process; the lock of a killed process is taken over.
 *
 * @throws InputError if another process holds the lock.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const turn = await tryFileLock(file, work);
  if ('value' in turn) return turn.value;
  throw new InputError(
    'data',
    `${turn.holder} is writing ${file}; wait for it, or remove ${path.resolve(file)}.lock if it is not`,
  );
}

/**
 * Like {@link withFileLock}, but where another process holds the lock it returns the holder, such as
 * `process 12 on host`, and does nothing.
 */
export async function tryFileLock<T>(
  file: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly holder: string }> {
  const lock = `${path.resolve(file)}.lock`;
  if (held.has(lock)) return { holder: `process ${process.pid} on ${os.hostname()}` };
  held.add(lock);
  try {
    if (!(await create(lock))) {
      const holder = await holderOf(lock);
      if (holder !== undefined) return { holder };
      await rm(lock, { force: true });
      if (!(await create(lock))) return { holder: 'another process' };
    }
    try {
      return { value: await work() };
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    held.delete(lock);
  }
}

/** The holder of the lock of a file, `process 12 on host`; undefined if there is none. */
export async function lockHolder(file: string): Promise<string | undefined> {
  const lock = `${path.resolve(file)}.lock`;
  if (held.has(lock)) return `process ${process.pid} on ${os.hostname()}`;
  return existsSync(lock) ? holderOf(lock) : undefined;
}

/** The holder of an existing lock, or undefined if it no longer runs. */
async function holderOf(lock: string): Promise<string | undefined> {
  const read = () => readFile(lock, 'utf8').catch(() => '');
  let content = await read();
  for (let waited = 0; content === '' && waited < namelessMs; waited += 100) {
    await sleep(100);
    content = await read();
  }
  if (content === '') return undefined;
  const [pid, host] = content.split(' ');
  // In a restarted container, the killed process may have had the id of this process.
  const isGone = Number(pid) === process.pid || !isRunning(Number(pid));
  return isGone && host === os.hostname() ? undefined : `process ${pid} on ${host}`;
}

/** Creates a lock of this process if there is none; returns whether it did. */
async function create(lock: string): Promise<boolean> {
  let handle;
  try {
    handle = await open(lock, 'wx');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
  try {
    await handle.writeFile(`${process.pid} ${os.hostname()}`);
  } catch (cause) {
    await rm(lock, { force: true });
    throw cause;
  } finally {
    await handle.close();
  }
  return true;
}
