import { statSync } from 'node:fs';
import path from 'node:path';
import { InputError, listAnd } from '@axiswise/messages';
import { listFolder } from '../class-files.ts';
import { type PartName, partNamed } from '../part-names.ts';
import { bytesOfFile } from './bytes.ts';
import { type NpyArray, readNpy } from './npy.ts';
import { zipEntries } from './zip.ts';

/** What an array of a data set is. */
export type ArrayRole = 'x' | AnswerRole | 'groups';

/** What says what is right: a class, numbers, several labels, or a class of each position. */
export type AnswerRole = 'y' | 'targets' | 'labels' | 'masks';

/** The part that an array belongs to: all examples, or those of a split. */
export type ArrayPart = PartName;

/** The arrays of some examples. */
export type PartArrays = Readonly<Partial<Record<ArrayRole, NpyArray>>>;

/** The arrays at a path. */
export interface FoundArrays {
  readonly parts: ReadonlyMap<ArrayPart, PartArrays>;
  /** The names of the classes, where an array says them. */
  readonly classes: NpyArray | undefined;
  /** The names and the units of numbers to predict, where arrays say them. */
  readonly targetNames?: NpyArray | undefined;
  readonly targetUnits?: NpyArray | undefined;
  /** Names of arrays that are none of these. */
  readonly others: readonly string[];
}

/** The options that name the files beside a single file of inputs, and what these hold. */
export const besideOptions = {
  labels: 'y',
  targets: 'targets',
  masks: 'masks',
  groups: 'groups',
} as const satisfies Record<string, ArrayRole>;

type BesideOption = keyof typeof besideOptions;

/** The files that the arrays at a path are read from, by the names of the arrays. */
export function arrayFiles(
  place: string,
  beside: Readonly<Partial<Record<BesideOption, string>>> = {},
): ReadonlyMap<string, string> {
  if (isArchive(place)) return new Map([['', place]]);
  const { dir, name } = path.parse(place);
  const besideIt = (file: string): string => path.resolve(dir, file);
  if (!isFolder(place) && !isKnown(name)) {
    return new Map([
      ['x', place],
      ...Object.entries(besideOptions).flatMap(([option, role]) => {
        const file = beside[option as BesideOption];
        return file === undefined ? [] : [[role, besideIt(file)] as const];
      }),
    ]);
  }
  const folder = folderOf(place);
  return new Map(
    listFolder(folder)
      .filter((file) => /\.npy$/i.test(file))
      .sort()
      .map((file) => [path.parse(file).name, path.join(folder, file)]),
  );
}

/** The folder or file that a data set of arrays is named after. */
export const arraysNamedAfter = (place: string): string =>
  path.parse(
    path.resolve(isArchive(place) || !isKnown(path.parse(place).name) ? place : folderOf(place)),
  ).name;

/** Whether a path looks like arrays: a file `.npz` or `.npy`, or a folder with an array of inputs. */
export const isOfArrays = (place: string): boolean =>
  /\.np[yz]$/i.test(place) || listFolder(place).some((file) => /^x(_train)?\.npy$/i.test(file));

/** Whether a file of a folder has inputs to be predicted: it is none of labels, groups or names. */
export const holdsInputs = (file: string): boolean => {
  const { name, ext } = path.parse(file);
  if (/^\.npz$/i.test(ext)) return true;
  const known = knownName(name);
  return /^\.npy$/i.test(ext) && (known === undefined || known[0] === 'x');
};

/**
 * Finds the arrays at a path: those of a file `.npz`, those of a folder or beside a file `x.npy`, or a single
 * file and those that the call names.
 *
 * @throws InputError where a file is missing or damaged.
 */
export function findArrays(place: string, files: ReadonlyMap<string, string>): FoundArrays {
  const parts = new Map<ArrayPart, Partial<Record<ArrayRole, NpyArray>>>();
  const others: string[] = [];
  const named: { -readonly [name in NameRole]?: NpyArray } = {};
  const take = (name: string, open: () => NpyArray): void => {
    const known = knownName(name);
    if (known === undefined) others.push(name);
    else if (typeof known === 'string') named[known] = open();
    else {
      const [role, part] = known;
      const arrays = parts.get(part) ?? {};
      if (arrays[role]) {
        throw new InputError('data', `${place} has two arrays that are ${name}; rename one`);
      }
      arrays[role] = open();
      parts.set(part, arrays);
    }
  };
  if (isArchive(place)) {
    for (const entry of zipEntries(bytesOfFile(place), place)) {
      const name = entry.name.replace(/\.npy$/i, '');
      take(name, () => readNpy(entry.open(), `${place}, ${name}`));
    }
  } else {
    for (const [name, file] of files) take(name, () => readNpy(bytesOfFile(file), file));
  }
  return {
    parts,
    classes: named.classes,
    targetNames: named.target_names,
    targetUnits: named.target_units,
    others,
  };
}

/** Arrays of names, of all parts. */
const nameRoles = ['classes', 'target_names', 'target_units'] as const;
type NameRole = (typeof nameRoles)[number];

/** `x_train` is the inputs of the training part; undefined for other names. */
function knownName(name: string): readonly [ArrayRole, ArrayPart] | NameRole | undefined {
  const ofNames = nameRoles.find((each) => each === name.toLowerCase());
  if (ofNames) return ofNames;
  const [, role, part] = /^(x|y|targets|labels|masks|groups)(?:_([a-z]+))?$/i.exec(name) ?? [];
  if (role === undefined) return undefined;
  const of = part === undefined ? 'whole' : partNamed(part);
  return of && [role.toLowerCase() as ArrayRole, of];
}

const isKnown = (name: string): boolean => knownName(name) !== undefined;

const isArchive = (place: string): boolean => /\.npz$/i.test(place);

const isFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

const folderOf = (place: string): string => (isFolder(place) ? place : path.dirname(place));

/** What was found instead of what is wanted, for messages. */
export const foundWords = ({ parts, others }: FoundArrays): string => {
  const names = [...parts].flatMap(([part, arrays]) =>
    Object.keys(arrays).map((role) => (part === 'whole' ? role : `${role}_${part}`)),
  );
  return names.length + others.length === 0
    ? 'no array'
    : listAnd([...names, ...others].slice(0, 6));
};
