import { Random } from '@axiswise/data';
import type { Examples } from './examples.ts';

const axes = ['row', 'column'];
const side = 16;
const patch = 4;
const shape = [side, side, 1];

type Where = 'anywhere' | 'fixed';

/** Examples of two axes whose answers are known because of how they are drawn. */
export interface KnownAnswer {
  readonly name: string;
  draw(count: number, seed: number, key: string): Examples;
}

export function motifs(
  where: readonly [Where, Where],
  options: { seed: number; count: number; key: string; noise: number; classes?: number },
): Examples {
  const { seed, count, key, noise, classes = 4 } = options;
  const pattern = new Random(seed, 'motifs');
  const drawn = Array.from({ length: classes }, () =>
    Float32Array.from({ length: patch * patch }, () => pattern.normal()),
  );
  const home = [pattern.integer(side - patch + 1), pattern.integer(side - patch + 1)];
  const homes = drawn.map(() => [
    pattern.integer(side - patch + 1),
    pattern.integer(side - patch + 1),
  ]);
  void home;
  const random = new Random(seed, 'examples', key);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const inputs = Float32Array.from({ length: count * side * side }, () => random.normal(0, noise));
  labels.forEach((label, i) => {
    const at = where.map((w, a) =>
      w === 'anywhere' ? random.integer(side - patch + 1) : homes[0][a],
    );
    for (let r = 0; r < patch; r++)
      for (let c = 0; c < patch; c++)
        inputs[i * side * side + (at[0] + r) * side + at[1] + c] += drawn[label][r * patch + c];
  });
  return { axes, shape, inputs, labels, classes };
}
