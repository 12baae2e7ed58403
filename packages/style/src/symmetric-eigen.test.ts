import { expect, it } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

it('finds the axes of a 2×2 matrix', () => {
  // [[2, 1], [1, 2]]: 3 along (1, 1), 1 along (1, −1).
  const { values, vectors } = symmetricEigen([2, 1, 1, 2], 2);
  const large = values[0] > values[1] ? 0 : 1;
  expect(values[large]).toBeCloseTo(3, 12);
  expect(values[1 - large]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors[large])).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors[large]).toBeCloseTo(vectors[2 + large], 12);
});

it('reconstructs the matrix', () => {
  const size = 6;
  const matrix = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size].sort();
    return Math.sin(3 * i + 5 * j);
  });
  const { values, vectors } = symmetricEigen(matrix, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let e = 0; e < size; e++)
        sum += values[e] * vectors[i * size + e] * vectors[j * size + e];
      expect(sum).toBeCloseTo(matrix[i * size + j], 10);
    }
  }
});
