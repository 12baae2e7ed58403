/** The index of the largest number, the first of equals. */
export function argMax(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i] > row[best]) best = i;
  return best;
}

/** The same of one row of many equally long ones, without a view of it: there may be millions. */
export function argMaxOfRow(values: Float32Array, row: number, length: number): number {
  const from = row * length;
  let best = 0;
  for (let i = 1; i < length; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}
