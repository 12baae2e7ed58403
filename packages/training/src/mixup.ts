import type { Batch } from '@axiswise/data';
import type { Random } from '@axiswise/random';

/**
 * Mixes each example of a batch with another one of it (Zhang, Cissé, Dauphin and Lopez-Paz 2018, "mixup: Beyond
 * empirical risk minimization"). As in their program, one share is drawn for the batch, of Beta(α, α). The smaller
 * part is the other example's, which changes nothing, since both lie in the batch.
 *
 * @param options.alpha of the beta distribution, above 0 to 1: the larger, the more is mixed.
 * @param options.memory for the mixed inputs; they are valid until it is used again.
 */
export function mixUp(
  { examples, inputs, targets }: Batch,
  {
    alpha,
    random,
    memory,
  }: {
    readonly alpha: number;
    readonly random: Random;
    readonly memory: { take(length: number): Float32Array };
  },
): Batch {
  const drawn = symmetricBeta(alpha, random);
  const share = Math.min(drawn, 1 - drawn);
  const others = random.permutation(examples);
  const mixedInputs = memory.take(inputs.length);
  const otherTargets = new Float32Array(targets.length);
  const [inputSize, targetSize] = [inputs.length / examples, targets.length / examples];
  others.forEach((other, i) => {
    const [from, to] = [other * inputSize, i * inputSize];
    for (let j = 0; j < inputSize; j++) {
      mixedInputs[to + j] = (1 - share) * inputs[to + j] + share * inputs[from + j];
    }
    otherTargets.set(
      targets.subarray(other * targetSize, (other + 1) * targetSize),
      i * targetSize,
    );
  });
  return { examples, inputs: mixedInputs, targets, mixed: { targets: otherTargets, share } };
}

/** Draws of Beta(α, α), for α up to 1 (Jöhnk 1964). */
function symmetricBeta(alpha: number, random: Random): number {
  for (;;) {
    const [a, b] = [random.uniform() ** (1 / alpha), random.uniform() ** (1 / alpha)];
    // For a small α both may be too small for a number.
    if (a + b > 0 && a + b <= 1) return a / (a + b);
  }
}
