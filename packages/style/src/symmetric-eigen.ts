/** Eigenvalues, and eigenvectors as the columns of `vectors` `[size, size]`. */
export interface Eigensystem {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Computes the eigenvalues and eigenvectors of a symmetric matrix by Jacobi rotations: exact up to
 * rounding, and short, for up to some hundred rows.
 *
 * @param matrix `[size, size]`, row by row; not changed.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): Eigensystem {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const norm = Math.hypot(...a);
  for (let sweep = 0; sweep < 50; sweep++) {
    let offDiagonal = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++)
        offDiagonal = Math.max(offDiagonal, Math.abs(a[p * size + q]));
    }
    if (offDiagonal <= 1e-14 * norm) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p * size + q]) <= 1e-16 * norm) continue;
        // The rotation that brings a[p][q] to zero (Golub and Van Loan, section 8.5).
        const ratio = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q]);
        const tangent = Math.sign(ratio || 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
        const cosine = 1 / Math.hypot(1, tangent);
        const sine = tangent * cosine;
        for (let k = 0; k < size; k++) rotate(a, k * size + p, k * size + q, cosine, sine);
        for (let k = 0; k < size; k++) rotate(a, p * size + k, q * size + k, cosine, sine);
        for (let k = 0; k < size; k++) rotate(vectors, k * size + p, k * size + q, cosine, sine);
      }
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]), vectors };
}

function rotate(values: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const x = values[p];
  const y = values[q];
  values[p] = cosine * x - sine * y;
  values[q] = sine * x + cosine * y;
}
