import { zip } from './zip.ts';

/** An array of 32-bit floating-point numbers, the last axis running fastest. */
export interface FloatArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Encodes an array as a NumPy file, version 1.0.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npy({ shape, values }: FloatArray): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  // The numbers begin at a multiple of 64 bytes.
  const length = Math.ceil((10 + words.length + 1) / 64) * 64 - 10;
  const start = Buffer.alloc(10);
  start.write('\x93NUMPY', 'latin1');
  start.writeUInt8(1, 6);
  start.writeUInt16LE(length, 8);
  const header = Buffer.from(`${words.padEnd(length - 1)}\n`, 'latin1');
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(Buffer.concat([start, header, bytes]));
}

/** Encodes arrays by name as NumPy's `savez` does: `numpy.load` reads it. */
export const npz = (arrays: ReadonlyMap<string, FloatArray>): Uint8Array =>
  zip(new Map([...arrays].map(([name, array]) => [`${name}.npy`, npy(array)])));
