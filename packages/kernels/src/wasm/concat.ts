import * as tf from '@tensorflow/tfjs-core';
import { copyBlocks } from './copy-blocks.ts';
import { type Kernel, runShipped } from './heap.ts';

/** Concatenates tensors by rows. */
export const concat: Kernel<tf.TensorInfo[], { readonly axis: number }> = ({
  inputs,
  attrs,
  backend,
}) => {
  const [{ dtype, shape }] = inputs;
  const [axis] = tf.util.parseAxisParam(attrs.axis, shape);
  if (dtype === 'string' || inputs.some((input) => input.dtype !== dtype)) {
    return runShipped('Concat', inputs as never, attrs, backend);
  }
  const shapes = inputs.map((input) => input.shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const out = backend.makeOutput(tf.backend_util.computeOutShape(shapes, axis), dtype);
  const rows = tf.util.sizeFromShape(shape.slice(0, axis));
  const step = tf.util.sizeFromShape(out.shape.slice(axis));
  let start = 0;
  for (const tensor of inputs) {
    const columns = tf.util.sizeFromShape(tensor.shape.slice(axis));
    copyBlocks(
      backend,
      { tensor, start: 0, step: columns },
      { tensor: out, start, step },
      rows,
      columns,
    );
    start += columns;
  }
  return out;
};
