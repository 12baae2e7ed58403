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
