/**
 * Moves what lies along one axis of an array.
 *
 * What is moved out at one end is lost, or comes in at the other where the axis goes around.
 *
 * @param values one array of the shape, or several one after another.
 * @param to as many numbers, which are overwritten.
 * @param by.shift positions towards the end of the axis; negative: towards its beginning.
 * @param by.fill what is moved in; by default 0.
 */
export function moveAlong(
  values: Float32Array,
  to: Float32Array,
  by: {
    readonly shape: readonly number[];
    /** Which axis of the shape. */
    readonly dimension: number;
    readonly shift: number;
    readonly wraps?: boolean;
    readonly fill?: number;
  },
): void {
  const { shape, dimension, shift, wraps = false, fill = 0 } = by;
  const length = shape[dimension];
  /** Numbers at one position of the axis. */
  const stride = shape.slice(dimension + 1).reduce((product, each) => product * each, 1);
  const from = Math.min(length, Math.max(0, -shift));
  const end = Math.max(0, Math.min(length, length - shift));
  to.fill(fill, 0, values.length);
  for (let start = 0; start < values.length; start += length * stride) {
    const part = (first: number, last: number): Float32Array =>
      values.subarray(start + first * stride, start + last * stride);
    if (from < end) to.set(part(from, end), start + (from + shift) * stride);
    if (!wraps || shift === 0) continue;
    // What went out at one end.
    if (shift > 0) to.set(part(end, length), start);
    else to.set(part(0, from), start + (length - from) * stride);
  }
}
