/** The largest difference of two lists of numbers, relative to the largest number in them. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`${a.length} and ${b.length} numbers cannot be compared`);
  }
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(a[i]), Math.abs(b[i]));
  }
  // NaN must not count as equal.
  if (!Number.isFinite(difference + largest)) return Infinity;
  return difference === 0 ? 0 : difference / largest;
}

export const norm = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
