import * as tf from '@tensorflow/tfjs-core';
import type { Kernel } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** Sums rows by segment, as the gradient of an embedding does: `[segments, ...row shape]`. */
export const unsortedSegmentSum: Kernel<
  { x: tf.TensorInfo; segmentIds: tf.TensorInfo },
  { numSegments: number }
> = ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
  const rank = segmentIds.shape.length;
  const rowShape = x.shape.slice(rank);
  const size = tf.util.sizeFromShape(rowShape);
  const out = backend.makeOutput([numSegments, ...rowShape], x.dtype);
  const segments = backend.typedArrayFromHeap(segmentIds);
  const values = backend.typedArrayFromHeap(x);
  const sums = backend.typedArrayFromHeap(out);
  sums.fill(0);
  const simd = simdKernels(backend);
  if (simd && x.dtype === 'float32' && segmentIds.dtype === 'int32') {
    const [from, by, to] = [x, segmentIds, out].map((each) => addressOf(backend, each));
    simd.addRows(from, by, segments.length, size, numSegments, to);
    return out;
  }
  for (let row = 0; row < segments.length; row++) {
    // Rows of a segment that does not exist are ignored, as in TensorFlow.
    if (segments[row] < 0 || segments[row] >= numSegments) continue;
    const to = segments[row] * size;
    const from = row * size;
    for (let i = 0; i < size; i++) sums[to + i] += values[from + i];
  }
  return out;
};
