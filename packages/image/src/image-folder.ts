import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  arraySplit,
  DataError,
  holdOut,
  type LoadContext,
  type Source,
  type Split,
} from '@axiswise/data';
import { decodePicture, inspectPicture, type PictureShape } from './picture.ts';

/** Pictures of one size are kept as they are up to this many pixels a side. */
const largestKept = 96;
const defaultSide = 32;
/** Without a test folder a fifth of each class is the test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;
/** Pictures that are decoded at a time. */
const atOnce = 16;

interface FoundPicture {
  readonly file: string;
  readonly label: number;
}

/**
 * The user's own pictures: a folder per class of PNG or JPEG, or `train/`, `test/` and perhaps
 * `validation/` with a folder per class each.
 *
 * Options of {@link LoadContext.options}: `size=HEIGHTxWIDTH` and `channels=1` or `3`. Without them
 * pictures of one size up to 96×96 are kept, others become 32×32; they stay grey if all are grey.
 *
 * @throws DataError where a class is empty, there is only one, or a picture cannot be read.
 */
export function imageFolder(folder: string): Source {
  return {
    name: path.basename(path.resolve(folder)),
    description: `pictures in ${folder}, a folder per class`,
    async load(context) {
      const asked = parseOptions(context.options ?? {});
      const parts = existsSync(path.join(folder, 'train')) ? await splitFolders(folder) : [folder];
      const classes = await classNames(parts);
      const found = new Map<string, FoundPicture[]>();
      for (const part of parts) {
        found.set(path.basename(part), await findPictures(part, classes, context));
      }
      const all = [...found.values()].flat();
      const shape = await commonShape(all, asked, context);
      const hash = createHash('sha256').update(JSON.stringify([classes, shape]));
      const splits = new Map<string, Split>();
      for (const [name, pictures] of found) {
        splits.set(
          name,
          await readSplit(pictures, shape, classes.length, context, (file, bytes) =>
            hash.update(path.relative(folder, file)).update(bytes),
          ),
        );
      }
      const whole = splits.get(path.basename(folder));
      const validation = splits.get('validation');
      const { rest: train, heldOut: test } =
        parts.length === 1 && whole
          ? holdOut(whole, { fraction: testShare, seed: splitSeed })
          : { rest: splits.get('train')!, heldOut: splits.get('test')! };
      return {
        name: path.basename(path.resolve(folder)),
        axes: ['height', 'width'],
        shape: [shape.height, shape.width, shape.channels],
        classes,
        splits: { train, test, ...(validation && { validation }) },
        sha256: hash.digest('hex'),
      };
    },
  };
}

function parseOptions(options: Readonly<Record<string, string>>): Partial<PictureShape> {
  const { size, channels, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new DataError(
      `pictures have no option "${unknown}"; there are size=HEIGHTxWIDTH and channels=1 or 3`,
    );
  }
  const sides = size === undefined ? undefined : /^(\d+)x(\d+)$/.exec(size);
  if (sides === null || (sides && (Number(sides[1]) < 1 || Number(sides[2]) < 1))) {
    throw new DataError(`size is HEIGHTxWIDTH in pixels, such as 32x32, but "${size}" came`);
  }
  if (channels !== undefined && channels !== '1' && channels !== '3') {
    throw new DataError(`channels is 1 (grey) or 3 (colour), but "${channels}" came`);
  }
  return {
    ...(sides && { height: Number(sides[1]), width: Number(sides[2]) }),
    ...(channels && { channels: Number(channels) }),
  };
}

async function splitFolders(folder: string): Promise<string[]> {
  if (!existsSync(path.join(folder, 'test'))) {
    throw new DataError(
      `${folder} has a folder train but no folder test; add one, or lay the classes directly in it`,
    );
  }
  return ['train', 'test', 'validation']
    .map((part) => path.join(folder, part))
    .filter((part) => existsSync(part));
}

