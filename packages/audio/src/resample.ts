import { InputError } from '@axiswise/messages';

/** Zero crossings of the sinc on each side; more make the filter steeper. */
export const zeroCrossings = 64;
/** The frequency at which the filter is at half, as a fraction of the lower Nyquist frequency. */
export const rolloff = 0.955;
/** Shape of the Kaiser window: beyond the edge the filter attenuates by 90 dB. */
export const beta = 9;
/** The filter is stored for at most this many phases; with more it is computed anew each time. */
const mostPhases = 4096;

/**
 * Resamples a sound to another rate and removes frequencies above the lower Nyquist frequency.
 *
 * It uses a sinc under a Kaiser window (Smith, "Digital audio resampling", 1984 to 2020), centred
 * on each output sample, so it adds no delay. Up to 0.91 of the lower Nyquist frequency, sines keep
 * amplitude and phase within 10⁻⁴; from the Nyquist frequency on they are attenuated by 90 dB.
 * `wavefile`'s resampler is not used: it maps the last sample to the last sample, which stretches
 * time, so that even sines of 1 kHz get out of phase. The sound counts as zero beyond its ends.
 *
 * @returns ⌈samples · toHz / fromHz⌉ samples; the same array if the rates are equal.
 * @throws InputError if a rate is not a positive integer (Hz).
 */
export function resample(
  samples: Float32Array,
  options: { readonly fromHz: number; readonly toHz: number },
): Float32Array {
  const { fromHz, toHz } = options;
  for (const rate of [fromHz, toHz]) {
    if (!(Number.isInteger(rate) && rate >= 1)) {
      throw new InputError('data', `the sample rate must be a positive integer (Hz), got ${rate}`);
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
    // Output n is at n · down / up input samples: `before` whole samples and phase / up of one.
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

/**
 * Weights of the input samples from `reach` before to `reach` after a position that lies `offset`
 * after a sample.
 */
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

/** The modified Bessel function of the first kind, order 0, as a power series. */
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
