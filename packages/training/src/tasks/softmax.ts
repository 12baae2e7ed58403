import { argMax } from '../arg-max.ts';

/** Writes the probabilities of the classes to each row of logits. */
export function softmaxOfEach(logits: Float32Array, to: Float32Array, classes: number): void {
  for (let from = 0; from < logits.length; from += classes) {
    softmax(logits.subarray(from, from + classes), to.subarray(from, from + classes));
  }
}

/** Writes the probabilities of the classes; that of the largest logit stays the first of the largest. */
function softmax(logits: Float32Array, to: Float32Array): void {
  const best = argMax(logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - logits[best]);
  for (let c = 0; c < logits.length; c++) to[c] = Math.exp(logits[c] - logits[best]) / sum;
  // Logits that differ in their last digits may give equal probabilities in single precision.
  if (argMax(to) !== best) to[best] *= 1 + 2 ** -22;
}
