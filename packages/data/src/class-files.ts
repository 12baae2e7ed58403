import { type Dirent, readdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LoadContext, ScoredRun, Split, Splits } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { divideWhole, none, refuseFold, unread } from './divide-whole.ts';
import { describeDividedGroups } from './groups.ts';
import { type PartName, partNamed } from './part-names.ts';

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

/**
 * Finds the user's own data of one kind: a folder of files per class, or `train/`, `test/` and
 * perhaps `validation/` (or `val/`, `dev/`) with a folder per class each.
 *
 * @param scoredBy the run that is to be scored: classes are its own, of which there may be some only, and of
 *   a folder that is divided only `test/` is looked into.
 * @throws InputError if there are fewer than two classes, one is empty, parts have different
 *   classes, or a folder cannot be read.
 */
export async function findClassFiles(
  folder: string,
  kind: FileKind,
  scoredBy?: ScoredRun,
): Promise<ClassFiles> {
  const skipped: string[] = [];
  const skip = (...files: readonly string[]): void => {
    skipped.push(...files.map((file) => path.relative(folder, file)));
  };
  const folders = await partFolders(folder, skip, scoredBy !== undefined);
  const classes: string[] = [...(scoredBy?.classes ?? [])];
  const parts = new Map<PartName, ClassFile[]>();
  for (const [part, place] of folders) {
    const names = await classNames(place, kind, { skip, least: scoredBy ? 1 : 2 });
    if (scoredBy) checkKnownClasses(place, names, classes);
    else {
      if (parts.size === 0) classes.push(...names);
      checkSameClasses(place, names, [...folders.values()][0], classes);
    }
    const found: ClassFile[] = [];
    for (const name of names) {
      const label = classes.indexOf(name);
      const files = await filesIn(path.join(place, name), name, kind, skip);
      for (const file of files) found.push({ file, label });
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
async function partFolders(
  folder: string,
  skip: Skip,
  isScored: boolean,
): Promise<Map<PartName, string>> {
  const { folders, files } = await list(folder);
  const named = new Map<PartName, string>();
  for (const name of folders) {
    const part = partNamed(name);
    const place = path.join(folder, name);
    if (part === undefined || (await list(place)).folders.length === 0) continue;
    const other = named.get(part);
    if (other !== undefined) {
      throw new InputError(
        'data',
        `${folder} has both ${path.basename(other)} and ${name}, but only one can be the ${part} part; remove one`,
      );
    }
    named.set(part, place);
  }
  // A trained run can be scored on a test part alone.
  const isDivided = named.has('train') || (isScored && named.has('test'));
  if (!isDivided) return new Map([['whole', folder]]);
  if (!named.has('test')) {
    throw new InputError(
      'data',
      `${folder} has a folder train but no folder test; add one, or lay the classes directly in it`,
    );
  }
  const parts = [...named.values()].map((place) => path.basename(place));
  const others = folders.filter((name) => !parts.includes(name));
  skip(...[...others, ...files].map((name) => path.join(folder, name)));
  if (isScored) return new Map([['test', named.get('test')!]]);
  return new Map(
    (['train', 'test', 'validation'] as const).flatMap((part) =>
      named.has(part) ? [[part, named.get(part)!] as const] : [],
    ),
  );
}

/** Lists the class folders in alphabetical order. */
async function classNames(
  folder: string,
  kind: FileKind,
  { skip, least }: { readonly skip: Skip; readonly least: number },
): Promise<readonly string[]> {
  const { folders, files } = await list(folder);
  if (folders.length < least) {
    throw new InputError(
      'data',
      `${folder} has ${folders.length === 0 ? 'no class' : `a single class (${folders[0]})`}; ` +
        (least === 1
          ? `${kind.many} to be scored lie in a folder of the class that each should have`
          : `a classifier needs at least two: a folder of ${kind.many} per class`),
    );
  }
  skip(...files.map((name) => path.join(folder, name)));
  return folders;
}

/** @throws InputError where there is a class that the run does not know. */
function checkKnownClasses(
  place: string,
  names: readonly string[],
  known: readonly string[],
): void {
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new InputError(
    'data',
    `${place} has the class "${stranger}", which is none of the run's: ${known.slice(0, 5).join(', ')}` +
      `${known.length > 5 ? ', …' : ''}`,
  );
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

/**
 * Refuses files that cannot be divided, before they are read; see {@link divideParts}.
 *
 * @throws InputError as that does.
 */
export function checkDivision(
  folder: string,
  { parts, classes }: Pick<ClassFiles, 'parts' | 'classes'>,
  grouped: FileGroups | undefined,
  context: LoadContext,
  kind: FileKind,
): void {
  let first = 0;
  const splits = [...parts].map(([part, files]): [PartName, Split] => {
    const groups = grouped?.groups.subarray(first, first + files.length);
    first += files.length;
    return [
      part,
      unread(
        Int32Array.from(files, ({ label }) => label),
        groups,
      ),
    ];
  });
  const { onProgress: _, ...quietly } = context;
  divideParts(folder, new Map(splits), quietly, { classes, kind });
}

/**
 * Makes the splits of a folder of classes: its parts, or those that {@link divideWhole} makes of the whole. Where
 * the folders divide groups, that is reported.
 *
 * @param parts the examples of each part that {@link findClassFiles} found.
 * @throws InputError if a class has too few examples for both train and test, or groups would leave one
 *   of them empty.
 */
export function divideParts(
  folder: string,
  parts: ReadonlyMap<PartName, Split>,
  context: LoadContext,
  { classes, kind }: { readonly classes: readonly string[]; readonly kind: FileKind },
): Splits {
  const whole = parts.get('whole');
  if (whole) {
    return divideWhole(whole, context, {
      place: folder,
      classes,
      remedy: `add ${kind.many}, or folders train and test`,
    });
  }
  refuseFold(folder, context.options);
  const validation = parts.get('validation');
  const test = parts.get('test')!;
  const splits: Splits = {
    train: parts.get('train') ?? none(test),
    test,
    ...(validation && { validation }),
  };
  const divided = describeDividedGroups(folder, splits);
  if (divided) context.onProgress?.(divided);
  return splits;
}
