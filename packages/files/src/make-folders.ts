import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and the missing folders above it.
 *
 * Node's recursive `mkdir` never returns if a file system refuses a new folder with ENOENT, as `/proc`
 * does. So each folder is made separately, from the top.
 */
export async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  let above = path.resolve(folder);
  while (!existsSync(above)) {
    missing.unshift(above);
    above = path.dirname(above);
  }
  // The existing entry may be a file, which `mkdir` refuses.
  for (const each of missing.length === 0 ? [above] : missing) {
    try {
      await mkdir(each);
    } catch (cause) {
      if (!(await isFolder(each))) throw cause;
    }
  }
}

const isFolder = (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
