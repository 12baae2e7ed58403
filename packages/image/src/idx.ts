import { InputError } from '@axiswise/messages';

/** An array of bytes with its dimensions, as stored in an IDX file. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** Unsigned bytes, the only number type of image and label files. */
const unsignedByte = 0x08;

/**
 * Decodes the bytes of an unpacked IDX file of unsigned bytes; the values are a view, not a copy.
 *
 * The format (LeCun, "The MNIST database"): two zero bytes, the type of the numbers, the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the numbers.
 *
 * @param dimensions the expected number: 3 for images, 1 for labels.
 * @param file the file's name, for errors.
 * @throws InputError with the file and the byte if the content is not valid.
 */
export function decodeIdx(bytes: Uint8Array, dimensions: number, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = 4 + 4 * dimensions;
  const magic = bytes.length >= 4 ? view.getUint32(0) : NaN;
  const expected = (unsignedByte << 8) | dimensions;
  if (magic !== expected) {
    const start = Number.isNaN(magic) ? `only ${bytes.length} bytes` : hex(magic);
    throw new InputError(
      'data',
      `${file}, byte 0: an IDX file of unsigned bytes with ${dimensions} dimension` +
        `${dimensions === 1 ? '' : 's'} must begin with ${hex(expected)}, got ${start}; ` +
        `are images and labels exchanged, or is it another format?`,
    );
  }
  if (bytes.length < headerBytes) {
    throw new InputError(
      'data',
      `${file}: cut off in its header, at byte ${bytes.length} of ${headerBytes}; get it again`,
    );
  }
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== headerBytes + size) {
    const difference = bytes.length - headerBytes - size;
    throw new InputError(
      'data',
      `${file}: ${shape.join('×')} values should end at byte ${headerBytes + size}, but the file ` +
        (difference < 0
          ? `ends at byte ${bytes.length}; it is cut off: get it again`
          : `goes on for ${difference} more; it is damaged or not an IDX file: get it again`),
    );
  }
  // Not bytes.subarray, which would return a Buffer for a Buffer.
  const values = new Uint8Array(bytes.buffer, bytes.byteOffset + headerBytes, size);
  return { shape, values };
}

const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, '0')}`;
