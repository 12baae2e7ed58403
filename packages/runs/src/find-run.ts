import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile } from '@axiswise/files';
import { InputError, nearest } from '@axiswise/messages';
import { z } from 'zod';
import { isFileOf, kindsIn, listRuns, partsOf } from './list-runs.ts';
import { runsFolder } from './place.ts';
import type { RunSummary } from './run-summary.ts';
import { storedKind } from './stored-kinds.ts';

/**
 * The folder of something in the store: a path, or a path below the store, `images/slide-both-digits-seed0`.
 *
 * @throws InputError `run-absent` that names the nearest there is.
 */
export async function findRun(name: string, root = runsFolder): Promise<string> {
  for (const folder of [name, path.join(root, name)]) {
    const names = await readdir(folder).catch(() => undefined);
    if (names === undefined) continue;
    const [kind] = kindsIn(folder, new Set(names));
    if (kind === undefined) continue;
    // A name alone does not make a folder ours, which may be asked for to be removed.
    const isOurs = names.length === 0 || names.some((name) => isFileOf(kind, name));
    if (isOurs || (await listRuns(folder)).some(({ partOf }) => partOf !== null)) return folder;
  }
  const names = (await listRuns(root)).map((each) => path.relative(root, each.path));
  const near = nearest(name, names);
  throw new InputError(
    'run-absent',
    `there is no run, comparison or diagnosis in ${name}` +
      (near === undefined ? '' : `; did you mean "${near}"?`),
  );
}

/** Something in the store with what its files hold. */
export interface StoredRun {
  readonly summary: RunSummary;
  /** The runs that are parts of it. */
  readonly parts: readonly RunSummary[];
  /** What its JSON file holds, checked as far as a list needs it; null where it holds nothing yet. */
  readonly content: unknown;
}

/**
 * Everything that lies in a folder: one thing, or a comparison and a diagnosis side by side.
 *
 * @throws InputError `run-absent`, and `file-damaged` where it cannot be read.
 */
export async function readStored(folder: string): Promise<StoredRun[]> {
  const all = await listRuns(folder);
  const here = all.filter((each) => path.resolve(each.path) === path.resolve(folder));
  if (here.length === 0) {
    throw new InputError('run-absent', `there is no run, comparison or diagnosis in ${folder}`);
  }
  return Promise.all(
    here.map(async (found) => {
      if (found.problem !== null) throw new InputError('file-damaged', found.problem);
      const { files } = storedKind(found.kind);
      const file = files.map((name) => path.join(folder, name)).find(existsSync);
      return {
        summary: found,
        parts: partsOf(found, all),
        content: file === undefined ? null : await readJsonFile(file, z.unknown(), 'JSON'),
      };
    }),
  );
}
