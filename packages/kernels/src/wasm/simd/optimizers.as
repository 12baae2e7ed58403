// Updates of weights in one pass over memory, in place of one pass for each operation.

import { F, V } from './vectors';

/**
 * One step of Adam: new weights and moments. Operation for operation what single tensors would do,
 * `weights * kept - m / (sqrt(v) + epsilon) * rate`, so that the bits are the same.
 */
export function adamUpdate(
  weights: usize, gradient: usize, m: usize, v: usize,
  newWeights: usize, newM: usize, newV: usize, length: i32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, rate: f32, kept: f32,
): void {
  const end = <usize>length * F;
  const vectors = end & ~(V - 1);
  for (let i: usize = 0; i < vectors; i += V) {
    const g = v128.load(gradient + i);
    const mean = f32x4.add(
      f32x4.mul(v128.load(m + i), f32x4.splat(beta1)),
      f32x4.mul(g, f32x4.splat(rest1)),
    );
    const square = f32x4.add(
      f32x4.mul(v128.load(v + i), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2)),
    );
    const change = f32x4.mul(
      f32x4.div(mean, f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon))),
      f32x4.splat(rate),
    );
    v128.store(newM + i, mean);
    v128.store(newV + i, square);
    v128.store(
      newWeights + i,
      f32x4.sub(f32x4.mul(v128.load(weights + i), f32x4.splat(kept)), change),
    );
  }
  for (let i = vectors; i < end; i += F) {
    const g = f32.load(gradient + i);
    const mean = f32.load(m + i) * beta1 + g * rest1;
    const square = f32.load(v + i) * beta2 + g * g * rest2;
    f32.store(newM + i, mean);
    f32.store(newV + i, square);
    f32.store(
      newWeights + i,
      f32.load(weights + i) * kept - mean / (sqrt<f32>(square) + epsilon) * rate,
    );
  }
}
