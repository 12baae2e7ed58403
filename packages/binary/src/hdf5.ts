import type { FloatArray } from './npy.ts';

/** A group of an HDF5 file: groups and arrays by name. */
export interface Hdf5Group {
  readonly [name: string]: Hdf5Group | FloatArray;
}

const isArray = (child: Hdf5Group | FloatArray): child is FloatArray =>
  child.values instanceof Float32Array;

const undefinedAddress = 0xffffffffffffffffn;
const superblockLength = 96;
/** Half of the children that a node of the tree of a group may have; every group here has one. */
const treeRank = 16;
const treeLength = 24 + (2 * treeRank + 1) * 8 + 2 * treeRank * 8;

/**
 * Encodes groups and arrays of 32-bit floating-point numbers as an HDF5 file.
 *
 * Version 0 of the format, which every library reads: groups by symbol tables, arrays in one piece.
 * Written by hand because the HDF5 library in WebAssembly is 15 MB, and weights need this little of it.
 *
 * Source: HDF5 File Format Specification, version 3.0, sections II.A, III.A.1, III.B, III.C, III.D, IV.A.
 */
export function hdf5(root: Hdf5Group): Uint8Array {
  const largest = Math.max(...groupSizes(root));
  // All children of a group lie in one node.
  const leafRank = Math.max(4, Math.ceil(largest / 2));
  const file = new Chunks(superblockLength);
  const top = writeGroup(file, root, leafRank);
  const superblock = new Bytes()
    .add([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])
    .add([0, 0, 0, 0, 0, 8, 8, 0])
    .u16(leafRank)
    .u16(treeRank)
    .u32(0)
    .u64(0)
    .u64(undefinedAddress)
    .u64(file.length)
    .u64(undefinedAddress)
    .add(symbolTableEntry(0, top));
  return new Uint8Array(Buffer.concat([superblock.done(superblockLength), ...file.chunks]));
}

function groupSizes(group: Hdf5Group): number[] {
  const children = Object.values(group);
  return [children.length, ...children.flatMap((each) => (isArray(each) ? [] : groupSizes(each)))];
}

/** What a group says of itself: where its header is, and of a group its tree and heap. */
interface Place {
  readonly header: number;
  readonly tree?: number;
  readonly heap?: number;
}

function writeGroup(file: Chunks, group: Hdf5Group, leafRank: number): Place {
  const names = Object.keys(group).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const places = names.map((name) => {
    const child = group[name];
    return isArray(child) ? writeArray(file, child) : writeGroup(file, child, leafRank);
  });
  // The empty name stands first: it is smaller than all others.
  const heapData = new Bytes().u64(0);
  const offsets = names.map((name) => {
    const offset = heapData.length;
    heapData.add(Buffer.from(`${name}\0`)).align(8);
    return offset;
  });
  const data = file.add(heapData.done());
  const heap = file.add(
    new Bytes().text('HEAP').u32(0).u64(heapData.length).u64(1).u64(data).done(),
  );
  const node = new Bytes().text('SNOD').add([1, 0]).u16(names.length);
  places.forEach((place, i) => node.add(symbolTableEntry(offsets[i], place)));
  const symbols = file.add(node.done(8 + 2 * leafRank * 40));
  const tree = file.add(
    new Bytes()
      .text('TREE')
      .add([0, 0])
      .u16(names.length === 0 ? 0 : 1)
      .u64(undefinedAddress)
      .u64(undefinedAddress)
      .u64(0)
      .u64(symbols)
      .u64(offsets.at(-1) ?? 0)
      .done(treeLength),
  );
  const message = new Bytes().u64(tree).u64(heap).done();
  return { header: writeHeader(file, [{ type: 0x11, data: message }]), tree, heap };
}

function symbolTableEntry(nameOffset: number, { header, tree, heap }: Place): Uint8Array {
  const entry = new Bytes().u64(nameOffset).u64(header);
  if (tree !== undefined && heap !== undefined) entry.u32(1).u32(0).u64(tree).u64(heap);
  return entry.done(40);
}

function writeArray(file: Chunks, { shape, values }: FloatArray): Place {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const address = values.length === 0 ? undefinedAddress : BigInt(file.add(bytes));
  const space = new Bytes().add([1, shape.length, 0, 0]).u32(0);
  for (const length of shape) space.u64(length);
  // IEEE 754: sign in bit 31, 8 bits of exponent from bit 23 with bias 127, 23 bits of mantissa.
  const type = new Bytes().add([0x11, 0x20, 31, 0]).u32(4).u16(0).u16(32).add([23, 8, 0, 23]);
  type.u32(127);
  const layout = new Bytes().add([3, 1]).u64(address).u64(bytes.length);
  return {
    header: writeHeader(file, [
      { type: 0x01, data: space.done() },
      { type: 0x03, data: type.done() },
      { type: 0x05, data: new Bytes().add([2, 2, 2, 0]).done() },
      { type: 0x08, data: layout.done() },
    ]),
  };
}

/** Writes the header of an object, version 1; returns where it is. */
function writeHeader(
  file: Chunks,
  messages: readonly { readonly type: number; readonly data: Uint8Array }[],
): number {
  const body = new Bytes();
  for (const { type, data } of messages) {
    const length = Math.ceil(data.length / 8) * 8;
    body.u16(type).u16(length).u32(0).add(data).align(8);
  }
  const prefix = new Bytes().add([1, 0]).u16(messages.length).u32(1).u32(body.length).u32(0);
  return file.add(Buffer.concat([prefix.done(), body.done()]));
}

/** The parts of the file so far, each at a multiple of 8 bytes. */
class Chunks {
  readonly chunks: Uint8Array[] = [];
  length: number;

  constructor(start: number) {
    this.length = start;
  }

  /** Appends a part; returns its address. */
  add(part: Uint8Array): number {
    const address = this.length;
    const rest = -part.length & 7;
    this.chunks.push(part);
    if (rest > 0) this.chunks.push(new Uint8Array(rest));
    this.length += part.length + rest;
    return address;
  }
}

/** Little-endian numbers one after the other. */
class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  add(bytes: Uint8Array | readonly number[]): this {
    const part = Uint8Array.from(bytes);
    this.#parts.push(part);
    this.length += part.length;
    return this;
  }

  text(text: string): this {
    return this.add(Buffer.from(text, 'latin1'));
  }

  u16(value: number): this {
    return this.add([value & 255, value >> 8]);
  }

  u32(value: number): this {
    return this.add([0, 8, 16, 24].map((shift) => (value >>> shift) & 255));
  }

  u64(value: number | bigint): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return this.add(bytes);
  }

  /** Zeros up to a multiple of `length`. */
  align(length: number): this {
    const rest = this.length % length;
    return rest === 0 ? this : this.add(new Uint8Array(length - rest));
  }

  /** All of it, with zeros up to a length. */
  done(length = this.length): Uint8Array {
    return this.add(new Uint8Array(length - this.length)).#joined();
  }

  #joined(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}
