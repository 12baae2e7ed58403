import * as tf from '@tensorflow/tfjs-core';
import { copyBlocks } from './copy-blocks.ts';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';

/**
 * Cuts a box out of a tensor, by rows; the shipped kernel first copies the whole tensor out of the
 * heap.
 */
export const slice: Kernel<
  { x: tf.TensorInfo },
  { readonly begin: number | number[]; readonly size: number | number[] }
> = ({ inputs: { x }, attrs, backend }) => {
  if (x.dtype === 'string') return runShipped('Slice', { x }, attrs, backend);
  const [begin, size] = tf.slice_util.parseSliceParams(
    x as tf.Tensor,
    attrs.begin,
    attrs.size as number[],
  );
  return cutBox(backend, x, begin, size);
};

export function cutBox(
  backend: WasmBackend,
  x: tf.TensorInfo,
  begin: readonly number[],
  size: number[],
): tf.TensorInfo {
  const out = backend.makeOutput(size, x.dtype);
  const numbers = tf.util.sizeFromShape(size);
  if (numbers === 0) return out;
  // Axes that are taken completely are contiguous: with the last cut one they form one row.
  let axis = size.length - 1;
  while (axis > 0 && size[axis] === x.shape[axis]) axis--;
  const columns = tf.util.sizeFromShape(size.slice(Math.max(axis, 0)));
  const steps = x.shape.map((_, i) => tf.util.sizeFromShape(x.shape.slice(i + 1)));
  const rowAxis = axis - 1;
  const rows = rowAxis >= 0 ? size[rowAxis] : 1;
  const first = begin.reduce((sum, index, i) => sum + index * (steps[i] ?? 0), 0);
  const outer = size.slice(0, Math.max(rowAxis, 0));
  const index = outer.map(() => 0);
  for (let done = 0; done < numbers; done += rows * columns) {
    const start = index.reduce((sum, at, i) => sum + at * steps[i], first);
    copyBlocks(
      backend,
      { tensor: x, start, step: rowAxis >= 0 ? steps[rowAxis] : 0 },
      { tensor: out, start: done, step: columns },
      rows,
      columns,
    );
    for (let i = outer.length - 1; i >= 0 && ++index[i] === outer[i]; i--) index[i] = 0;
  }
  return out;
}
