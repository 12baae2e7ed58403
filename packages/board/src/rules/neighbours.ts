const tables = new Map<number, Int16Array>();

/**
 * Lists the neighbours of every point, four entries per point in the order up, left, right, down;
 * −1 beyond the edge.
 */
export function neighboursOf(size: number): Int16Array {
  let table = tables.get(size);
  if (!table) {
    table = new Int16Array(4 * size * size).fill(-1);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const point = row * size + column;
        if (row > 0) table[4 * point] = point - size;
        if (column > 0) table[4 * point + 1] = point - 1;
        if (column < size - 1) table[4 * point + 2] = point + 1;
        if (row < size - 1) table[4 * point + 3] = point + size;
      }
    }
    tables.set(size, table);
  }
  return table;
}
