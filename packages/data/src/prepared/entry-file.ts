import { openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import {
  inMemory,
  type NumberArray,
  type Numbers,
  numbersIn,
  type NumberType,
  numberTypes,
  typeOf,
} from './numbers.ts';
import { NumbersInFile, OpenFile } from './numbers-in-file.ts';

// A file of arrays: their bytes one after another, each at a multiple of eight, then a description as JSON,
// then 16 bytes: the length of the description, its CRC-32, and eight bytes by which the kind and version of
// the file are known. What was not written to its end lacks them, and every array has a CRC-32 of its own.
const mark = Buffer.from('axsprep1');
const tailBytes = 16;
const alignment = 8;
/** What is read at once to check an array that stays in its file. */
const pieceBytes = 4 * 2 ** 20;

/** Where an array is in its file. */
interface Place {
  readonly type: NumberType;
  readonly length: number;
  /** Its first byte. */
  readonly start: number;
  readonly crc: number;
}

interface Description {
  readonly facts: unknown;
  readonly notices: readonly string[];
  readonly arrays: Readonly<Record<string, Place>>;
}

/** What a file of arrays holds. */
export interface Entry {
  /** JSON. */
  readonly facts: unknown;
  /** Lines for people, repeated whenever the file is read. */
  readonly notices: readonly string[];
  readonly arrays: ReadonlyMap<string, Numbers>;
}

/** Writes a file of arrays, some of them piece by piece. */
export class EntryWriter {
  readonly #descriptor: number;
  readonly #file: OpenFile;
  readonly #places = new Map<string, Omit<Place, 'crc'>>();
  readonly #crcs = new Map<string, number>();
  #end = 0;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'w+');
    this.#file = new OpenFile(this.#descriptor);
  }

  /** Makes room for an array. */
  reserve(name: string, type: NumberType, length: number): void {
    const start = Math.ceil(this.#end / alignment) * alignment;
    this.#places.set(name, { type, length, start });
    this.#end = start + length * numberTypes[type].BYTES_PER_ELEMENT;
  }

  /** Writes numbers into an array that has room. */
  set(name: string, values: NumberArray, at: number): void {
    const { start } = this.#places.get(name)!;
    this.#write(bytesOf(values), start + at * values.BYTES_PER_ELEMENT);
  }

  /** Writes a whole array. */
  add(name: string, values: NumberArray): void {
    this.reserve(name, typeOf(values), values.length);
    this.set(name, values, 0);
    this.#crcs.set(name, crc32(bytesOf(values)));
  }

  /** Reads an array that was written. */
  numbers(name: string): Numbers {
    return new NumbersInFile(this.#file, this.#places.get(name)!);
  }

  /** Writes the description, which makes the file whole. */
  finish({ facts, notices }: Pick<Entry, 'facts' | 'notices'>): void {
    const arrays = Object.fromEntries(
      [...this.#places].map(([name, place]) => [
        name,
        { ...place, crc: this.#crcs.get(name) ?? crcOf(this.#file, place) },
      ]),
    );
    const content: Description = { facts, notices, arrays };
    const description = Buffer.from(JSON.stringify(content));
    const tail = Buffer.alloc(tailBytes);
    tail.writeUInt32LE(description.length, 0);
    tail.writeUInt32LE(crc32(description), 4);
    mark.copy(tail, 8);
    this.#write(Buffer.concat([description, tail]), this.#end);
  }

  #write(bytes: Uint8Array, at: number): void {
    for (let done = 0; done < bytes.length;) {
      const count = Math.min(bytes.length - done, 2 ** 30);
      done += writeSync(this.#descriptor, bytes, done, count, at + done);
    }
  }
}

/**
 * Reads a file of arrays; undefined where there is none or it is not whole.
 *
 * Arrays are read into memory that threads can share, as long as all of them have at most `memoryBytes`.
 * Else those of more than a megabyte stay in the file.
 */
export function readEntry(file: string, memoryBytes: number): Entry | undefined {
  let open: OpenFile;
  try {
    open = new OpenFile(openSync(file, 'r'));
  } catch {
    return undefined;
  }
  try {
    return entryIn(open, memoryBytes);
  } catch {
    // It is cut off, or not such a file: it is made anew.
    return undefined;
  }
}

function entryIn(file: OpenFile, memoryBytes: number): Entry | undefined {
  const tail = Buffer.alloc(tailBytes);
  file.read(tail, file.bytes - tailBytes);
  if (!tail.subarray(8).equals(mark)) return undefined;
  const length = tail.readUInt32LE(0);
  const text = Buffer.alloc(length);
  file.read(text, file.bytes - tailBytes - length);
  if (crc32(text) !== tail.readUInt32LE(4)) return undefined;
  const { facts, notices, arrays } = JSON.parse(text.toString()) as Description;
  const sizes = Object.values(arrays).map(
    ({ type, length }) => length * numberTypes[type].BYTES_PER_ELEMENT,
  );
  const fits = sizes.reduce((sum, each) => sum + each, 0) <= memoryBytes;
  const found = new Map<string, Numbers>();
  for (const [i, [name, place]] of Object.entries(arrays).entries()) {
    if (fits || sizes[i] <= 2 ** 20) {
      const bytes = new Uint8Array(new SharedArrayBuffer(sizes[i]));
      file.read(bytes, place.start);
      if (crc32(bytes) !== place.crc) return undefined;
      found.set(name, inMemory(numbersIn(bytes.buffer, place.type)));
    } else {
      if (crcOf(file, place) !== place.crc) return undefined;
      found.set(name, new NumbersInFile(file, place));
    }
  }
  return { facts, notices, arrays: found };
}

function crcOf(file: OpenFile, { type, length, start }: Omit<Place, 'crc'>): number {
  const end = start + length * numberTypes[type].BYTES_PER_ELEMENT;
  const piece = new Uint8Array(Math.min(pieceBytes, end - start));
  let crc = 0;
  for (let at = start; at < end; at += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, end - at));
    file.read(part, at);
    crc = crc32(part, crc);
  }
  return crc;
}

const bytesOf = (values: NumberArray): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
