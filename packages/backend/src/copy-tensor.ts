import * as tf from '@axiswise/tensorflow';
import { loadedKernels } from './native/loaded-kernels.ts';
import { readTensor } from './read-tensor.ts';

// Arrays of megabytes that are made anew in every step make JavaScript collect garbage every few steps, on
// all cores. These copy between a tensor and an array that exists, without another in between where the
// engine allows it.

/** The part of the wasm backend that shows the numbers of a tensor where they lie. */
interface ShowsHeap {
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

const showsHeap = (backend: unknown): backend is ShowsHeap =>
  typeof (backend as Partial<ShowsHeap>).typedArrayFromHeap === 'function';

/**
 * Copies the numbers of a tensor of floats to the beginning of an array, which may be in shared memory. Not
 * to be called inside `tf.tidy`, which does not wait.
 */
export async function copyFromTensor(tensor: tf.Tensor, to: Float32Array): Promise<void> {
  const backend: unknown = tf.backend();
  const copies = loadedKernels();
  if (copies) return copies.copyToArray(tensor, to);
  // The view is of this moment: the heap may move when it grows.
  to.set(showsHeap(backend) ? backend.typedArrayFromHeap(tensor) : await readTensor(tensor));
}

/** A tensor with a copy of numbers, which may be in shared memory and may change afterwards. */
export function copyToTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  const copies = loadedKernels();
  if (copies) return copies.copyOfArray(values, shape);
  // wasm copies by itself; other engines may keep the array, and may not take shared memory.
  return tf.tensor(showsHeap(tf.backend()) ? values : values.slice(), [...shape]);
}

/** A tensor of numbers that may be in shared memory, and do not change before it is disposed of. */
export const tensorOf = (values: Float32Array, shape: readonly number[]): tf.Tensor =>
  !(values.buffer instanceof ArrayBuffer) || loadedKernels()
    ? copyToTensor(values, shape)
    : tf.tensor(values, [...shape]);
