import type * as tf from '@tensorflow/tfjs';
import { type Kernel, runMatMul, runShipped } from './heap.ts';
import { transposeMatrices } from './transpose-matrix.ts';

/**
 * Matrix products with transposed factors: the factor is transposed first and XNNPACK multiplies; the
 * shipped kernel multiplies transposed factors number by number.
 */
export const batchMatMul: Kernel<
  { a: tf.TensorInfo; b: tf.TensorInfo },
  { transposeA: boolean; transposeB: boolean }
> = ({ inputs: { a, b }, attrs, backend }) => {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    return runShipped('BatchMatMul', { a, b }, attrs, backend);
  }
  const left = attrs.transposeA ? transposeMatrices(backend, a) : a;
  const right = attrs.transposeB ? transposeMatrices(backend, b) : b;
  const product = runMatMul(backend, left, right);
  if (left !== a) backend.disposeData(left.dataId);
  if (right !== b) backend.disposeData(right.dataId);
  return product;
};
