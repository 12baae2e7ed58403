import { InputError, plural } from '@axiswise/messages';
import { type Bytes, partOf } from './bytes.ts';
import { type ElementKind, elementKind, type NumberKind, type TextKind } from './element-kinds.ts';

/** An array of a file of NumPy's format `.npy`, whose elements are not read yet. */
export interface NpyArray {
  /** Where it comes from, for messages: `mine.npz, x`. */
  readonly place: string;
  readonly shape: readonly number[];
  /** The number of elements. */
  readonly length: number;
  readonly kind: ElementKind;
  readonly isLittleEndian: boolean;
  /** Whether the first index runs fastest, as in Fortran and MATLAB. */
  readonly isFortranOrder: boolean;
  readonly bytes: Bytes;
}

const mark = '\x93NUMPY';
/** NumPy itself refuses longer ones. */
const longestHeader = 10_000;

/**
 * Reads the header of an array in the format `.npy`, versions 1 to 3.
 *
 * Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
 *
 * @param place for messages.
 * @throws InputError where it is no such file, ends too early, or holds neither numbers nor texts.
 */
export function readNpy(bytes: Bytes, place: string): NpyArray {
  const fail = (message: string): never => {
    throw new InputError('data', `${place} ${message}`);
  };
  const read = (from: number, to: number): Buffer => {
    if (to > bytes.length) {
      fail(`is cut off: its header ends at byte ${to}, but there are ${bytes.length}`);
    }
    return Buffer.from(bytes.read(from, to));
  };
  if (bytes.length < 10 || read(0, 6).toString('latin1') !== mark) {
    return fail(
      "is no array in NumPy's format .npy, which begins with \\x93NUMPY; write it with np.save",
    );
  }
  const version = read(6, 8)[0];
  if (version < 1 || version > 3) {
    return fail(`is of version ${version} of the format .npy, but 1 to 3 are read; save it again`);
  }
  const start = version === 1 ? 10 : 12;
  const sizeBytes = read(8, start);
  const size = version === 1 ? sizeBytes.readUInt16LE() : sizeBytes.readUInt32LE();
  if (size > longestHeader) return fail(`has a header of ${size} bytes, which is damaged`);
  const header = read(start, start + size).toString('latin1');
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const lengths = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  if (/'descr'\s*:\s*\[/.test(header)) {
    return fail('holds records with several fields; save the fields as arrays of their own');
  }
  if (descr === undefined || order === undefined || lengths === undefined) {
    return fail(`has a damaged header (${JSON.stringify(header.trim().slice(0, 60))})`);
  }
  const found = elementKind(descr);
  if (typeof found === 'string') {
    return fail(`holds ${found}, but numbers are wanted; save it as x.astype('float32')`);
  }
  const shape = (lengths.match(/\d+/g) ?? []).map(Number);
  const length = shape.reduce((product, each) => product * each, 1);
  const first = start + size;
  const wanted = length * found.kind.bytes;
  const there = bytes.length - first;
  if (!Number.isSafeInteger(wanted) || there !== wanted) {
    return fail(
      `is ${there < wanted ? 'cut off' : 'longer than its header says'}: [${shape.join(', ')}] of ` +
        `${found.kind.name} take ${plural(wanted, 'byte')}, but there are ${plural(there, 'byte')}`,
    );
  }
  return {
    place,
    shape,
    length,
    kind: found.kind,
    isLittleEndian: found.isLittleEndian,
    isFortranOrder: order === 'True' && shape.length > 1,
    bytes: partOf(bytes, first, wanted),
  };
}

/** An array of numbers. */
export type NumericArray = NpyArray & { readonly kind: NumberKind };

/** An array of texts. */
type TextArray = NpyArray & { readonly kind: TextKind };

export const isNumeric = (array: NpyArray): array is NumericArray => 'read' in array.kind;

/**
 * Reads numbers of an array in the order of its axes, the last index fastest, whatever its own order is.
 *
 * @param pieceLength so many at a time; the last piece is shorter.
 */
export function* numbersOf(array: NumericArray, pieceLength: number): Generator<Float64Array> {
  const { kind, length, bytes, isLittleEndian, isFortranOrder } = array;
  if (!isFortranOrder) {
    for (let from = 0; from < length; from += pieceLength) {
      const to = Math.min(from + pieceLength, length);
      const view = viewOf(bytes.read(from * kind.bytes, to * kind.bytes));
      const piece = new Float64Array(to - from);
      for (let i = 0; i < piece.length; i++) {
        piece[i] = kind.read(view, i * kind.bytes, isLittleEndian);
      }
      yield piece;
    }
    return;
  }
  const view = viewOf(bytes.read(0, bytes.length));
  const next = fortranPositions(array.shape);
  for (let from = 0; from < length; from += pieceLength) {
    const piece = new Float64Array(Math.min(pieceLength, length - from));
    for (let i = 0; i < piece.length; i++) {
      piece[i] = kind.read(view, next() * kind.bytes, isLittleEndian);
    }
    yield piece;
  }
}

/** Where the elements lie whose first index runs fastest, in the order in which the last runs fastest. */
function fortranPositions(shape: readonly number[]): () => number {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  const index = shape.map(() => 0);
  let position = 0;
  return () => {
    const current = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      position += strides[axis];
      if (index[axis] < shape[axis]) break;
      position -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    return current;
  };
}

/** The texts of an array, or its numbers as texts: `7`, `0.5`. */
export function textsOf(array: NpyArray): string[] {
  if (isNumeric(array)) {
    return [...numbersOf(array, Math.max(1, array.length))].flatMap((piece) =>
      Array.from(piece, String),
    );
  }
  const { kind, length, bytes, isLittleEndian } = array as TextArray;
  return Array.from({ length }, (_, i) =>
    kind.readText(bytes.read(i * kind.bytes, (i + 1) * kind.bytes), isLittleEndian),
  );
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
