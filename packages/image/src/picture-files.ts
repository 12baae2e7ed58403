import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DataError } from '@axiswise/data';

/** A picture of the user's, and its class as an index. */
export interface PictureFile {
  readonly file: string;
  readonly label: number;
}

/** What a folder of pictures holds, before any picture is opened. */
export interface PictureFiles {
  /** Names of the class folders in order. */
  readonly classes: readonly string[];
  /** `whole`, or `train`, `test` and perhaps `validation`; in order of class and name. */
  readonly parts: ReadonlyMap<PartName, readonly PictureFile[]>;
  /** What was passed over, relative to the folder: no PNG or JPEG, hidden, or not at its place. */
  readonly skipped: readonly string[];
}

export type PartName = 'whole' | 'train' | 'test' | 'validation';

/**
 * Finds the pictures of a folder per class, or of `train/`, `test/` and perhaps `validation/` with a
 * folder per class each.
 *
 * @throws DataError where there are fewer than two classes, one is empty, parts have different
 *   classes, or a folder cannot be read.
 */
export async function findPictureFiles(folder: string): Promise<PictureFiles> {
  const skipped: string[] = [];
  const skip = (...files: readonly string[]): void => {
    skipped.push(...files.map((file) => path.relative(folder, file)));
  };
  const folders = await partFolders(folder, skip);
  const classes: string[] = [];
  const parts = new Map<PartName, PictureFile[]>();
  for (const [part, place] of folders) {
    const names = await classNames(place, skip);
    if (parts.size === 0) classes.push(...names);
    checkSameClasses(place, names, [...folders.values()][0], classes);
    const found: PictureFile[] = [];
    for (const [label, name] of names.entries()) {
      const files = await picturesIn(path.join(place, name), name, skip);
      found.push(...files.map((file) => ({ file, label })));
    }
    parts.set(part, found);
  }
  return { classes, parts, skipped };
}

type Skip = (...files: readonly string[]) => void;

/** Where the parts lie. A folder `train` of pictures, not of folders, is a class like others. */
async function partFolders(folder: string, skip: Skip): Promise<Map<PartName, string>> {
  const { folders, files } = await list(folder);
  const train = path.join(folder, 'train');
  const isDivided = folders.includes('train') && (await list(train)).folders.length > 0;
  if (!isDivided) return new Map([['whole', folder]]);
  if (!folders.includes('test')) {
    throw new DataError(
      `${folder} has a folder train but no folder test; add one, or lay the classes directly in it`,
    );
  }
  const names = (['train', 'test', 'validation'] as const).filter((name) => folders.includes(name));
  const others = folders.filter((name) => !names.some((known) => known === name));
  skip(...[...others, ...files].map((name) => path.join(folder, name)));
  return new Map(names.map((name) => [name, path.join(folder, name)]));
}

/** The class folders in alphabetical order. */
async function classNames(folder: string, skip: Skip): Promise<readonly string[]> {
  const { folders, files } = await list(folder);
  if (folders.length < 2) {
    throw new DataError(
      `${folder} has ${folders.length === 0 ? 'no class' : `a single class (${folders[0]})`}; ` +
        `a classifier needs at least two: a folder of pictures per class`,
    );
  }
  skip(...files.map((name) => path.join(folder, name)));
  return folders;
}

function checkSameClasses(
  place: string,
  names: readonly string[],
  first: string,
  expected: readonly string[],
): void {
  const missing = expected.filter((name) => !names.includes(name));
  const surplus = names.filter((name) => !expected.includes(name));
  if (missing.length === 0 && surplus.length === 0) return;
  const difference = [
    ...missing.map((name) => `lacks "${name}"`),
    ...surplus.map((name) => `has "${name}" besides`),
  ];
  throw new DataError(
    `${place} must have the same classes as ${first}, but it ${difference.slice(0, 3).join(' and ')}`,
  );
}

async function picturesIn(folder: string, name: string, skip: Skip): Promise<string[]> {
  const { folders, files } = await list(folder);
  const isPicture = (file: string): boolean => /^[^.].*\.(png|jpe?g)$/i.test(file);
  const pictures = files.filter(isPicture);
  const others = [...files.filter((file) => !isPicture(file)), ...folders];
  if (pictures.length === 0) {
    throw new DataError(
      `the class "${name}" is empty: ${folder} holds no PNG or JPEG; ` +
        `add pictures or remove the folder`,
    );
  }
  skip(...others.map((file) => path.join(folder, file)));
  return pictures.map((file) => path.join(folder, file));
}

/** Folders (hidden ones count as files: nothing is looked for in them) and files, each in order. */
async function list(folder: string): Promise<{ folders: string[]; files: string[] }> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DataError(
      code === 'ENOENT'
        ? `${folder} is missing`
        : `${folder} is no folder that can be read (${code})`,
      { cause },
    );
  }
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const target = entry.isSymbolicLink()
      ? await stat(path.join(folder, name)).catch(() => undefined)
      : entry;
    (target?.isDirectory() && !name.startsWith('.') ? folders : files).push(name);
  }
  return { folders: folders.sort(), files: files.sort() };
}
