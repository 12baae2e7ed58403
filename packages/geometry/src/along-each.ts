/** The same kind of value for each axis, by the axis's name. */
export const alongEach = <T>(
  axes: readonly string[],
  value: (axis: string) => T,
): Record<string, T> => Object.fromEntries(axes.map((axis) => [axis, value(axis)]));
