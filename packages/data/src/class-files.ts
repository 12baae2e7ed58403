import { type Dirent, readdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LoadContext, Split, Splits } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { describeDividedGroups } from './groups.ts';
import { holdOut } from './splits.ts';

/** The kind of files in a folder per class, and its name in messages. */
export interface FileKind {
  /** Matches the names of such files; hidden files are never taken. */
  readonly pattern: RegExp;
  /** `PNG or JPEG`. */
  readonly formats: string;
  readonly one: string;
  readonly many: string;
}

/** A file of the user with the index of its class. */
export interface ClassFile {
  readonly file: string;
  readonly label: number;
}

/** The content of a folder of classes, before any file is opened. */
export interface ClassFiles {
  /** Names of the class folders in order. */
  readonly classes: readonly string[];
  /** `whole`, or `train`, `test` and perhaps `validation`; in order of class and name. */
  readonly parts: ReadonlyMap<PartName, readonly ClassFile[]>;
  /** Skipped names, relative to the folder: of another kind, hidden, or in the wrong place. */
  readonly skipped: readonly string[];
}

export type PartName = 'whole' | 'train' | 'test' | 'validation';

/**
 * Finds the user's own data of one kind: a folder of files per class, or `train/`, `test/` and
 * perhaps `validation/` with a folder per class each.
 *
 * @throws InputError if there are fewer than two classes, one is empty, parts have different
 *   classes, or a folder cannot be read.
 */
export async function findClassFiles(folder: string, kind: FileKind): Promise<ClassFiles> {
  const skipped: string[] = [];
  const skip = (...files: readonly string[]): void => {
    skipped.push(...files.map((file) => path.relative(folder, file)));
  };
  const folders = await partFolders(folder, skip);
  const classes: string[] = [];
  const parts = new Map<PartName, ClassFile[]>();
  for (const [part, place] of folders) {
    const names = await classNames(place, kind, skip);
    if (parts.size === 0) classes.push(...names);
    checkSameClasses(place, names, [...folders.values()][0], classes);
    const found: ClassFile[] = [];
    for (const [label, name] of names.entries()) {
      const files = await filesIn(path.join(place, name), name, kind, skip);
      found.push(...files.map((file) => ({ file, label })));
    }
    parts.set(part, found);
  }
  return { classes, parts, skipped };
}

/** The names of what a folder holds; none where it is no folder that can be read. */
export function listFolder(
  folder: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): string[] {
  try {
    return readdirSync(folder, { encoding: 'utf8', recursive });
  } catch {
    return [];
  }
}

/**
 * Whether a path looks like what {@link findClassFiles} reads: a file of the kind lies in a folder of a
 * class, or of a class in a part.
 */
export function isClassFolder(folder: string, { pattern }: FileKind): boolean {
  const holdsAny = (place: string, depth: number): boolean =>
    listFolder(place).some((name) =>
      depth === 0 ? pattern.test(name) : holdsAny(path.join(place, name), depth - 1),
    );
  return holdsAny(folder, 1) || holdsAny(folder, 2);
}

type Skip = (...files: readonly string[]) => void;

/**
 * Finds the folders of the parts. A folder `train` of files, not of folders, is an ordinary class.
 */
async function partFolders(folder: string, skip: Skip): Promise<Map<PartName, string>> {
  const { folders, files } = await list(folder);
  const train = path.join(folder, 'train');
  const isDivided = folders.includes('train') && (await list(train)).folders.length > 0;
  if (!isDivided) return new Map([['whole', folder]]);
  if (!folders.includes('test')) {
    throw new InputError(
      'data',
      `${folder} has a folder train but no folder test; add one, or lay the classes directly in it`,
    );
  }
  const names = (['train', 'test', 'validation'] as const).filter((name) => folders.includes(name));
  const others = folders.filter((name) => !names.some((known) => known === name));
  skip(...[...others, ...files].map((name) => path.join(folder, name)));
  return new Map(names.map((name) => [name, path.join(folder, name)]));
}

