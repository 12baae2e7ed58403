import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runShipped } from './heap.ts';
import { identity } from './identity.ts';

/**
 * Converts numbers to another type. The shipped kernel copies even if nothing changes, and takes
 * 0.5 and 256 for false.
 */
export const cast: Kernel<{ x: tf.TensorInfo }, { readonly dtype: tf.DataType }> = (args) => {
  const { inputs, attrs, backend } = args;
  const { x } = inputs;
  if (x.dtype === attrs.dtype) return identity({ inputs, attrs: {}, backend });
  if (attrs.dtype !== 'bool') return runShipped('Cast', { x }, attrs, backend);
  const out = backend.makeOutput(x.shape, 'bool');
  const values = backend.typedArrayFromHeap(x);
  const truths = backend.typedArrayFromHeap(out);
  // NaN is not zero, so it is true.
  for (let i = 0; i < values.length; i++) truths[i] = values[i] === 0 ? 0 : 1;
  return out;
};
