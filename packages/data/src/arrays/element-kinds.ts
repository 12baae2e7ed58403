/** How one element of an array lies in memory: numbers of one type. */
export interface NumberKind {
  readonly name: string;
  readonly bytes: number;
  read(view: DataView, at: number, isLittleEndian: boolean): number;
}

const twoTo32 = 2 ** 32;

/** The numbers that are read, by the letter and the size in bytes of NumPy's `dtype.str`. */
const numberKinds: Readonly<Record<string, NumberKind>> = {
  b1: { name: 'bool', bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  u1: { name: 'uint8', bytes: 1, read: (view, at) => view.getUint8(at) },
  i1: { name: 'int8', bytes: 1, read: (view, at) => view.getInt8(at) },
  u2: { name: 'uint16', bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  i2: { name: 'int16', bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  u4: { name: 'uint32', bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  i4: { name: 'int32', bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  // As numbers of JavaScript, which are exact up to 2^53.
  u8: {
    name: 'uint64',
    bytes: 8,
    read: (view, at, little) =>
      view.getUint32(little ? at + 4 : at, little) * twoTo32 +
      view.getUint32(little ? at : at + 4, little),
  },
  i8: {
    name: 'int64',
    bytes: 8,
    read: (view, at, little) =>
      view.getInt32(little ? at + 4 : at, little) * twoTo32 +
      view.getUint32(little ? at : at + 4, little),
  },
  f2: { name: 'float16', bytes: 2, read: readHalf },
  f4: { name: 'float32', bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { name: 'float64', bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/** A number of IEEE 754's binary16: a sign, five bits of exponent, ten of the fraction. */
function readHalf(view: DataView, at: number, isLittleEndian: boolean): number {
  const bits = view.getUint16(at, isLittleEndian);
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** How one text of an array lies in memory: padded with zeros. */
export interface TextKind {
  readonly name: string;
  readonly bytes: number;
  readText(bytes: Uint8Array, isLittleEndian: boolean): string;
}

export type ElementKind = NumberKind | TextKind;

/** What NumPy calls an array that cannot be read, by its letter. */
const others: Readonly<Record<string, string>> = {
  O: 'Python objects',
  c: 'complex numbers',
  M: 'dates',
  m: 'durations',
  V: 'records',
  f: 'numbers of extended precision',
};

/**
 * Finds the kind of a `dtype.str` as `<f4`, `|u1` or `<U12`; a text that says what it is where it is none
 * that is read.
 */
export function elementKind(
  descr: string,
): { readonly kind: ElementKind; readonly isLittleEndian: boolean } | string {
  const [, order = '', letter = '', size = ''] = /^([<>|=]?)([A-Za-z])(\d*)$/.exec(descr) ?? [];
  const isLittleEndian = order !== '>';
  const bytes = Number(size);
  if (letter === 'U' && bytes > 0) {
    return {
      kind: { name: 'text', bytes: 4 * bytes, readText: readCodePoints },
      isLittleEndian,
    };
  }
  if (letter === 'S' && bytes > 0) {
    return { kind: { name: 'text', bytes, readText: readLatin }, isLittleEndian };
  }
  const key = `${letter}${size}`;
  if (Object.hasOwn(numberKinds, key)) return { kind: numberKinds[key], isLittleEndian };
  return `${others[letter] ?? 'elements that are not known'} (dtype '${descr}')`;
}

function readCodePoints(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, isLittleEndian);
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text.replace(/\0+$/, '');
}

const readLatin = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('latin1').replace(/\0+$/, '');
