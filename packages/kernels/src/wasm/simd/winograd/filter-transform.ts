import type { Tiling } from '../../../winograd-tiling.ts';

/**
 * The weights of an axis at the points, `[points, taps]`: powers of the point over the product of its
 * differences from the others (Lavin and Gray 2016, G); at infinity the last weight.
 */
function axisTransform(points: number, taps: number): number[][] {
  if (points === 1) return [[1]];
  const powers = Array.from({ length: taps }, (_, power) => power);
  return [
    ...divisors[points].map(([point, divisor]) => powers.map((power) => point ** power / divisor)),
    powers.map((power) => (power === taps - 1 ? 1 : 0)),
  ];
}

/** The points but infinity, in the order of winograd.as, and what the values there are divided by. */
const divisors: Readonly<Record<number, readonly (readonly [point: number, divisor: number])[]>> = {
  6: [
    [0, 4],
    [1, -6],
    [-1, -6],
    [2, 24],
    [-2, 24],
  ],
  8: [
    [0, 1],
    [1, -4.5],
    [-1, -4.5],
    [2, 90],
    [-2, 90],
    [0.5, 45 / 32],
    [-0.5, 45 / 32],
  ],
};

/** Numbers of a transformed filter for each pair of channels: those of all planes and blocks. */
export const transformedSize = ({ rows, columns, blocks }: Tiling): number =>
  rows * columns * blocks;

/**
 * What takes a filter to the points, `[planes × blocks, taps]`; with `transposed` its adjoint,
 * `[taps, planes × blocks]`.
 *
 * @param options.rotated the filter is rotated by 180°.
 */
export function filterTransform(
  tiling: Tiling,
  { rotated = false, transposed = false }: { rotated?: boolean; transposed?: boolean },
): Float32Array {
  const { rows, columns, blocks, blockTaps, convolution } = tiling;
  const { filterHeight, filterWidth } = convolution;
  const down = axisTransform(rows, blockTaps);
  const across = axisTransform(columns, filterWidth);
  const numbers = transformedSize(tiling);
  const taps = filterHeight * filterWidth;
  const transform = new Float32Array(numbers * taps);
  for (let tap = 0; tap < taps; tap++) {
    const y = Math.floor(tap / filterWidth);
    const block = Math.floor(y / blockTaps);
    const weight = rotated ? taps - 1 - tap : tap;
    down.forEach((vertical, i) =>
      across.forEach((horizontal, j) => {
        const number = (i * across.length + j) * blocks + block;
        transform[transposed ? weight * numbers + number : number * taps + weight] =
          vertical[y - block * blockTaps] * horizontal[tap % filterWidth];
      }),
    );
  }
  return transform;
}
