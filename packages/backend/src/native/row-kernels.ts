import * as tf from '@tensorflow/tfjs';
import type { AdamUpdateAttributes } from '../wasm/adam-update.ts';

/** Loops over rows of tables of embeddings, which lie in JavaScript's arrays. */
export interface RowKernels {
  /** A step of Adam, in place, on some rows of `values` and of the moments `m` and `v`. */
  adamRows(
    values: Float32Array,
    m: Float32Array,
    v: Float32Array,
    rows: Int32Array,
    gradients: Float32Array,
    width: number,
    factors: Float32Array,
  ): void;
  /** Adds row `i` of `from` to row `places[i]` of `to`. */
  addRows(places: Int32Array, from: Float32Array, width: number, to: Float32Array): void;
}

let kernels: RowKernels | undefined;

/** Those of native TensorFlow, where it computes in this thread; elsewhere JavaScript has to do. */
export const rowKernels = (): RowKernels | undefined =>
  tf.getBackend() === 'tensorflow' ? kernels : undefined;

/** Lets {@link rowKernels} use our library. */
export function useRowKernels(library: RowKernels): void {
  kernels = library;
}

/** The factors in the order of the kernels. */
export const adamFactors = (attrs: AdamUpdateAttributes): number[] => [
  ...[attrs.beta1, attrs.rest1, attrs.beta2, attrs.rest2],
  ...[attrs.epsilon, attrs.rate, attrs.kept],
];
