/** A number with its unit: `3.2 px`, and `12°`, which stands close. */
export const withUnit = (value: number | string, unit: string | undefined): string =>
  unit === undefined
    ? String(value)
    : unit.startsWith('°')
      ? `${value}${unit}`
      : `${value} ${unit}`;
