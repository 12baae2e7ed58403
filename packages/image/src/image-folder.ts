import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  arraySplit,
  checkOptionNames,
  type ClassFile,
  countProgress,
  describeSkipped,
  divideParts,
  fileStates,
  type FileKind,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  type LoadContext,
  nameWithin,
  type PartName,
  type Preparation,
  prepareOnce,
  type Source,
  type Split,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import type { PictureShape } from './picture.ts';
import { PictureReader } from './read-pictures.ts';

/** Which files are read. */
export const pictureFiles: FileKind = {
  pattern: /\.(png|jpe?g)$/i,
  formats: 'PNG or JPEG',
  one: 'picture',
  many: 'pictures',
};

/** Pictures of one size keep it up to this many pixels per side. */
const largestKept = 96;
const defaultSide = 32;
const largestAsked = 1024;
/** The limit of a data set; more than its share of memory is read from a file. */
const mostBytes = 4e9;

/**
 * Reads the user's own pictures: a folder of PNG or JPEG per class, or `train/`, `test/` and
 * perhaps `validation/` with a folder per class each.
 *
 * Options of {@link LoadContext.options}: `size=HEIGHTxWIDTH`, `channels=1` or `3`, and
 * `groups=PATTERN` (see {@link groupsOfFiles}). Without size and channels, pictures of one size up to 96×96 keep it and others become 32×32; they stay grey if all are
 * grey. Without a test folder a fifth of each class is for test, whatever the run's seed, so that
 * runs can be compared. Files that are not PNG or JPEG are skipped and reported.
 *
 * @throws InputError if a class is empty, there is only one, an option is unknown, or a picture
 *   cannot be read: broken pictures are not skipped, because data that shrinks silently misleads.
 */
export function imageFolder(folder: string): Source {
  const name = path.basename(path.resolve(folder));
  return {
    name,
    description: `pictures in ${folder}, a folder per class`,
    async load(context) {
      const asked = parseOptions(context.options);
      const { classes, parts, skipped } = await findClassFiles(folder, pictureFiles);
      if (skipped.length > 0) context.onProgress?.(describeSkipped(skipped, pictureFiles));
      const pictures = [...parts.values()].flat();
      const grouped = groupsOfFiles(pictures, context.options?.groups);
      const { facts, numbers } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          asked,
          classes,
          parts: [...parts].map(([part, files]) => [part, files.length]),
          files: await fileStates(pictures.map(({ file }) => file)),
        }),
        onProgress: context.onProgress,
        prepare: (into) => preparePictures(folder, { classes, pictures, asked }, into, context),
      });
      const { shape, sha256 } = facts;
      const size = shape.height * shape.width * shape.channels;
      const inputs = numbers('inputs');
      const splits = new Map<PartName, Split>();
      let first = 0;
      for (const [part, files] of parts) {
        const start = first * size;
        const split = arraySplit({
          inputs: {
            type: inputs.type,
            length: files.length * size,
            read: (from, to) => inputs.read(start + from, start + to),
          },
          labels: Int32Array.from(files, ({ label }) => label),
          shape: [shape.height, shape.width, shape.channels],
          classes: classes.length,
          groups: grouped?.groups.subarray(first, first + files.length),
          exampleName: (index) => nameWithin(folder, files[index].file),
        });
        splits.set(part, split);
        first += files.length;
      }
      return {
        name,
        axes: ['height', 'width'],
        shape: [shape.height, shape.width, shape.channels],
        classes,
        splits: divideParts(folder, splits, {
          classes,
          kind: pictureFiles,
          onProgress: context.onProgress,
        }),
        ...(grouped && { groupsOf: 'group', groupName: (group) => grouped.names[group] }),
        sha256,
      };
    },
  };
}

