import { createHash } from 'node:crypto';
import { unlabelled } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { decodePicture, inspectPicture, type PictureShape } from './picture.ts';

/** The value of a pixel that has no label, as in PASCAL VOC. */
const noLabel = 255;

/** The labels of all pixels of some pictures. */
export interface Masks {
  /** `pictures × height × width` classes, or `unlabelled`. */
  readonly labels: Int16Array;
  /** One more than the largest class. */
  readonly classes: number;
  readonly sha256: string;
}

/**
 * Reads a mask for each picture: a grey PNG as large as the picture, whose values are the numbers of the classes;
 * 255 where a pixel has no label. Where pictures are resized, a pixel takes the nearest label.
 *
 * @param files the pictures.
 * @param masks theirs, in the same order.
 * @throws InputError with the file where a mask is not such a picture, or is of another size than its own.
 */
export async function readMasks(
  files: readonly string[],
  masks: readonly string[],
  { height, width }: Pick<PictureShape, 'height' | 'width'>,
): Promise<Masks> {
  const size = height * width;
  const labels = new Int16Array(masks.length * size);
  const hash = createHash('sha256');
  for (const [i, mask] of masks.entries()) {
    const found = await readMask(mask, files[i]);
    const to = labels.subarray(i * size, (i + 1) * size);
    for (let at = 0; at < size; at++) {
      const row = nearest(Math.floor(at / width), height, found.height);
      const column = nearest(at % width, width, found.width);
      const value = found.values[row * found.width + column];
      to[at] = value === noLabel ? unlabelled : value;
    }
    if (to.every((label) => label === unlabelled)) {
      throw new InputError(
        'data',
        `${mask} labels no pixel: all are ${noLabel}, which means that they have no label; label some, or leave ` +
          'the picture out',
      );
    }
  }
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  return { labels, classes, sha256: hash.update(labels).digest('hex') };
}

/** The position of one axis that lies where a position of a longer or shorter one does. */
const nearest = (position: number, length: number, of: number): number =>
  Math.floor(((position + 0.5) * of) / length);

async function readMask(mask: string, file: string) {
  const fail = (message: string): never => {
    throw new InputError('data', `${mask} ${message}`);
  };
  if (!/\.png$/i.test(mask)) fail('is no PNG; other formats do not keep the numbers of classes');
  const { height, width, channels, bytes, conversions } = await inspectPicture(mask);
  if (channels !== 1 || conversions.length > 0) {
    fail(
      'must be a grey picture of 8 bits, whose values are the numbers of the classes, but it ' +
        (channels === 1 ? `needs a conversion (${conversions.join(', ')})` : 'is in colour'),
    );
  }
  const picture = await inspectPicture(file);
  if (picture.height !== height || picture.width !== width) {
    fail(
      `has ${height}×${width} pixels, but its picture ${file} has ${picture.height}×${picture.width}; a mask has ` +
        'a pixel for each of its picture',
    );
  }
  const values = await decodePicture(bytes, { height, width, channels }, mask);
  return { height, width, values };
}
