import type { Random } from '@axiswise/random';
import { logGamma } from './student-t.ts';

/** Draws from the Poisson distribution of one mean. */
export type DrawPoisson = (random: Random) => number;

/**
 * Prepares draws from the Poisson distribution of a mean: by inversion of a table of the distribution
 * for small means (one random number and a few comparisons each), else by PTRS (Hörmann 1993).
 *
 * @param mean 0 or above.
 */
export function poisson(mean: number): DrawPoisson {
  return mean < 10 ? byInversion(mean) : byRejection(mean);
}

function byInversion(mean: number): DrawPoisson {
  // The probability of more than each count, in steps of the random numbers; complete to the last step.
  const cumulative: number[] = [];
  let probability = Math.exp(-mean);
  for (let count = 0, sum = 0; ; count++) {
    sum += probability;
    cumulative.push(Math.round(sum * 2 ** 32));
    probability *= mean / (count + 1);
    if (count >= mean && probability < 2 ** -34) break;
  }
  cumulative[cumulative.length - 1] = 2 ** 32;
  const upTo = Float64Array.from(cumulative);
  return (random) => {
    const u = random.uint32();
    let count = 0;
    while (u >= upTo[count]) count++;
    return count;
  };
}

function byRejection(mean: number): DrawPoisson {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const acceptance = 0.9277 - 3.6224 / (b - 2);
  const logMean = Math.log(mean);
  return (random) => {
    for (;;) {
      const u = random.uniform() - 0.5;
      const v = random.uniform();
      const us = 0.5 - Math.abs(u);
      const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= acceptance) return count;
      if (count < 0 || (us < 0.013 && v > us)) continue;
      const left = Math.log((v * inverseAlpha) / (a / (us * us) + b));
      if (left <= count * logMean - mean - logGamma(count + 1)) return count;
    }
  };
}
