import { closeSync, fstatSync, readSync } from 'node:fs';

/** The types of numbers that are kept, by name. */
export const numberTypes = {
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
} as const;

export type NumberType = keyof typeof numberTypes;

/** The array of each type, over memory of either kind. */
export interface ArrayOf {
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
  readonly float32: Float32Array;
}

/** An array of one of the types in which examples are kept. */
export type NumberArray = ArrayOf[NumberType];

/** The name of the type of an array. */
export const typeOf = (values: NumberArray): NumberType =>
  (Object.keys(numberTypes) as NumberType[]).find((type) => values instanceof numberTypes[type])!;

/** Views a part of a buffer as numbers. */
export const numbersIn = (
  buffer: ArrayBufferLike,
  type: NumberType,
  length = buffer.byteLength / numberTypes[type].BYTES_PER_ELEMENT,
): NumberArray =>
  // The types of Node's libraries know no buffer of either kind.
  new numberTypes[type](buffer as ArrayBuffer, 0, length) as NumberArray;

/**
 * Numbers of one type, in memory or in a file: what does not fit into memory is read piece by piece. (Node
 * cannot map a file into memory without native code; reading ranges of it comes closest, since the system
 * keeps in memory what is read often.)
 */
export interface Numbers {
  readonly type: NumberType;
  readonly length: number;
  /** The numbers from one position up to before another: a view, valid until the next call. */
  read(from: number, to: number): NumberArray;
}

/** Numbers in memory. */
export const inMemory = (values: NumberArray): Numbers => ({
  type: typeOf(values),
  length: values.length,
  read: (from, to) => values.subarray(from, to),
});

/** Closes a file when nobody can read it any more. */
const closer = new FinalizationRegistry((descriptor: number) => closeSync(descriptor));

/** A file that is open as long as numbers of it may be read. */
export class OpenFile {
  readonly descriptor: number;
  readonly bytes: number;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
    this.bytes = fstatSync(descriptor).size;
    closer.register(this, descriptor);
  }

  /** Fills `out` with the bytes from a position on; throws where the file ends before. */
  read(out: Uint8Array, at: number): void {
    // One call reads at most 2 GB.
    for (let done = 0; done < out.length;) {
      const count = Math.min(out.length - done, 2 ** 30);
      const read = readSync(this.descriptor, out, done, count, at + done);
      if (read === 0) throw new Error(`the file ends at byte ${at + done}`);
      done += read;
    }
  }
}

/** Numbers in a file, from a byte on. */
export class NumbersInFile implements Numbers {
  readonly type: NumberType;
  readonly length: number;
  readonly #file: OpenFile;
  readonly #start: number;
  #buffer = new ArrayBuffer(0);

  constructor(
    file: OpenFile,
    place: { readonly type: NumberType; readonly length: number; readonly start: number },
  ) {
    this.#file = file;
    this.type = place.type;
    this.length = place.length;
    this.#start = place.start;
  }

  read(from: number, to: number): NumberArray {
    const { BYTES_PER_ELEMENT: each } = numberTypes[this.type];
    const bytes = (to - from) * each;
    if (this.#buffer.byteLength < bytes) this.#buffer = new ArrayBuffer(bytes);
    this.#file.read(new Uint8Array(this.#buffer, 0, bytes), this.#start + from * each);
    return numbersIn(this.#buffer, this.type, to - from);
  }
}
