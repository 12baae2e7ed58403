import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../heap.ts';
import { bytesPerFloat, zeros } from './examples.ts';
import { addressOf, type Layout, type SimdKernels } from './simd.ts';

/** Floats of the left factor per block: they fit into the cache. */
const floatsAtOnce = 1 << 15;

/**
 * Computes `batch` products `[rows, depth] · [depth, columns]`; a batch of 1 is used with every
 * matrix of the other.
 */
export interface ProductShape {
  readonly batch: number;
  readonly batchOfA: number;
  readonly batchOfB: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
}

/** The layout of a product of matrices: rows that begin `rowStep` floats apart, of `length` floats. */
export const matrix = (rows: number, columns: number, rowStep: number, length: number): Layout => [
  1,
  rows,
  columns,
  1,
  1,
  length,
  length,
  length,
  rowStep,
  0,
];

/** Computes `a · b`, or `a · bᵀ`, fused with a bias and a ReLU. */
export function multiply(
  simd: SimdKernels,
  backend: WasmBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  shape: ProductShape,
  out: tf.TensorInfo,
  options: {
    readonly transposeB: boolean;
    readonly bias?: tf.TensorInfo;
    readonly relu?: boolean;
  },
): void {
  const { rows, depth, columns } = shape;
  const wide = Math.ceil(columns / 8) * 8;
  const panels = backend.makeOutput([depth * wide], 'float32');
  const start = zeros(backend, wide);
  if (options.bias) backend.typedArrayFromHeap(start).set(backend.typedArrayFromHeap(options.bias));
  const [left, right, result, packed, bias] = [a, b, out, panels, start].map((tensor) =>
    addressOf(backend, tensor),
  );
  const rowsAtOnce = Math.max(32, Math.floor(floatsAtOnce / depth / 4) * 4);
  for (let i = 0; i < shape.batch; i++) {
    if (i < shape.batchOfB) {
      const from = right + i * depth * columns * bytesPerFloat;
      if (options.transposeB) simd.packTurned(from, columns, depth, packed);
      else simd.pack(from, depth, columns, packed);
    }
    const matrixOfA = left + (i % shape.batchOfA) * rows * depth * bytesPerFloat;
    for (let row = 0; row < rows; row += rowsAtOnce) {
      simd.convolve(
        matrixOfA + row * depth * bytesPerFloat,
        packed,
        bias,
        options.relu ? 0 : -Infinity,
        result + (i * rows + row) * columns * bytesPerFloat,
        ...matrix(Math.min(rowsAtOnce, rows - row), columns, depth, depth),
      );
    }
  }
  backend.disposeData(panels.dataId);
  backend.disposeData(start.dataId);
}

/** Computes `aᵀ · b`, as the gradient of a weight matrix needs. */
export function multiplyTurned(
  simd: SimdKernels,
  backend: WasmBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { batch, batchOfA, batchOfB, rows, depth, columns }: ProductShape,
  out: tf.TensorInfo,
): void {
  const wide = Math.ceil(columns / 4) * 4;
  const widened = wide > columns ? zeros(backend, depth * wide) : undefined;
  const sums = widened ? backend.makeOutput([rows * wide], 'float32') : out;
  // One slice of the depth at a time, so that the rows of both factors fit into the cache.
  const depthAtOnce = Math.max(16, Math.floor(floatsAtOnce / (rows + wide)));
  backend.typedArrayFromHeap(sums).fill(0);
  for (let i = 0; i < batch; i++) {
    const left = addressOf(backend, a) + (i % batchOfA) * rows * depth * bytesPerFloat;
    let right = addressOf(backend, b) + (i % batchOfB) * depth * columns * bytesPerFloat;
    let to = addressOf(backend, sums);
    if (widened) {
      const wideRight = addressOf(backend, widened);
      simd.copyRows(right, columns, wideRight, wide, depth, columns);
      right = wideRight;
      backend.typedArrayFromHeap(sums).fill(0);
    } else {
      to += i * rows * columns * bytesPerFloat;
    }
    for (let k = 0; k < depth; k += depthAtOnce) {
      simd.addFilterGradient(
        left + k * rows * bytesPerFloat,
        right + k * wide * bytesPerFloat,
        to,
        ...matrix(Math.min(depthAtOnce, depth - k), wide, rows, rows),
      );
    }
    if (widened) {
      const result = addressOf(backend, out) + i * rows * columns * bytesPerFloat;
      simd.copyRows(to, wide, result, columns, rows, columns);
    }
  }
  if (widened) {
    backend.disposeData(widened.dataId);
    backend.disposeData(sums.dataId);
  }
}
