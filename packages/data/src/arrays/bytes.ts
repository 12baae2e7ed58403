import { openSync } from 'node:fs';
import { InputError } from '@axiswise/messages';
import { OpenFile } from '../prepared/numbers-in-file.ts';

/** Bytes that are read piece by piece, of a file or in memory. */
export interface Bytes {
  readonly length: number;
  /** Those from one position up to before another. */
  read(from: number, to: number): Uint8Array;
}

/** The bytes of a file, which stays open as long as they may be read. */
export function bytesOfFile(file: string): Bytes {
  try {
    const open = new OpenFile(openSync(file, 'r'));
    const whole: Bytes = {
      length: open.bytes,
      read: (from, to) => {
        const out = new Uint8Array(to - from);
        open.read(out, from);
        return out;
      },
    };
    // A folder can be opened, but not read.
    whole.read(0, Math.min(1, whole.length));
    return whole;
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'is missing'
        : code === 'EISDIR'
          ? 'is a folder, but a file of an array is wanted'
          : `cannot be read (${code})`;
    throw new InputError('data', `${file} ${why}`, { cause });
  }
}

export const bytesInMemory = (bytes: Uint8Array): Bytes => ({
  length: bytes.length,
  read: (from, to) => bytes.subarray(from, to),
});

/** A part of some bytes. */
export const partOf = (whole: Bytes, start: number, length: number): Bytes => ({
  length,
  read: (from, to) => whole.read(start + from, start + to),
});
