import { open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import { DataError } from './errors.ts';

/**
 * Does some work while `<file>.lock` keeps other processes from doing the same.
 *
 * A lock says which process holds it; one that a killed process left behind is taken over.
 *
 * @throws DataError where another process is at work.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const mine = `${process.pid} ${os.hostname()}`;
  if (!(await create(lock, mine))) {
    const holder = await readFile(lock, 'utf8').catch(() => '');
    const [pid, host] = holder.split(' ');
    if (holder !== '' && (host !== os.hostname() || isAlive(Number(pid)))) {
      throw new DataError(
        `process ${pid} on ${host} is writing ${file}; wait for it, or remove ${lock} if it is not`,
      );
    }
    await rm(lock, { force: true });
    if (!(await create(lock, mine))) {
      throw new DataError(`another process has just begun to write ${file}; wait for it`);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Creates a file that is not there yet; answers whether it could. */
async function create(lock: string, content: string): Promise<boolean> {
  let handle;
  try {
    handle = await open(lock, 'wx');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
  return true;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it is alive and another user's.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
