/**
 * Solves systems with one symmetric positive definite matrix by a Cholesky factorisation.
 *
 * @param matrix `[size, size]`, row by row; not changed.
 */
export function choleskySolver(
  matrix: Float64Array,
  size: number,
): (right: ArrayLike<number>) => Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k];
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j];
    }
  }
  return (right) => {
    const solution = Float64Array.from(right);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) solution[i] -= lower[i * size + k] * solution[k];
      solution[i] /= lower[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) solution[i] -= lower[k * size + i] * solution[k];
      solution[i] /= lower[i * size + i];
    }
    return solution;
  };
}

/** Approximates the largest eigenvalue of a positive semidefinite matrix by power iteration. */
export function largestEigenvalue(matrix: Float64Array, size: number): number {
  let vector = new Float64Array(size).fill(1);
  let value = 0;
  for (let step = 0; step < 50; step++) {
    const length = Math.hypot(...vector);
    if (length === 0) return 0;
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) next[i] += (matrix[i * size + j] * vector[j]) / length;
    }
    vector = next;
    value = Math.hypot(...next);
  }
  return value;
}
