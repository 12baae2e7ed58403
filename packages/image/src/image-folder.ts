import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  arraySplit,
  checkOptionNames,
  type ClassFile,
  countProgress,
  describeSkipped,
  divideParts,
  type FileKind,
  findClassFiles,
  type LoadContext,
  type PartName,
  type Source,
  type Split,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { forEachBounded } from '@axiswise/files';
import { decodePicture, inspectPicture, type PictureShape } from './picture.ts';

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
/** The memory limit: all pictures are held in memory as bytes. */
const mostBytes = 4e9;
/** Pictures that are decoded at the same time. */
const atOnce = 16;

/**
 * Reads the user's own pictures: a folder of PNG or JPEG per class, or `train/`, `test/` and
 * perhaps `validation/` with a folder per class each.
 *
 * Options of {@link LoadContext.options}: `size=HEIGHTxWIDTH` and `channels=1` or `3`. Without
 * them, pictures of one size up to 96×96 keep it and others become 32×32; they stay grey if all are
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
      const shape = await commonShape(pictures, asked, context);
      const hash = createHash('sha256').update(JSON.stringify([classes, shape]));
      const splits = new Map<PartName, Split>();
      for (const [part, files] of parts) {
        const read = await readPictures(files, shape, classes.length, context);
        files.forEach(({ file }, i) => {
          const relative = path.relative(folder, file).split(path.sep).join('/');
          hash.update(`${relative}\0`).update(read.digests[i]);
        });
        splits.set(part, read.split);
      }
      return {
        name,
        axes: ['height', 'width'],
        shape: [shape.height, shape.width, shape.channels],
        classes,
        splits: divideParts(folder, splits, { classes, kind: pictureFiles }),
        sha256: hash.digest('hex'),
      };
    },
  };
}

function parseOptions(options: LoadContext['options'] = {}): Partial<PictureShape> {
  checkOptionNames('a folder of pictures', options, { size: 'HEIGHTxWIDTH', channels: '1 or 3' });
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
  pictures: readonly ClassFile[],
  asked: Partial<PictureShape>,
  { onProgress }: LoadContext,
): Promise<PictureShape> {
  if (asked.height && asked.width && asked.channels) return asked as PictureShape;
  const sizes = new Set<string>();
  let first: PictureShape | undefined;
  let colour = false;
  const looked = countProgress(
    { verb: 'looked at', total: pictures.length, many: pictureFiles.many },
    onProgress,
  );
  await forEachBounded(pictures, atOnce, async ({ file }) => {
    const facts = await inspectPicture(file);
    looked();
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

/**
 * Reads pictures into a split; returns it with the digest of each file's bytes, in the order of
 * `pictures`.
 */
async function readPictures(
  pictures: readonly ClassFile[],
  shape: PictureShape,
  classes: number,
  { onProgress }: LoadContext,
): Promise<{ readonly split: Split; readonly digests: readonly Uint8Array[] }> {
  const size = shape.height * shape.width * shape.channels;
  if (pictures.length * size > mostBytes) {
    throw new InputError(
      'data',
      `${pictures.length} pictures of ${shape.height}×${shape.width}×${shape.channels} take ` +
        `${Math.ceil((pictures.length * size) / 1e9)} GB of memory; ask for a smaller size`,
    );
  }
  const inputs = new Uint8Array(pictures.length * size);
  const digests: Uint8Array[] = [];
  const read = countProgress(
    { verb: 'read', total: pictures.length, many: pictureFiles.many },
    onProgress,
  );
  await forEachBounded(pictures, atOnce, async ({ file }, i) => {
    const { bytes } = await inspectPicture(file);
    inputs.set(await decodePicture(bytes, shape, file), i * size);
    digests[i] = createHash('sha256').update(bytes).digest();
    read();
  });
  const split = arraySplit({
    inputs,
    labels: Int32Array.from(pictures, ({ label }) => label),
    shape: [shape.height, shape.width, shape.channels],
    classes,
  });
  return { split, digests };
}
