import type { AdamFactors } from './wasm/simd/simd.ts';

/** Of the kernel `AdamUpdate`; each is rounded to single precision. */
export interface AdamUpdateAttributes {
  readonly beta1: number;
  /** `1 − beta1`. */
  readonly rest1: number;
  readonly beta2: number;
  /** `1 − beta2`. */
  readonly rest2: number;
  readonly epsilon: number;
  readonly rate: number;
  /** What remains of the weights after their decay; 1 without one. */
  readonly kept: number;
}

/** The attributes in the order in which loops take them, on wasm and on native TensorFlow. */
export const adamFactors = (attrs: AdamUpdateAttributes): AdamFactors => [
  attrs.beta1,
  attrs.rest1,
  attrs.beta2,
  attrs.rest2,
  attrs.epsilon,
  attrs.rate,
  attrs.kept,
];
