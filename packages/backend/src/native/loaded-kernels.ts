import * as tf from '@axiswise/tensorflow';
import { adamFactors, type AdamUpdateAttributes } from '@axiswise/kernels/attributes';
import { type NativeBackend, runOwnOperation } from './run-operation.ts';

export type { AdamUpdateAttributes };

/** What our compiled library gives Node besides the operations that it adds to TensorFlow; see `module.cc`. */
export interface KernelLibrary {
  /** Lets the next operation of this thread, `AxiswiseCopyToArray` or `AxiswiseCopyOfArray`, use an array. */
  share(array: Float32Array): void;
  adamRows(
    values: Float32Array,
    m: Float32Array,
    v: Float32Array,
    rows: Int32Array,
    gradients: Float32Array,
    width: number,
    factors: Float32Array,
  ): void;
  addRows(places: Int32Array, from: Float32Array, width: number, to: Float32Array): void;
}

/** Copies between tensors of floats and arrays, which may be in shared memory. */
export interface ArrayCopies {
  /** Copies all numbers of a tensor to the beginning of an array. */
  copyToArray(tensor: tf.TensorInfo, to: Float32Array): void;
  /** A tensor with a copy of the numbers of an array. */
  copyOfArray(values: Float32Array, shape: readonly number[]): tf.Tensor;
}

/** Loops over rows of tables of embeddings, which lie in JavaScript's arrays. */
export interface RowKernels {
  /** A step of Adam, in place, on some rows of a table and of its moments; `gradients` has these rows only. */
  adamRows(
    table: { readonly values: Float32Array; readonly m: Float32Array; readonly v: Float32Array },
    touched: {
      readonly rows: Int32Array;
      readonly gradients: Float32Array;
      readonly width: number;
    },
    attrs: AdamUpdateAttributes,
  ): void;
  /** Adds row `i` of `from` to row `places[i]` of `to`. */
  addRows(places: Int32Array, from: Float32Array, width: number, to: Float32Array): void;
}

let loaded: (ArrayCopies & RowKernels) | undefined;

/** What computes on arrays where native TensorFlow with our library is this thread's engine. */
export const loadedKernels = (): (ArrayCopies & RowKernels) | undefined =>
  tf.getBackend() === 'tensorflow' ? loaded : undefined;

/**
 * Sets what {@link loadedKernels} gives.
 *
 * What tfjs-node has makes an array anew for each tensor that is read, and takes no shared memory.
 */
export function setLoadedKernels(library: KernelLibrary): void {
  const backend = (): NativeBackend => tf.backend() as unknown as NativeBackend;
  loaded = {
    copyToArray(tensor, to) {
      library.share(to.subarray(0, tf.util.sizeFromShape(tensor.shape)));
      const [nothing] = runOwnOperation(backend(), 'AxiswiseCopyToArray', [], [tensor]);
      nothing.dispose();
    },
    copyOfArray(values, shape) {
      library.share(values);
      return runOwnOperation(backend(), 'AxiswiseCopyOfArray', shape, [])[0];
    },
    adamRows({ values, m, v }, { rows, gradients, width }, attrs) {
      const factors = Float32Array.from(adamFactors(attrs));
      library.adamRows(values, m, v, rows, gradients, width, factors);
    },
    addRows: library.addRows.bind(library),
  };
}
