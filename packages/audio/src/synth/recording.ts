import type { Random } from '@axiswise/random';
import { Biquad } from './biquad.ts';

/** The conditions of a recording. */
export interface Recording {
  /** Root mean square of the sound relative to that of the noise, in dB. */
  readonly snrDb: number;
  /** Colour of the noise: 0 (white) to 1 (mostly below 500 Hz). */
  readonly noiseColour: number;
  /** Root mean square of the recorded sound relative to full scale, in dB. */
  readonly levelDb: number;
  /** The microphone's resonance, up or down. */
  readonly peak: { readonly frequencyHz: number; readonly q: number; readonly gainDb: number };
  /** −1 (dull) to 1 (sharp): the microphone's slope over frequency. */
  readonly slope: number;
}

const NOISE_CORNER_HZ = 500;

/** Draws a recording: 10 to 30 dB above the noise, any usual level and microphone. */
export function drawRecording(random: Random): Recording {
  return {
    snrDb: random.uniform(5, 20),
    noiseColour: random.uniform(),
    levelDb: random.uniform(-32, -20),
    peak: {
      frequencyHz: 300 * (6000 / 300) ** random.uniform(),
      q: random.uniform(0.5, 1.5),
      gainDb: random.uniform(-6, 6),
    },
    slope: random.uniform(-0.4, 0.4),
  };
}

/**
 * Records a sound: through a microphone, with noise, at a level.
 *
 * @returns as many samples, within ±1.
 */
export function record(
  samples: Float32Array,
  { snrDb, noiseColour, levelDb, peak, slope }: Recording,
  random: Random,
  { sampleRateHz }: { readonly sampleRateHz: number },
): Float32Array {
  const sound = Float64Array.from(samples);
  const loudness = rootMeanSquare(sound);
  const noise = colouredNoise(sound.length, noiseColour, random, sampleRateHz);
  const quietness = (loudness * 10 ** (-snrDb / 20)) / (rootMeanSquare(noise) || 1);
  for (let i = 0; i < sound.length; i++) sound[i] += quietness * noise[i];

  const microphone = new Biquad(sampleRateHz);
  microphone.peak(peak.frequencyHz, peak.q, peak.gainDb);
  microphone.filter(sound);
  let before = 0;
  for (let i = 0; i < sound.length; i++) {
    const now = sound[i];
    sound[i] -= slope * before;
    before = now;
  }
  const gain = 10 ** (levelDb / 20) / (rootMeanSquare(sound) || 1);
  return Float32Array.from(sound, (value) => Math.min(Math.max(gain * value, -1), 1));
}

function colouredNoise(
  length: number,
  colour: number,
  random: Random,
  sampleRateHz: number,
): Float64Array {
  const pole = Math.exp((-2 * Math.PI * NOISE_CORNER_HZ) / sampleRateHz);
  // The variance of low-passed white noise is this fraction of that of its input.
  const dulled = Math.sqrt((1 - pole) / (1 + pole));
  const noise = new Float64Array(length);
  let low = 0;
  for (let i = 0; i < length; i++) {
    const white = random.normal();
    low += (1 - pole) * (white - low);
    noise[i] = (1 - colour) * white + (colour * low) / dulled;
  }
  return noise;
}

function rootMeanSquare(samples: Float64Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
