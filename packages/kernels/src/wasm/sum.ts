import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';
import { addressOf, type SimdKernels, simdKernels } from './simd/simd.ts';

/**
 * Sums over all axes except the last, as the gradient of a bias needs: in the order of memory, long
 * sums continued in double precision. The shipped kernel transposes first.
 */
export const sum: Kernel<{ x: tf.TensorInfo }, { axis?: number | number[]; keepDims: boolean }> = ({
  inputs: { x },
  attrs,
  backend,
}) => {
  const rank = x.shape.length;
  // An empty list of axes means all of them.
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

/** Floats that are added in parallel: enough to hide the latency of addition. */
const lineLength = 64;

function sumColumns(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  columns: number,
  out: tf.TensorInfo,
): void {
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  // Rows whose combined length is a multiple of four floats.
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
