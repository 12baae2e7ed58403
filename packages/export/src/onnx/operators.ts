import {
  type Field,
  bytesField,
  floatField,
  integerField,
  integersField,
  messageField,
  textField,
} from '@axiswise/binary';

/** An attribute of an operator: what the specification calls `float`, `int`, `string` and `ints`. */
export type OnnxAttribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] };

/** One operator of the graph. */
export interface OnnxNode {
  /** As the ONNX specification names it: `Conv`. */
  readonly type: string;
  /** Unique in the graph. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A constant of the graph: floating-point numbers, which are weights, or integers, such as a shape. */
export type OnnxConstant =
  | {
      readonly shape: readonly number[];
      readonly values: Float32Array;
      readonly trainable: boolean;
    }
  | { readonly shape: readonly number[]; readonly integers: readonly number[] };

/** A tensor while the graph is put together. */
export interface OnnxValue {
  readonly name: string;
  /** Without the batch, channels last, wherever the channels stand in memory. */
  readonly shape: readonly number[];
  /** Channels stand before the other axes, as ONNX's convolutions take them. */
  readonly channelsFirst: boolean;
}

/** Integers that are longer than a JavaScript number can hold mean: to the end. */
export const toTheEnd = Number.MAX_SAFE_INTEGER;

// The numbers of the fields are those of onnx.proto3 of ONNX 1.12 (IR version 8).

export function nodeFields({ type, name, inputs, output, attributes }: OnnxNode): Field[] {
  return [
    ...inputs.map((input) => textField(1, input)),
    textField(2, output),
    textField(3, name),
    textField(4, type),
    ...Object.entries(attributes).map(([key, value]) => messageField(5, attribute(key, value))),
  ];
}

function attribute(name: string, value: OnnxAttribute): Field[] {
  const key = textField(1, name);
  if ('float' in value) return [key, floatField(2, value.float), integerField(20, 1)];
  if ('int' in value) return [key, integerField(3, value.int), integerField(20, 2)];
  if ('text' in value) return [key, textField(4, value.text), integerField(20, 3)];
  return [key, integersField(8, value.ints), integerField(20, 7)];
}

const elementType = { float: 1, int64: 7 } as const;

export function constantFields(name: string, constant: OnnxConstant): Field[] {
  const [type, bytes] =
    'values' in constant
      ? ([elementType.float, constant.values] as const)
      : ([elementType.int64, BigInt64Array.from(constant.integers.map(BigInt))] as const);
  return [
    integersField(1, constant.shape),
    integerField(2, type),
    textField(8, name),
    bytesField(9, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  ];
}

/** An input or output: any number of examples, then lengths with the names of their axes. */
export function valueFields(
  name: string,
  shape: readonly number[],
  axes: readonly string[],
): Field[] {
  const dimensions = [
    messageField(1, [textField(2, 'batch'), textField(3, 'DATA_BATCH')]),
    ...shape.map((length, i) => messageField(1, [integerField(1, length), textField(3, axes[i])])),
  ];
  const tensor = [integerField(1, elementType.float), messageField(2, dimensions)];
  return [textField(1, name), messageField(2, [messageField(1, tensor)])];
}
