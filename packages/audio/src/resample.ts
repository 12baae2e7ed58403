import { InputError } from '@axiswise/messages';

/** Zero crossings of the sinc on each side; more make the edge of the filter steeper. */
const zeroCrossings = 64;
/** Where the filter is at half, as a share of the lower of the two half sample rates. */
const rolloff = 0.955;
/** Of the Kaiser window: what lies beyond the edge is 90 dB down. */
const beta = 9;
/** The filter is kept for so many positions between samples; more are computed anew each time. */
const mostPhases = 4096;

/**
 * Resamples a sound: the samples that it would have at another rate, without what the lower of the
 * two rates cannot hold.
 *
 * A sinc under a Kaiser window (Smith, "Digital audio resampling", 1984 to 2020), centred on each
 * output sample, so nothing is delayed. Up to 0.91 of the lower half rate sines keep amplitude and
 * phase within 10⁻⁴; from the half rate on they are 90 dB down. `wavefile`'s resampler is not used:
 * it lays the last sample on the last one, which stretches time, so that even sines of 1 kHz come back
 * out of step. Beyond its ends the sound counts as zero.
 *
 * @returns ⌈samples · toHz / fromHz⌉ samples; the same array where the rates are equal.
 * @throws InputError where a rate is no whole number of Hz from 1.
 */
export function resample(
  samples: Float32Array,
  options: { readonly fromHz: number; readonly toHz: number },
): Float32Array {
  const { fromHz, toHz } = options;
  for (const rate of [fromHz, toHz]) {
    if (!(Number.isInteger(rate) && rate >= 1)) {
      throw new InputError(
        'data',
        `a sample rate is a whole number of Hz from 1, but ${rate} came`,
      );
    }
  }
  if (fromHz === toHz) return samples;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const [up, down] = [toHz / divisor, fromHz / divisor];
  const cutoff = rolloff * Math.min(1, toHz / fromHz);
  const reach = Math.ceil(zeroCrossings / cutoff);
  const phases = new Map<number, Float64Array>();
  const weightsAt = (phase: number): Float64Array => {
    const known = phases.get(phase);
    if (known) return known;
    const weights = sincWeights(phase / up, cutoff, reach);
    if (up <= mostPhases) phases.set(phase, weights);
    return weights;
  };
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let n = 0; n < out.length; n++) {
    // Output n lies at n · down / up input samples: `before` whole ones and phase / up of one.
    const before = Math.floor((n * down) / up);
    const weights = weightsAt((n * down) % up);
    const first = before - reach;
    const end = Math.min(weights.length, samples.length - first);
    let sum = 0;
    for (let i = Math.max(0, -first); i < end; i++) sum += weights[i] * samples[first + i];
    out[n] = sum;
  }
  return out;
}

/** Weights of the input samples from `reach` before to `reach` after a place, `offset` behind one. */
function sincWeights(offset: number, cutoff: number, reach: number): Float64Array {
  const width = zeroCrossings / cutoff;
  const scale = cutoff / besselI0(beta);
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const distance = i - reach - offset;
    const share = 1 - (distance / width) ** 2;
    if (share < 0) return 0;
    const angle = Math.PI * cutoff * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return scale * sinc * besselI0(beta * Math.sqrt(share));
  });
}

/** The modified Bessel function of the first kind, order 0, by its series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
