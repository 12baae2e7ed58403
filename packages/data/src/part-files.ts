import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { listFolder } from './class-files.ts';
import type { ExamplePart } from './example-parts.ts';
import { partNamed } from './part-names.ts';

/** A file of the user's own data, and the split that its examples are for, where its name says it. */
export interface PartFile {
  readonly file: string;
  readonly part?: ExamplePart;
}

/** The files of the splits in a folder: `train.jsonl`, `test.jsonl` and perhaps `validation.jsonl`. */
const inFolder = (folder: string, pattern: RegExp): (PartFile & { readonly part: ExamplePart })[] =>
  listFolder(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .flatMap((name) => {
      const part = partNamed(path.parse(name).name);
      return part === undefined ? [] : [{ file: path.join(folder, name), part }];
    });

/** Whether a path is a folder with a file of a split. */
export const hasPartFiles = (place: string, pattern: RegExp): boolean =>
  inFolder(place, pattern).length > 0;

/**
 * The files that data at a path is read from: the file itself, or those of the splits in a folder, training first.
 *
 * @param options.isScored whether a run is to be scored on the data: then the test is read alone.
 * @throws InputError where a folder has two files for one split, or none for train or test.
 */
export function partFiles(
  place: string,
  pattern: RegExp,
  { isScored = false }: { readonly isScored?: boolean } = {},
): readonly PartFile[] {
  const found = inFolder(place, pattern);
  if (found.length === 0) return [{ file: place }];
  const order: readonly ExamplePart[] = ['train', 'validation', 'test'];
  for (const part of order) {
    const [first, second] = found.filter((each) => each.part === part);
    if (!second) continue;
    throw new InputError(
      'data',
      `${place} has both ${path.basename(first.file)} and ${path.basename(second.file)}, but only one can be the ` +
        `${part} part; remove one`,
    );
  }
  const needed = isScored ? (['test'] as const) : (['train', 'test'] as const);
  const missing = needed.find((part) => !found.some((each) => each.part === part));
  if (missing) {
    const { ext } = path.parse(found[0].file);
    throw new InputError(
      'data',
      `${place} has ${found.map(({ file }) => path.basename(file)).join(' and ')}, but no ${missing}${ext}; add it, or ` +
        'name a single file',
    );
  }
  const wanted = isScored ? needed : order;
  return wanted.flatMap((part) => found.filter((each) => each.part === part));
}
