import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** `rows` rows of `columns` numbers in a tensor's data; the first begins at index `start`. */
export interface Rows {
  readonly tensor: tf.TensorInfo;
  readonly start: number;
  readonly step: number;
}

/** Copies rows between tensors of one type. */
export function copyBlocks(
  backend: WasmBackend,
  from: Rows,
  to: Rows,
  rows: number,
  columns: number,
): void {
  const simd = simdKernels(backend);
  const { dtype } = from.tensor;
  if (simd && (dtype === 'float32' || dtype === 'int32')) {
    simd.copyRows(
      addressOf(backend, from.tensor) + from.start * 4,
      from.step,
      addressOf(backend, to.tensor) + to.start * 4,
      to.step,
      rows,
      columns,
    );
    return;
  }
  const source = backend.typedArrayFromHeap(from.tensor);
  const target = backend.typedArrayFromHeap(to.tensor);
  for (let row = 0; row < rows; row++) {
    const at = from.start + row * from.step;
    target.set(source.subarray(at, at + columns), to.start + row * to.step);
  }
}
