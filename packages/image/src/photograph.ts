import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { writeFileAtomically } from '@axiswise/files';
import { loadSharp } from './load-sharp.ts';
import { decodePicture, inspectPicture, type PictureShape, writePng } from './picture.ts';

/** A picture in its own proportions, and what was done to it. */
export interface Photograph extends PictureShape {
  /** `[height, width, channels]`, from 0 to 1. */
  readonly pixels: Float32Array;
  readonly channels: 1 | 3;
  /** The size it has on disk, turned as its camera noted. */
  readonly original: { readonly height: number; readonly width: number };
  /** What was changed besides the size, a clause each: `CMYK was converted to RGB`. */
  readonly remarks: readonly string[];
}

export interface ReadPhotographOptions {
  /** 3: red, green, blue (default); 1: grey. */
  readonly channels?: 1 | 3;
  /** The longer side gets so many pixels; by default the picture keeps its size. */
  readonly longestSide?: number;
  /** Where a side has fewer pixels, on disk or made smaller, the picture is refused. */
  readonly shortestSide?: number;
  /** The longest side that a picture may be asked for; said where one is refused. */
  readonly largestSide?: number;
}

/** Kept at their own size, pictures of more pixels than this are refused from the header alone. */
const ownSizeLimit = 50_000_000;
/** Made smaller while they are read, of more than this: what the decoder itself allows. */
const smallerLimit = 268_000_000;

/**
 * Reads a PNG or JPEG in its own proportions, whole or made smaller.
 *
 * Turned as its camera noted; laid on white where it is transparent; CMYK to RGB, 16 bits to 8, each
 * of which is remarked on. The header is read first: what claims to be too large is not decoded.
 *
 * @throws InputError where the file is no picture, animated, too small or too large.
 */
export async function readPhotograph(
  file: string,
  options: ReadPhotographOptions = {},
): Promise<Photograph> {
  const { channels = 3, longestSide, shortestSide = 1, largestSide } = options;
  if (longestSide !== undefined && !(Number.isSafeInteger(longestSide) && longestSide >= 1)) {
    throw new InputError(
      'data',
      `${file}: a longest side is a whole number from 1, but ${longestSide} came`,
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

/** The picture formats that {@link writePicture} knows, by the end of the file's name. */
const formats = ['.png', '.jpg', '.jpeg'];

/** @throws InputError where no picture can be written under that name. */
export function checkPictureName(file: string): void {
  if (formats.includes(path.extname(file).toLowerCase())) return;
  throw new InputError('data', `${file} is to be a picture; end its name in ${formats.join(', ')}`);
}

/**
 * Writes a picture as PNG, or as JPEG of quality 90, as its name ends; whole or not at all.
 *
 * @param picture.pixels `[height, width, channels]`, from 0 to 1; others are clipped.
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
