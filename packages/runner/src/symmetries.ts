import type { Scorer } from '@axiswise/training';
import type { Symmetries } from '@axiswise/experiment';

/**
 * Scores with the logarithm of the mean probability over all symmetries of an example.
 *
 * @param size numbers in one example.
 */
export function averageOverSymmetries(
  score: Scorer,
  symmetries: Symmetries,
  { size, classes }: { readonly size: number; readonly classes: number },
): Scorer {
  return async (inputs, examples) => {
    const mean = new Float32Array(examples * classes);
    const waiting: (Float32Array | Promise<Float32Array>)[] = [];
    const transformed = new Float32Array(examples * size);
    for (let symmetry = 0; symmetry < symmetries.count; symmetry++) {
      for (let i = 0; i < examples; i++) {
        const [from, to] = [i * size, (i + 1) * size];
        symmetries.transform(inputs.subarray(from, to), symmetry, transformed.subarray(from, to));
      }
      waiting.push(score(transformed, examples));
    }
    for (const [symmetry, logits] of (await Promise.all(waiting)).entries()) {
      for (let i = 0; i < examples; i++) {
        const probabilities = softmax(logits.subarray(i * classes, (i + 1) * classes));
        for (let label = 0; label < classes; label++) {
          mean[i * classes + label] +=
            probabilities[symmetries.classUnder(label, symmetry)] / symmetries.count;
        }
      }
    }
    return mean.map((probability) => Math.log(probability));
  };
}

function softmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
