import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runShipped } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** Rows of at least this length are copied as blocks, shorter ones number by number. */
const longRow = 16;

/** Picks rows by index, as an embedding does. */
export const gather: Kernel<
  { x: tf.TensorInfo; indices: tf.TensorInfo },
  { readonly axis: number; readonly batchDims: number }
> = ({ inputs: { x, indices }, attrs, backend }) => {
  if (attrs.batchDims || x.dtype === 'string' || indices.dtype !== 'int32') {
    return runShipped('GatherV2', { x, indices }, attrs, backend);
  }
  const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
  const outer = x.shape.slice(0, axis);
  const inner = x.shape.slice(axis + 1);
  const out = backend.makeOutput([...outer, ...indices.shape, ...inner], x.dtype);
  const picks = backend.typedArrayFromHeap(indices);
  const length = x.shape[axis];
  for (const pick of picks) {
    if (pick < 0 || pick >= length) {
      backend.disposeData(out.dataId);
      throw new Error(`indices must be from 0 to ${length - 1}, got ${pick}`);
    }
  }
  const size = tf.util.sizeFromShape(inner);
  const rows = tf.util.sizeFromShape(outer);
  const simd = simdKernels(backend);
  if (simd && x.dtype !== 'bool') {
    const [source, indexes, target] = [x, indices, out].map((each) => addressOf(backend, each));
    for (let row = 0; row < rows; row++) {
      simd.gatherRows(
        source + row * length * size * 4,
        indexes,
        picks.length,
        size,
        target + row * picks.length * size * 4,
      );
    }
    return out;
  }
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(out);
  let target = 0;
  for (let row = 0; row < rows; row++) {
    for (const pick of picks) {
      const source = (row * length + pick) * size;
      if (size >= longRow) to.set(from.subarray(source, source + size), target);
      else for (let i = 0; i < size; i++) to[target + i] = from[source + i];
      target += size;
    }
  }
  return out;
};
