import {
  bytesField,
  bytesOfMessage,
  type Field,
  floatField,
  integerField,
  integersField,
  messageField,
  textField,
} from '@axiswise/binary';

// The numbers of the fields are those of TensorFlow's graph.proto, attr_value.proto, tensor.proto,
// saved_model.proto and meta_graph.proto.

/** The types of elements that our graphs have, by their numbers in types.proto. */
export const dataType = { float: 1, int32: 3 } as const;
type DataType = (typeof dataType)[keyof typeof dataType];

/** An attribute of an operation. */
export type TensorFlowAttribute =
  | { readonly type: DataType }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly ints: readonly number[] };

/** A tensor while the graph is put together: the operation that gives it, and its shape without the batch. */
export interface TensorFlowValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A graph of TensorFlow's operations. */
export class TensorFlowGraph {
  readonly #nodes: Field[] = [];
  readonly #names = new Set<string>();

  /** Adds an operation; the type `T` of its elements is a float unless `attributes` says another. */
  add(
    operation: string,
    inputs: readonly TensorFlowValue[],
    name: string,
    {
      shape = inputs[0].shape,
      attributes = {},
    }: {
      readonly shape?: readonly number[];
      readonly attributes?: Readonly<Record<string, TensorFlowAttribute>>;
    } = {},
  ): TensorFlowValue {
    const all = { T: { type: dataType.float }, ...attributes };
    return this.#node(
      operation,
      inputs,
      { name, shape },
      Object.entries(all).map(([key, value]) => entry(key, attribute(value))),
    );
  }

  /** Adds what comes in, any number of examples. */
  placeholder(name: string, shape: readonly number[]): TensorFlowValue {
    return this.#node('Placeholder', [], { name, shape }, [
      entry('dtype', [integerField(6, dataType.float)]),
      entry('shape', [messageField(7, shapeFields([-1, ...shape]))]),
    ]);
  }

  /** Makes integers of floating-point numbers. */
  cast(x: TensorFlowValue, name: string): TensorFlowValue {
    return this.#node('Cast', [x], { name, shape: x.shape }, [
      entry('SrcT', [integerField(6, dataType.float)]),
      entry('DstT', [integerField(6, dataType.int32)]),
    ]);
  }

  /** Looks rows of a table up. */
  gather(
    table: TensorFlowValue,
    rows: TensorFlowValue,
    { name, shape }: TensorFlowValue,
  ): TensorFlowValue {
    const axis = this.integers(`${name}/axis`, 0);
    return this.#node('GatherV2', [table, rows, axis], { name, shape }, [
      entry('Tparams', [integerField(6, dataType.float)]),
      entry('Tindices', [integerField(6, dataType.int32)]),
      entry('Taxis', [integerField(6, dataType.int32)]),
    ]);
  }

  floats(name: string, values: Float32Array, shape: readonly number[]): TensorFlowValue {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.#constant(name, dataType.float, bytes, shape);
  }

  /** Adds 32-bit integers, a single one or a list, whose shape may be another. */
  integers(
    name: string,
    integers: readonly number[] | number,
    shape: readonly number[] = typeof integers === 'number' ? [] : [integers.length],
  ): TensorFlowValue {
    const values = Int32Array.from([integers].flat());
    return this.#constant(name, dataType.int32, new Uint8Array(values.buffer), shape);
  }

  #constant(
    name: string,
    type: DataType,
    bytes: Uint8Array,
    shape: readonly number[],
  ): TensorFlowValue {
    const tensor = [
      integerField(1, type),
      messageField(2, shapeFields(shape)),
      bytesField(4, bytes),
    ];
    return this.#node('Const', [], { name, shape }, [
      entry('dtype', [integerField(6, type)]),
      entry('value', [messageField(8, tensor)]),
    ]);
  }

  #node(
    operation: string,
    inputs: readonly TensorFlowValue[],
    { name, shape }: TensorFlowValue,
    attributes: readonly Field[],
  ): TensorFlowValue {
    const allowed = name.replace(/[^A-Za-z0-9_./>-]/g, '_').replace(/^(?=[^A-Za-z0-9.])/, 'layer');
    let unique = allowed;
    for (let i = 2; this.#names.has(unique); i++) unique = `${allowed}_${i}`;
    this.#names.add(unique);
    this.#nodes.push(
      messageField(1, [
        textField(1, unique),
        textField(2, operation),
        ...inputs.map((input) => textField(3, input.name)),
        ...attributes,
      ]),
    );
    return { name: unique, shape };
  }

  /**
   * The graph as a SavedModel with one signature, `serving_default`.
   *
   * @param name of the output.
   */
  savedModel(input: TensorFlowValue, output: TensorFlowValue, name: string): Uint8Array {
    const tensorInfo = ({ name, shape }: TensorFlowValue): Field[] => [
      textField(1, `${name}:0`),
      integerField(2, dataType.float),
      messageField(3, shapeFields([-1, ...shape])),
    ];
    const named = (number: number, key: string, value: TensorFlowValue): Field =>
      messageField(number, [textField(1, key), messageField(2, tensorInfo(value))]);
    const signature = [
      named(1, input.name, input),
      named(2, name, output),
      textField(3, 'tensorflow/serving/predict'),
    ];
    // The oldest version that has all of these operations as they are used here: TensorFlow 1.15.
    const versions = [integerField(1, 134), integerField(2, 12)];
    const metaGraph = [
      messageField(1, [textField(4, 'serve'), textField(5, '1.15.0')]),
      messageField(2, [...this.#nodes, messageField(4, versions)]),
      messageField(5, [textField(1, 'serving_default'), messageField(2, signature)]),
    ];
    return bytesOfMessage([integerField(1, 1), messageField(2, metaGraph)]);
  }
}

const entry = (key: string, value: readonly Field[]): Field =>
  messageField(5, [textField(1, key), messageField(2, value)]);

function attribute(value: TensorFlowAttribute): Field[] {
  if ('type' in value) return [integerField(6, value.type)];
  if ('int' in value) return [integerField(3, value.int)];
  if ('float' in value) return [floatField(4, value.float)];
  if ('bool' in value) return [integerField(5, value.bool)];
  if ('text' in value) return [textField(2, value.text)];
  return [messageField(1, [integersField(3, value.ints)])];
}

const shapeFields = (shape: readonly number[]): Field[] =>
  shape.map((length) => messageField(2, [integerField(1, length)]));
