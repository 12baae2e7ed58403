import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from './heap.ts';
import { cutBox } from './slice.ts';

/** Splits a tensor into consecutive boxes. */
export const split = ({
  inputs: { x },
  attrs: { numOrSizeSplits, axis },
  backend,
}: {
  inputs: { readonly x: tf.TensorInfo };
  attrs: { readonly numOrSizeSplits: number | number[]; readonly axis: number };
  backend: WasmBackend;
}): tf.TensorInfo[] => {
  const [along] = tf.util.parseAxisParam(axis, x.shape);
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, along);
  const begin = x.shape.map(() => 0);
  return sizes.map((length) => {
    const part = cutBox(
      backend,
      x,
      begin,
      x.shape.map((whole, i) => (i === along ? length : whole)),
    );
    begin[along] += length;
    return part;
  });
};
