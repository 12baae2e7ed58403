import { closeSync, fstatSync, readSync } from 'node:fs';
import {
  type NumberArray,
  type Numbers,
  numbersIn,
  type NumberType,
  numberTypes,
} from './numbers.ts';

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
