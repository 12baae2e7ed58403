// What all vector loops share.

/** Bytes of a float. */
@inline export const F: usize = 4;

/** Bytes of a vector of four floats. */
@inline export const V: usize = 16;

@inline
export function addTo(at: usize, vector: v128): void {
  v128.store(at, f32x4.add(v128.load(at), vector));
}

/**
 * `sum + a * b`, rounded twice; or, compiled with relaxed vectors, once where the processor has one
 * instruction for it.
 */
@inline
export function multiplyAdd(sum: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? f32x4.relaxed_madd(a, b, sum)
    : f32x4.add(sum, f32x4.mul(a, b));
}
