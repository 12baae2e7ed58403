import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns a short hash of the state of a file, or of all files below a folder. It changes whenever a file is
 * added, removed, renamed or written.
 *
 * It covers paths, sizes, modification and change times but no contents, so that tens of thousands of
 * pictures take a fraction of a second. The change time catches what keeps the other two, such as `cp -p`
 * over a file of equal size. Touching a file counts as a change, which costs a run and is never wrong.
 * Symbolic links are followed.
 *
 * @returns `absent` where there is nothing at `path`.
 */
export function fingerprint(path: string): string {
  const hash = createHash('sha256');
  const visit = (file: string, relative: string, parents: readonly string[]): void => {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) {
      // A dangling link inside a folder is part of its state, too.
      hash.update(`${JSON.stringify(relative)} absent\n`);
    } else if (stat.isDirectory()) {
      const real = realpathSync(file);
      hash.update(`${JSON.stringify(relative)} folder\n`);
      if (parents.includes(real)) return; // a link to a folder that it lies in
      for (const entry of readdirSync(file).sort()) {
        visit(join(file, entry), `${relative}/${entry}`, [...parents, real]);
      }
    } else {
      hash.update(`${JSON.stringify(relative)} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}\n`);
    }
  };
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 'absent';
  visit(path, '', []);
  return hash.digest('hex').slice(0, 32);
}

/** Returns a short hash of the contents of small files; `absent` for none. */
export function contentHash(files: readonly string[]): string {
  if (files.length === 0) return 'absent';
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}
