import type * as tf from '@tensorflow/tfjs';
import { type Kernel, runShipped } from './heap.ts';

/**
 * Sums over all axes but the last, which is what the gradient of a bias is: one pass in the order of
 * memory, in double precision. The shipped kernel transposes first.
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
  const values = backend.typedArrayFromHeap(x);
  const sums = new Float64Array(columns);
  // Four rows at a time: a running sum is loaded and stored a quarter as often.
  const wholeFours = values.length - (values.length % (4 * columns));
  let i = 0;
  for (; i < wholeFours; i += 3 * columns) {
    for (let column = 0; column < columns; column++, i++) {
      sums[column] +=
        values[i] + values[i + columns] + values[i + 2 * columns] + values[i + 3 * columns];
    }
  }
  while (i < values.length) {
    for (let column = 0; column < columns; column++) sums[column] += values[i++];
  }
  backend.typedArrayFromHeap(out).set(sums);
  return out;
};
