import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { writeFileAtomically } from '@axiswise/files';
import { loadSharp } from './load-sharp.ts';
import { decodePicture, inspectPicture, type PictureShape, writePng } from './picture.ts';

/** A picture in its own proportions, with what was done to it. */
export interface Photograph extends PictureShape {
  /** `[height, width, channels]`, from 0 to 1. */
  readonly pixels: Float32Array;
  readonly channels: 1 | 3;
  /** Its size on disk, rotated by its EXIF orientation. */
  readonly original: { readonly height: number; readonly width: number };
  /** Conversions besides the size, a clause each: `CMYK was converted to RGB`. */
  readonly remarks: readonly string[];
}

/** How a picture file becomes numbers. */
export interface ReadPhotographOptions {
  /** 3: red, green, blue (default); 1: grey. */
  readonly channels?: 1 | 3;
  /** Pixels of the longer side; by default the picture keeps its size. */
  readonly longestSide?: number;
  /** A picture is refused if a side has fewer pixels, on disk or after scaling. */
  readonly shortestSide?: number;
  /** The largest allowed value of the longest side; an error names it. */
  readonly largestSide?: number;
}

/** The most pixels of a picture at its own size; more are refused by the header. */
const ownSizeLimit = 50_000_000;
/** The most pixels of a picture that is scaled down while it is read: the limit of the decoder. */
const smallerLimit = 268_000_000;

/**
 * Reads a PNG or JPEG in its own proportions, at its own size or scaled down.
 *
 * It rotates the picture by its EXIF orientation, puts transparent pictures on white, and converts
 * CMYK to RGB and 16 bits to 8; `remarks` lists these conversions. It reads the header first and
 * does not decode a picture whose stated size is too large.
 *
 * @throws InputError if the file is not a picture, or is animated, too small or too large.
 */
export async function readPhotograph(
  file: string,
  options: ReadPhotographOptions = {},
): Promise<Photograph> {
  const { channels = 3, longestSide, shortestSide = 1, largestSide } = options;
  if (longestSide !== undefined && !(Number.isSafeInteger(longestSide) && longestSide >= 1)) {
    throw new InputError(
      'data',
      `${file}: longestSide must be a positive integer, got ${longestSide}`,
    );
  }
  const { bytes, conversions, ...original } = await inspectPicture(
    file,
    longestSide === undefined
      ? {
          pixels: ownSizeLimit,
          remedy:
            `at most ${ownSizeLimit / 1e6} million are read at their own size: ` +
            `ask for a size${largestSide ? ` of ${largestSide} or less` : ''} to have it made smaller`,
        }
      : {
          pixels: smallerLimit,
          remedy: `at most ${smallerLimit / 1e6} million can be read; make it smaller first`,
        },
  );
  const scale = longestSide ? longestSide / Math.max(original.height, original.width) : 1;
  const height = Math.max(1, Math.round(original.height * scale));
  const width = Math.max(1, Math.round(original.width * scale));
  if (Math.min(original.height, original.width) < shortestSide) {
    throw new InputError(
      'data',
      `${file} has ${original.width}×${original.height} pixels; ` +
        `take a picture of at least ${shortestSide}×${shortestSide}`,
    );
  }
  if (Math.min(height, width) < shortestSide) {
    throw new InputError(
      'data',
      `${file} would be made ${width}×${height} pixels small, but at least ` +
        `${shortestSide}×${shortestSide} are needed; ask for a larger size or cut it less narrow`,
    );
  }
  const decoded = await decodePicture(bytes, { height, width, channels }, file, '#fff');
  return {
    ...{ height, width, channels },
    pixels: Float32Array.from(decoded, (value) => value / 255),
    original: { height: original.height, width: original.width },
    remarks: conversions.map((conversion) =>
      conversion === 'transparency'
        ? 'what is transparent was laid on white'
        : `${conversion.replace(' to ', ' was converted to ')}`,
    ),
  };
}

/** The picture formats of {@link writePicture}, by the ending of the file's name. */
const formats = ['.png', '.jpg', '.jpeg'];

/** @throws InputError if no picture can be written under that name. */
export function checkPictureName(file: string): void {
  if (formats.includes(path.extname(file).toLowerCase())) return;
  throw new InputError(
    'data',
    `the name of a picture must end in ${formats.join(', ')}, got ${file}`,
  );
}

/**
 * Writes a picture as PNG, or as JPEG of quality 90, by the ending of its name; completely or not
 * at all.
 *
 * @param picture.pixels `[height, width, channels]`, from 0 to 1; other values are clipped.
 */
export async function writePicture(
  file: string,
  picture: PictureShape & { readonly pixels: Float32Array },
): Promise<void> {
  checkPictureName(file);
  if (path.extname(file).toLowerCase() === '.png') return writePng(file, picture);
  const { pixels, height, width, channels } = picture;
  const bytes = Uint8Array.from(pixels, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  const sharp = await loadSharp();
  const jpeg = await sharp(bytes, { raw: { height, width, channels: channels as 1 | 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  await writeFileAtomically(file, jpeg);
}
