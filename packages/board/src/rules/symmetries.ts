/**
 * The eight symmetries of a square, as permutations of its points: 0 is the identity, 1 to 3 rotate
 * by quarter turns, 4 to 7 mirror first.
 */
export const symmetryCount = 8;

const tables = new Map<number, readonly Int16Array[]>();

/**
 * Returns where a symmetry moves each point: `pointsUnder(19, s)[point]`.
 *
 * @param size rows of the board.
 * @param symmetry from 0 to 7.
 */
export function pointsUnder(size: number, symmetry: number): Int16Array {
  let permutations = tables.get(size);
  if (!permutations) {
    permutations = Array.from({ length: symmetryCount }, (_, s) =>
      Int16Array.from({ length: size * size }, (_, point) => {
        let row = Math.floor(point / size);
        let column = point % size;
        if (s >= 4) column = size - 1 - column;
        for (let quarter = 0; quarter < s % 4; quarter++) {
          [row, column] = [column, size - 1 - row];
        }
        return row * size + column;
      }),
    );
    tables.set(size, permutations);
  }
  return permutations[symmetry];
}

/** Returns the inverse symmetry: a mirror is its own inverse, a quarter turn is undone by three. */
export const inverseSymmetry = (symmetry: number): number =>
  symmetry >= 4 ? symmetry : (4 - symmetry) % 4;

/** Moves the values at each point, `[row, column, ...]`, to where the symmetry moves the point. */
export function transformPlanes(
  input: Float32Array | Uint8Array,
  size: number,
  symmetry: number,
  out: Float32Array | Uint8Array,
): void {
  const planes = input.length / (size * size);
  const under = pointsUnder(size, symmetry);
  for (let point = 0; point < under.length; point++) {
    const from = point * planes;
    const to = under[point] * planes;
    for (let plane = 0; plane < planes; plane++) out[to + plane] = input[from + plane];
  }
}

/** The symmetries of the 19×19 board, over which predictions can be averaged. */
export const boardSymmetries = {
  count: symmetryCount,
  transform: (input: Float32Array, symmetry: number, out: Float32Array): void =>
    transformPlanes(input, 19, symmetry, out),
  classUnder: (point: number, symmetry: number): number => pointsUnder(19, symmetry)[point],
} as const;
