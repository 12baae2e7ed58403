import { crc32, inflateSync } from 'node:zlib';
import type { PictureShape } from './picture.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that change no pixel; one that might is left to the full decoder. */
const harmless = new Set(['pHYs', 'tIME']);
/** Larger ones gain nothing. */
const mostPixels = 256 * 256;

/** A plain PNG that is not unpacked. */
export interface PlainPng extends PictureShape {
  /** Unpacks it to `[height, width, channels]`; undefined where its data is not what its header says. */
  pixels(): Uint8Array | undefined;
}

/**
 * Reads a small PNG of the plainest kind: 8 bits, grey or RGB, not interlaced, without a palette, a colour
 * profile, transparency or orientation. Folders of thousands of small pictures mostly hold such, and the
 * full decoder takes ten times as long to be called as to decode one.
 *
 * Its pixels are those of the full decoder. Anything else, and anything damaged, is left to that.
 *
 * Source: PNG (Portable Network Graphics) Specification, third edition, 5, 9 and 11.
 */
export function readPlainPng(bytes: Uint8Array): PlainPng | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, 8).equals(signature)) return undefined;
  let header: Buffer | undefined;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > file.length) return undefined;
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return undefined;
    const type = file.toString('latin1', at + 4, at + 8);
    const content = file.subarray(at + 8, end - 4);
    at = end;
    if (type === 'IHDR' && header === undefined && length === 13) header = content;
    else if (type === 'IDAT') data.push(content);
    else if (type === 'IEND') {
      return header && at === file.length ? plainPng(header, data) : undefined;
    } else if (!harmless.has(type)) return undefined;
  }
  return undefined;
}

function plainPng(header: Buffer, data: readonly Buffer[]): PlainPng | undefined {
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const [depth, colourType, compression, filter, interlace] = header.subarray(8);
  const channels = colourType === 0 ? 1 : colourType === 2 ? 3 : undefined;
  const isPlain = depth === 8 && compression === 0 && filter === 0 && interlace === 0;
  if (!isPlain || channels === undefined) return undefined;
  if (width === 0 || height === 0 || width * height > mostPixels) return undefined;
  return {
    height,
    width,
    channels,
    pixels: () => unpack(Buffer.concat(data), { height, width, channels }),
  };
}

function unpack(packed: Buffer, { height, width, channels }: PictureShape): Uint8Array | undefined {
  const rowBytes = width * channels;
  const size = height * (rowBytes + 1);
  let filtered: Buffer;
  try {
    filtered = inflateSync(packed, { maxOutputLength: size });
  } catch {
    return undefined;
  }
  if (filtered.length !== size) return undefined;
  const pixels = new Uint8Array(height * rowBytes);
  for (let row = 0; row < height; row++) {
    const from = row * (rowBytes + 1);
    if (
      !undoFilter(filtered[from], filtered.subarray(from + 1, from + 1 + rowBytes), {
        pixels,
        at: row * rowBytes,
        channels,
      })
    ) {
      return undefined;
    }
  }
  return pixels;
}

/** Undoes the filter of a row (section 9.2); returns false where there is no such filter. */
function undoFilter(
  filter: number,
  row: Uint8Array,
  to: { readonly pixels: Uint8Array; readonly at: number; readonly channels: number },
): boolean {
  const { pixels, at, channels } = to;
  const above = at - row.length;
  for (let i = 0; i < row.length; i++) {
    const left = i >= channels ? pixels[at + i - channels] : 0;
    const up = above >= 0 ? pixels[above + i] : 0;
    let predicted: number;
    if (filter === 0) predicted = 0;
    else if (filter === 1) predicted = left;
    else if (filter === 2) predicted = up;
    else if (filter === 3) predicted = (left + up) >> 1;
    else if (filter === 4) {
      predicted = paeth(left, up, above >= 0 && i >= channels ? pixels[above + i - channels] : 0);
    } else return false;
    // The array takes it modulo 256.
    pixels[at + i] = row[i] + predicted;
  }
  return true;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
