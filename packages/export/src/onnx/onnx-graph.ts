import { bytesOfMessage, integerField, messageField, textField } from '@axiswise/binary';
import type { ModelOutputs } from '@axiswise/training/kinds';
import {
  constantFields,
  nodeFields,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxNode,
  type OnnxValue,
  valueFields,
} from './operators.ts';

/** What our graphs are written in: every operator is that of this version of ONNX (February 2022). */
const opset = 17;
const irVersion = 8;

/** What an operator gives, where that is not what it receives. */
interface Given {
  readonly shape?: readonly number[];
  readonly channelsFirst?: boolean;
}

/** A graph of ONNX operators while it is put together. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants = new Map<string, OnnxConstant>();
  readonly #names = new Set<string>();
  readonly #turned = new Map<string, OnnxValue>();

  /**
   * Adds an operator.
   *
   * @param type as the ONNX specification of opset 17 names it.
   * @param inputs the first decides the shape of the output, unless `given` says another.
   * @param name of the operator and its output; numbered where it is taken.
   */
  add(
    type: string,
    inputs: readonly OnnxValue[],
    name: string,
    {
      attributes = {},
      ...given
    }: Given & { readonly attributes?: Readonly<Record<string, OnnxAttribute>> } = {},
  ): OnnxValue {
    const output = this.#unique(name);
    this.nodes.push({
      type,
      name: output,
      inputs: inputs.map((input) => input.name),
      output,
      attributes,
    });
    const [{ shape, channelsFirst }] = inputs;
    return { shape, channelsFirst, ...given, name: output };
  }

  /** Adds floating-point numbers. */
  weights(
    name: string,
    {
      shape,
      values,
      trainable = false,
    }: {
      readonly shape: readonly number[];
      readonly values: Float32Array;
      readonly trainable?: boolean;
    },
  ): OnnxValue {
    const unique = this.#unique(name);
    this.constants.set(unique, { shape, values, trainable });
    return { name: unique, shape, channelsFirst: false };
  }

  /** Adds integers, such as a shape. */
  integers(name: string, integers: readonly number[]): OnnxValue {
    const unique = this.#unique(name);
    const shape = [integers.length];
    this.constants.set(unique, { shape, integers });
    return { name: unique, shape, channelsFirst: false };
  }

  /** Names what comes in. */
  input(name: string, shape: readonly number[]): OnnxValue {
    return { name: this.#unique(name), shape, channelsFirst: false };
  }

  /** The same with the channels before the other axes, for convolutions, pooling and padding. */
  channelsFirst(value: OnnxValue): OnnxValue {
    if (value.channelsFirst) return value;
    const rank = value.shape.length;
    return this.#turn(value, [0, rank, ...axesFrom(1, rank - 1)], true);
  }

  /** The same with the channels behind the other axes, as the experiment names its axes. */
  channelsLast(value: OnnxValue): OnnxValue {
    if (!value.channelsFirst) return value;
    const rank = value.shape.length;
    return this.#turn(value, [0, ...axesFrom(2, rank - 1), 1], false);
  }

  #turn(value: OnnxValue, order: readonly number[], channelsFirst: boolean): OnnxValue {
    const known = this.#turned.get(value.name);
    if (known) return known;
    const turned = this.add(
      'Transpose',
      [value],
      `${value.name}_channels_${channelsFirst ? 'first' : 'last'}`,
      { channelsFirst, attributes: { perm: { ints: order } } },
    );
    this.#turned.set(value.name, turned);
    this.#turned.set(turned.name, value);
    return turned;
  }

  #unique(name: string): string {
    let unique = name;
    for (let i = 2; this.#names.has(unique); i++) unique = `${name}_${i}`;
    this.#names.add(unique);
    return unique;
  }
}

const axesFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

/** A finished graph. */
export interface OnnxModel {
  readonly name: string;
  readonly input: OnnxValue;
  /** The names of the axes of an example. */
  readonly axes: readonly string[];
  /** What comes out, and the names of its axes. */
  readonly outputs: Pick<ModelOutputs, 'name' | 'axes' | 'inWords'>;
  readonly output: OnnxValue;
  readonly graph: Pick<OnnxGraph, 'nodes' | 'constants'>;
}

/**
 * Encodes a model as an ONNX file.
 *
 * @param metadata what the file says about itself, by key.
 */
export function encodeOnnx(
  { name, input, axes, outputs, output, graph }: OnnxModel,
  {
    description,
    metadata,
  }: { readonly description: string; readonly metadata: Readonly<Record<string, string>> },
): Uint8Array {
  return bytesOfMessage([
    integerField(1, irVersion),
    textField(2, 'axiswise'),
    textField(6, description),
    messageField(7, [
      ...graph.nodes.map((node) => messageField(1, nodeFields(node))),
      textField(2, name),
      ...[...graph.constants].map(([key, value]) => messageField(5, constantFields(key, value))),
      messageField(11, valueFields(input.name, input.shape, axes)),
      messageField(12, valueFields(output.name, output.shape, outputs.axes)),
    ]),
    messageField(8, [textField(1, ''), integerField(2, opset)]),
    ...Object.entries(metadata).map(([key, value]) =>
      messageField(14, [textField(1, key), textField(2, value)]),
    ),
  ]);
}
