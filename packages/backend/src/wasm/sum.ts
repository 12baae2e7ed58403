import * as tf from '@tensorflow/tfjs';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';
import { addressOf, type SimdKernels, simdKernels } from './simd/simd.ts';

/**
 * Sums over all axes but the last, which is what the gradient of a bias is: one pass in the order of
 * memory; long sums go on in double precision. The shipped kernel transposes first.
 */
export const sum: Kernel<{ x: tf.TensorInfo }, { axis?: number | number[]; keepDims: boolean }> = ({
  inputs: { x },
  attrs,
  backend,
}) => {
  const rank = x.shape.length;
  // No axis means all of them.
  const axes = [attrs.axis ?? x.shape.map((_, i) => i)]
    .flat()
    .map((axis) => (axis < 0 ? axis + rank : axis));
  const leading = axes.length === rank - 1 && !axes.includes(rank - 1);
  if (x.dtype !== 'float32' || rank < 2 || !leading) {
    return runShipped('Sum', { x }, attrs, backend);
  }
  const columns = x.shape[rank - 1];
  const out = backend.makeOutput(
    attrs.keepDims ? [...axes.map(() => 1), columns] : [columns],
    'float32',
  );
  const simd = simdKernels(backend);
  if (simd && columns > 0) {
    sumColumns(simd, backend, x, columns, out);
  } else {
    sumColumnsInJavaScript(backend, x, columns, out);
  }
  return out;
};

/** Floats that are added side by side: enough to wait for none of them. */
const lineLength = 64;

function sumColumns(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  columns: number,
  out: tf.TensorInfo,
): void {
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  // Rows that together are a whole number of vectors of four.
  const few = columns % 4 === 0 ? 1 : columns % 2 === 0 ? 2 : 4;
  const lines = few * Math.ceil(lineLength / (few * columns));
  const partial = backend.makeOutput([lines * columns], 'float32');
  const totals = backend.makeOutput([2 * columns], 'float32');
  simd.columnSums(
    addressOf(backend, x),
    rows,
    columns,
    lines,
    addressOf(backend, partial),
    addressOf(backend, totals),
    addressOf(backend, out),
  );
  backend.disposeData(partial.dataId);
  backend.disposeData(totals.dataId);
}

function sumColumnsInJavaScript(
  backend: WasmBackend,
  x: tf.TensorInfo,
  columns: number,
  out: tf.TensorInfo,
): void {
  const values = backend.typedArrayFromHeap(x);
  const sums = new Float64Array(columns);
  for (let i = 0; i < values.length;) {
    for (let column = 0; column < columns; column++) sums[column] += values[i++];
  }
  backend.typedArrayFromHeap(out).set(sums);
}
