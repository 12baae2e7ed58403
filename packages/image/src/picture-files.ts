import { createHash } from 'node:crypto';
import {
  countProgress,
  type FileKind,
  type LoadContext,
  nameWithin,
  type Preparation,
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

/** Reads all pictures in one shape, in the order in which they are given. */
export async function preparePictures(
  folder: string,
  given: {
    readonly classes: readonly string[];
    readonly files: readonly string[];
    readonly asked: Partial<PictureShape>;
  },
  into: Preparation,
  { onProgress }: Pick<LoadContext, 'onProgress'>,
): Promise<{ readonly shape: PictureShape; readonly sha256: string }> {
  const { classes, files, asked } = given;
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

/** The options that decide the shape of pictures, for {@link checkOptionNames}. */
export const pictureOptions = { size: 'HEIGHTxWIDTH', channels: '1 or 3' } as const;

/** The shape of pictures, of that of examples. */
export const pictureShape = ([height, width, channels]: readonly number[]): PictureShape => ({
  height,
  width,
  channels,
});

/** The shape that options ask for. */
export function shapeOption(options: NonNullable<LoadContext['options']>): Partial<PictureShape> {
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