/** The classes in alphabetical order; every part must have the same. */
async function classNames(parts: readonly string[]): Promise<string[]> {
  const [first, ...others] = await Promise.all(
    parts.map(async (part) => {
      let entries;
      try {
        entries = await readdir(part, { withFileTypes: true });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        throw new DataError(`${part} is not a folder that can be read (${code})`, { cause });
      }
      return entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name)
        .sort();
    }),
  );
  if (first.length < 2) {
    throw new DataError(
      `${parts[0]} has ${first.length === 0 ? 'no class' : `a single class (${first[0]})`}; ` +
        `a classifier needs at least two: a folder per class`,
    );
  }
  others.forEach((names, i) => {
    if (JSON.stringify(names) !== JSON.stringify(first)) {
      throw new DataError(
        `${parts[i + 1]} has the classes ${names.join(', ')}, but ${parts[0]} has ${first.join(', ')}`,
      );
    }
  });
  return first;
}

async function findPictures(
  part: string,
  classes: readonly string[],
  { onProgress }: LoadContext,
): Promise<FoundPicture[]> {
  const pictures: FoundPicture[] = [];
  const skipped: string[] = [];
  for (const [label, name] of classes.entries()) {
    const folder = path.join(part, name);
    const files = (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(folder, entry.name))
      .sort();
    const [good, stray] = [true, false].map((wanted) =>
      files.filter((file) => /\.(png|jpe?g)$/i.test(file) === wanted),
    );
    if (good.length === 0) {
      throw new DataError(
        `the class "${name}" is empty: ${folder} holds no PNG or JPEG; add pictures or remove the folder`,
      );
    }
    pictures.push(...good.map((file) => ({ file, label })));
    skipped.push(...stray);
  }
  if (skipped.length > 0) {
    onProgress?.(
      `skipped ${skipped.length} ${skipped.length === 1 ? 'file that is no picture' : 'files that are no pictures'}` +
        ` (${skipped[0]}${skipped.length > 1 ? ', …' : ''})`,
    );
  }
  return pictures;
}

/** The shape of all pictures: as asked, else their own if they share one, else 32×32. */
async function commonShape(
  pictures: readonly FoundPicture[],
  asked: Partial<PictureShape>,
  { onProgress }: LoadContext,
): Promise<PictureShape> {
  if (asked.height && asked.width && asked.channels) return asked as PictureShape;
  const sizes = new Set<string>();
  let first: PictureShape | undefined;
  let colour = false;
  await forEachBounded(pictures, async ({ file }) => {
    const facts = await inspectPicture(file);
    sizes.add(`${facts.height}x${facts.width}`);
    first ??= facts;
    colour ||= facts.channels === 3;
  });
  const { height, width } = first!;
  const channels = asked.channels ?? (colour ? 3 : 1);
  if (asked.height && asked.width) return { height: asked.height, width: asked.width, channels };
  if (sizes.size === 1 && Math.max(height, width) <= largestKept) {
    return { height, width, channels };
  }
  onProgress?.(
    `pictures are resized to ${defaultSide}×${defaultSide} (` +
      (sizes.size > 1 ? `they have ${sizes.size} different sizes` : `they are ${height}×${width}`) +
      `); choose with --data-options size=HEIGHTxWIDTH`,
  );
  return { height: defaultSide, width: defaultSide, channels };
}

async function readSplit(
  pictures: readonly FoundPicture[],
  shape: PictureShape,
  classes: number,
  { onProgress }: LoadContext,
  onBytes: (file: string, bytes: Uint8Array) => void,
): Promise<Split> {
  const size = shape.height * shape.width * shape.channels;
  const inputs = new Uint8Array(pictures.length * size);
  const digests = new Map<string, Uint8Array>();
  let done = 0;
  let lastLine = performance.now();
  await forEachBounded(pictures, async ({ file }, i) => {
    const { bytes } = await inspectPicture(file);
    inputs.set(await decodePicture(bytes, shape, file), i * size);
    digests.set(file, createHash('sha256').update(bytes).digest());
    done++;
    if (performance.now() - lastLine > 2000) {
      lastLine = performance.now();
      onProgress?.(`read ${done} of ${pictures.length} pictures`);
    }
  });
  // In the order of names, not in the order in which reading happened to end.
  for (const { file } of pictures) onBytes(file, digests.get(file)!);
  return arraySplit({
    inputs,
    labels: Int32Array.from(pictures, ({ label }) => label),
    shape: [shape.height, shape.width, shape.channels],
    classes,
  });
}

async function forEachBounded<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
