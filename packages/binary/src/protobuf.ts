/**
 * A field of a Protocol Buffers message, encoded. A message is the list of its fields.
 *
 * Written by hand because the wire format has not changed since 2008, and five kinds of fields are all that
 * ONNX, TensorFlow and TensorBoard need: a library would bring a parser of schemas and a hundred times the
 * code. Source: https://protobuf.dev/programming-guides/encoding
 */
export interface Field {
  /** One after the other; long arrays are not copied. */
  readonly chunks: readonly Uint8Array[];
}

const wireType = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** The bytes of a message with these fields, in their order. */
export function bytesOfMessage(fields: readonly Field[]): Uint8Array {
  return new Uint8Array(Buffer.concat(fields.flatMap(({ chunks }) => chunks)));
}

/** An `int32`, `int64`, `uint64`, `bool` or enumeration. */
export const integerField = (number: number, value: number | bigint | boolean): Field => ({
  chunks: [Buffer.concat([tag(number, wireType.varint), varint(BigInt(value))])],
});

/** A repeated integer, packed. */
export const integersField = (number: number, values: readonly (number | bigint)[]): Field =>
  bytesField(number, Buffer.concat(values.map((value) => varint(BigInt(value)))));

/** A `float`. */
export function floatField(number: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return { chunks: [tag(number, wireType.fixed32), bytes] };
}

/** A `double`. */
export function doubleField(number: number, value: number): Field {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { chunks: [tag(number, wireType.fixed64), bytes] };
}

/** A repeated `double`, packed. */
export const doublesField = (number: number, values: readonly number[]): Field =>
  bytesField(number, new Uint8Array(Float64Array.from(values).buffer));

/** A `string`. */
export const textField = (number: number, text: string): Field =>
  bytesField(number, Buffer.from(text, 'utf8'));

/** `bytes`. */
export const bytesField = (number: number, bytes: Uint8Array): Field => delimited(number, [bytes]);

/** A message within a message. */
export const messageField = (number: number, fields: readonly Field[]): Field =>
  delimited(
    number,
    fields.flatMap(({ chunks }) => chunks),
  );

function delimited(number: number, chunks: readonly Uint8Array[]): Field {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return { chunks: [tag(number, wireType.lengthDelimited), varint(BigInt(length)), ...chunks] };
}

const tag = (number: number, type: number): Uint8Array => varint(BigInt(number * 8 + type));

/** Seven bits a byte, the lowest first; negative numbers as 64 bits in two's complement. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
