/** Maps a value to a position along an axis, in pixels. */
export type Scale = (value: number) => number;

type Ends = readonly [from: number, to: number];

/** A linear scale. */
export const linearScale =
  ([low, high]: Ends, [from, to]: Ends): Scale =>
  (value) =>
    from + ((value - low) / (high - low || 1)) * (to - from);

/** A logarithmic scale; the domain must be positive. */
export const logScale = ([low, high]: Ends, range: Ends): Scale => {
  const scale = linearScale([Math.log(low), Math.log(high)], range);
  return (value) => scale(Math.log(value));
};