/** Reads all pictures in one shape, in the order in which they are given. */
async function preparePictures(
  folder: string,
  given: {
    readonly classes: readonly string[];
    readonly pictures: readonly ClassFile[];
    readonly asked: Partial<PictureShape>;
  },
  into: Preparation,
  { onProgress }: LoadContext,
): Promise<{ readonly shape: PictureShape; readonly sha256: string }> {
  const { classes, pictures, asked } = given;
  const files = pictures.map(({ file }) => file);
  const progress = (verb: string) =>
    countProgress({ verb, total: files.length, many: pictureFiles.many }, onProgress);
  const reader = new PictureReader();
  try {
    const shape = await commonShape(files, asked, {
      reader,
      looked: progress('looked at'),
      notice: (line) => into.notice(line),
    });
    const size = shape.height * shape.width * shape.channels;
    if (files.length * size > mostBytes) {
      throw new InputError(
        'data',
        `${files.length} pictures of ${shape.height}×${shape.width}×${shape.channels} take ` +
          `${Math.ceil((files.length * size) / 1e9)} GB of memory; ask for a smaller size`,
      );
    }
    const inputs = into.reserve('inputs', 'uint8', files.length * size);
    const digests: Uint8Array[] = [];
    const read = progress('read');
    await reader.decode(files, shape, (pixels, some, first) => {
      inputs.set(pixels, first * size);
      some.forEach((digest, i) => {
        digests[first + i] = digest;
        read();
      });
    });
    const hash = createHash('sha256').update(JSON.stringify([classes, shape]));
    files.forEach((file, i) => {
      hash.update(`${nameWithin(folder, file)}\0`).update(digests[i]);
    });
    return { shape, sha256: hash.digest('hex') };
  } finally {
    await reader.end();
  }
}

function parseOptions(options: LoadContext['options'] = {}): Partial<PictureShape> {
  checkOptionNames('a folder of pictures', options, {
    size: 'HEIGHTxWIDTH',
    channels: '1 or 3',
    ...groupsOption,
  });
  const { size, channels } = options;
  const sides = (size === undefined ? [] : (/^(\d+)x(\d+)$/.exec(size)?.slice(1) ?? [''])).map(
    Number,
  );
  if (sides.some((side) => !(side >= 1 && side <= largestAsked))) {
    throw new InputError(
      'data',
      `size must be HEIGHTxWIDTH, such as 32x32, each from 1 to ${largestAsked} pixels, got '${size}'`,
    );
  }
  if (channels !== undefined && channels !== '1' && channels !== '3') {
    throw new InputError('data', `channels must be 1 (grey) or 3 (colour), got '${channels}'`);
  }
  return {
    ...(sides.length > 0 && { height: sides[0], width: sides[1] }),
    ...(channels && { channels: Number(channels) }),
  };
}

/**
 * Chooses the shape of all pictures: by the options, else their own if they share one, else 32×32.
 */
async function commonShape(
  files: readonly string[],
  asked: Partial<PictureShape>,
  by: {
    readonly reader: PictureReader;
    readonly looked: () => void;
    readonly notice: (line: string) => void;
  },
): Promise<PictureShape> {
  if (asked.height && asked.width && asked.channels) return asked as PictureShape;
  const sizes = new Set<string>();
  let first: PictureShape | undefined;
  let colour = false;
  await by.reader.inspect(files, (picture) => {
    by.looked();
    sizes.add(`${picture.height}x${picture.width}`);
    first ??= picture;
    colour ||= picture.channels === 3;
  });
  const { height, width } = first!;
  const channels = asked.channels ?? (colour ? 3 : 1);
  if (asked.height && asked.width) return { height: asked.height, width: asked.width, channels };
  if (sizes.size === 1 && Math.max(height, width) <= largestKept) {
    return { height, width, channels };
  }
  by.notice(
    `pictures are resized to ${defaultSide}×${defaultSide} (` +
      (sizes.size > 1 ? `they have ${sizes.size} different sizes` : `they are ${height}×${width}`) +
      `); choose with --data-options size=HEIGHTxWIDTH`,
  );
  return { height: defaultSide, width: defaultSide, channels };
}
