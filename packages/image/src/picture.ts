import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { writeFileAtomically } from '@axiswise/files';
import type { Metadata } from 'sharp';
import { loadSharp } from './load-sharp.ts';
import { readPlainPng } from './plain-png.ts';

/** The size of a network's input; 1 channel is grey, 3 are red, green and blue. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The header of a picture file. */
export interface PictureFacts extends PictureShape {
  /** The bytes on disk, for checksums. */
  readonly bytes: Uint8Array;
  /** The conversions that decoding makes, in words: `16 bits to 8`. */
  readonly conversions: readonly ('CMYK to RGB' | '16 bits to 8' | 'transparency')[];
}

/**
 * The most pixels of a picture; larger ones are refused, because they would be decoded completely.
 */
const pixelLimit = 50_000_000;

/**
 * Reads the header of a PNG or JPEG.
 *
 * @param options.pixels the most pixels that are allowed.
 * @param options.remedy what to do with a larger picture.
 * @throws InputError with the file if it is empty, broken, animated or of another format.
 */
export async function inspectPicture(
  file: string,
  options: { readonly pixels?: number; readonly remedy?: string } = {},
): Promise<PictureFacts> {
  const { pixels = pixelLimit, remedy = `make it smaller than ${pixels / 1e6} million` } = options;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new InputError(
      'data',
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      {
        cause,
      },
    );
  }
  if (bytes.length === 0) {
    throw new InputError(
      'data',
      `${file} is empty (0 bytes); remove it or put the picture in its place`,
    );
  }
  // Its header says all, without the full decoder.
  const plain = readPlainPng(bytes);
  if (plain && plain.height * plain.width <= pixels) {
    const { height, width, channels } = plain;
    return { height, width, channels, bytes, conversions: [] };
  }
  const sharp = await loadSharp();
  let facts: Metadata;
  try {
    // Our own limit, with its own message: reading a header costs nothing.
    facts = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new InputError(
      'data',
      `${file} is not a picture that can be read (${reason(cause)}); PNG and JPEG can`,
      { cause },
    );
  }
  const { format, width = 0, height = 0, pages = 1, orientation = 1 } = facts;
  if (format !== 'png' && format !== 'jpeg') {
    throw new InputError('data', `${file} is a ${format} picture; convert it to PNG or JPEG`);
  }
  if (pages > 1 || isAnimatedPng(bytes)) {
    throw new InputError('data', `${file} is animated; keep one picture of it`);
  }
  if (width * height > pixels) {
    throw new InputError('data', `${file} has ${width}×${height} pixels; ${remedy}`);
  }
  const grey = facts.space === 'b-w' || facts.space === 'grey16';
  // An EXIF orientation by a quarter turn swaps height and width.
  const turned = orientation >= 5;
  return {
    height: turned ? width : height,
    width: turned ? height : width,
    channels: grey ? 1 : 3,
    bytes,
    conversions: [
      ...(facts.space === 'cmyk' ? (['CMYK to RGB'] as const) : []),
      ...(facts.depth === 'ushort' ? (['16 bits to 8'] as const) : []),
      ...(facts.hasAlpha ? (['transparency'] as const) : []),
    ],
  };
}

/**
 * Whether a PNG has a chunk `acTL` before its pixels (PNG third edition, 11.3.2.2); the decoder
 * would silently take its first picture.
 */
function isAnimatedPng(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return false;
  // A chunk is its length (of the data), its type, the data, a checksum.
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

/**
 * Decodes a picture to bytes `[height, width, channels]` of a given shape: rotated by its EXIF
 * orientation, transparent pictures on black (or `background`), colours to grey for one channel,
 * resized to fill the shape (Lanczos), 16 bits to 8, CMYK to RGB.
 */
export async function decodePicture(
  bytes: Uint8Array,
  { height, width, channels }: PictureShape,
  file: string,
  background = '#000',
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const picture = sharp(bytes)
      .rotate()
      .flatten({ background })
      .resize({ height, width, fit: 'fill' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb');
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({
      resolveWithObject: true,
    });
    if (info.channels !== channels) {
      throw new Error(`${info.channels} channels instead of ${channels}`);
    }
    return new Uint8Array(data);
  } catch (cause) {
    throw new InputError('data', `${file} is damaged (${reason(cause)}); remove or replace it`, {
      cause,
    });
  }
}

/**
 * Reads one picture file as a network's input: `[height, width, channels]`, values from 0 to 1.
 *
 * @throws InputError if the file cannot be read as a picture, or no picture can have that shape.
 */
export async function readPicture(file: string, shape: PictureShape): Promise<Float32Array> {
  checkShape(file, shape);
  const { bytes } = await inspectPicture(file);
  const decoded = await decodePicture(bytes, shape, file);
  return Float32Array.from(decoded, (value) => value / 255);
}

/**
 * Writes a picture as PNG, completely or not at all.
 *
 * @throws InputError if the number of pixels does not fit the shape, or the file cannot be written.
 */
export async function writePng(
  file: string,
  {
    pixels,
    height,
    width,
    channels,
  }: PictureShape & {
    /** `[height, width, channels]`, bytes, or floats from 0 to 1 (other values are clipped). */
    readonly pixels: Uint8Array | Float32Array;
  },
): Promise<void> {
  checkShape(file, { height, width, channels });
  if (pixels.length !== height * width * channels) {
    throw new InputError(
      'data',
      `${file}: a picture of ${height}×${width}×${channels} must have ${height * width * channels} values, ` +
        `got ${pixels.length}`,
    );
  }
  const bytes =
    pixels instanceof Uint8Array
      ? pixels
      : Uint8Array.from(pixels, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const sharp = await loadSharp();
  const png = await sharp(bytes, { raw: { height, width, channels: channels as 1 | 3 } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
  await writeFileAtomically(file, png);
}

function checkShape(file: string, { height, width, channels }: PictureShape): void {
  const isLength = (side: number): boolean => Number.isInteger(side) && side >= 1;
  if (isLength(height) && isLength(width) && (channels === 1 || channels === 3)) return;
  throw new InputError(
    'data',
    `${file}: a picture must have a height and a width of at least 1 and 1 or 3 channels, ` +
      `got ${height}×${width}×${channels}`,
  );
}

const reason = (cause: unknown): string => (cause as Error).message.split('\n')[0].trim();
