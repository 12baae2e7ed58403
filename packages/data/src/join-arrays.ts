/** An array of numbers that {@link joinArrays} can make. */
interface Joined {
  set(part: ArrayLike<number>, at: number): void;
}

/**
 * Joins arrays of numbers, one after another.
 *
 * @example
 * joinArrays(Int16Array, [[1, 2], [3]]); // Int16Array [1, 2, 3]
 */
export function joinArrays<Whole extends Joined>(
  type: new (length: number) => Whole,
  parts: readonly ArrayLike<number>[],
): Whole {
  const whole = new type(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
