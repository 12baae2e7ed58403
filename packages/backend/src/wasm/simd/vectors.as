// What all vector loops share.

/** Bytes of a float. */
@inline export const F: usize = 4;

/** Bytes of a vector of four floats. */
@inline export const V: usize = 16;

@inline
export function addTo(at: usize, vector: v128): void {
  v128.store(at, f32x4.add(v128.load(at), vector));
}