/** Lists the class folders in alphabetical order. */
async function classNames(folder: string, kind: FileKind, skip: Skip): Promise<readonly string[]> {
  const { folders, files } = await list(folder);
  if (folders.length < 2) {
    throw new InputError(
      'data',
      `${folder} has ${folders.length === 0 ? 'no class' : `a single class (${folders[0]})`}; ` +
        `a classifier needs at least two: a folder of ${kind.many} per class`,
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
  throw new InputError(
    'data',
    `${place} must have the same classes as ${first}, but it ${difference.slice(0, 3).join(' and ')}`,
  );
}

async function filesIn(
  folder: string,
  name: string,
  { pattern, formats, many }: FileKind,
  skip: Skip,
): Promise<string[]> {
  const { folders, files } = await list(folder);
  const isWanted = (file: string): boolean => !file.startsWith('.') && pattern.test(file);
  const wanted = files.filter(isWanted);
  const others = [...files.filter((file) => !isWanted(file)), ...folders];
  if (wanted.length === 0) {
    throw new InputError(
      'data',
      `the class "${name}" is empty: ${folder} holds no ${formats}; ` +
        `add ${many} or remove the folder`,
    );
  }
  skip(...others.map((file) => path.join(folder, file)));
  return wanted.map((file) => path.join(folder, file));
}

/**
 * Lists folders and files, each in order; a hidden folder counts as a file, so it is not searched.
 */
async function list(folder: string): Promise<{ folders: string[]; files: string[] }> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT' ? `${folder} is missing` : `${folder} is not a readable folder (${code})`,
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

/** Reports in one line what {@link findClassFiles} skipped. */
export function describeSkipped(skipped: readonly string[], { formats }: FileKind): string {
  const shown = skipped.slice(0, 3).join(', ');
  return (
    `skipped ${skipped.length === 1 ? '1 file or folder that is' : `${skipped.length} files or folders that are`} ` +
    `no ${formats} in a class folder (${shown}${skipped.length > 3 ? ', …' : ''})`
  );
}

/** The name of a file within a folder, with slashes on every system: `cats/7.png`. */
export const nameWithin = (folder: string, file: string): string =>
  path.relative(folder, file).split(path.sep).join('/');

/** The option of a folder of classes that names the group of a file, for {@link checkOptionNames}. */
export const groupsOption = { groups: 'PATTERN' } as const;

/** Groups of files; see {@link groupsOfFiles}. */
export interface FileGroups {
  /** The group of every file, an index into `names`. */
  readonly groups: Int32Array;
  readonly names: readonly string[];
}

/**
 * Finds the groups of files by a pattern, a regular expression: what its first pair of parentheses
 * matches in the name of a file (without them, what all of it matches) is the name of the group. So
 * `^\\d_([a-z]+)_` finds the speaker in `7_theo_12.wav`.
 *
 * @param pattern the option {@link groupsOption}; without it there are no groups.
 * @throws InputError if it is no regular expression, or finds nothing in a name.
 */
export function groupsOfFiles(
  files: readonly ClassFile[],
  pattern: string | undefined,
): FileGroups | undefined {
  if (pattern === undefined) return undefined;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch (cause) {
    throw new InputError(
      'data',
      `groups must be a regular expression, got '${pattern}' (${(cause as Error).message})`,
      { cause },
    );
  }
  const known = new Map<string, number>();
  const groups = Int32Array.from(files, ({ file }) => {
    const found = expression.exec(path.basename(file));
    const name = found?.[1] ?? found?.[0];
    if (!name) {
      throw new InputError(
        'data',
        `the pattern of groups '${pattern}' finds nothing in the name of ${file}; rename the file or ` +
          `change the pattern`,
      );
    }
    const group = known.get(name) ?? known.size;
    known.set(name, group);
    return group;
  });
  return { groups, names: [...known.keys()] };
}

/** Without a test folder a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;

/**
 * Makes the splits of a folder of classes: its parts, or train and test drawn from the whole.
 *
 * Without a test folder a fifth of each class, at least one, is for test, whatever the run's seed,
 * so that runs can be compared. Groups are not divided. Where the folders divide them, that is reported.
 *
 * @param parts the examples of each part that {@link findClassFiles} found.
 * @throws InputError if a class has too few examples for both train and test, or groups would leave one
 *   of them empty.
 */
export function divideParts(
  folder: string,
  parts: ReadonlyMap<PartName, Split>,
  {
    classes,
    kind,
    onProgress,
  }: {
    readonly classes: readonly string[];
    readonly kind: FileKind;
    readonly onProgress?: LoadContext['onProgress'] | undefined;
  },
): Splits {
  const whole = parts.get('whole');
  if (!whole) {
    const validation = parts.get('validation');
    const splits: Splits = {
      train: parts.get('train')!,
      test: parts.get('test')!,
      ...(validation && { validation }),
    };
    const divided = describeDividedGroups(folder, splits);
    if (divided) onProgress?.(divided);
    return splits;
  }
  const rare = classes.findIndex((_, label) => {
    return whole.labels.indexOf(label) === whole.labels.lastIndexOf(label);
  });
  if (rare !== -1) {
    throw new InputError(
      'data',
      `the class "${classes[rare]}" in ${folder} has a single ${kind.one}, and without a folder test ` +
        `each class needs one to train on and one to test; add ${kind.many}`,
    );
  }
  // At least one example of each class is for test, even if a fifth is less.
  const count = Math.max(Math.round(whole.length * testShare), classes.length);
  const { rest, heldOut } = holdOut(whole, { count, seed: splitSeed });
  return { train: rest, test: heldOut };
}
