import type * as tf from '@axiswise/tensorflow';

/** The part of tfjs-node's backend that runs an operation of TensorFlow by its name. */
export interface NativeBackend {
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_FLOAT: number;
  };
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | readonly number[];
}

/** The arguments of a kernel of TensorFlow.js for the native backend. */
export interface KernelArguments<Attributes> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Attributes;
  readonly backend: NativeBackend;
}

export type NativeKernel<Attributes> = (
  args: KernelArguments<Attributes>,
) => tf.TensorInfo | tf.TensorInfo[];

/** Runs one of our operations, of which each has one attribute: its integers. */
export function runOwnOperation(
  backend: NativeBackend,
  name: string,
  numbers: readonly number[],
  inputs: readonly tf.TensorInfo[],
  outputs = 1,
): tf.Tensor[] {
  const attribute = { name: 'numbers', type: backend.binding.TF_ATTR_INT, value: numbers };
  return backend.executeMultipleOutputs(name, [attribute], inputs, outputs);
}
