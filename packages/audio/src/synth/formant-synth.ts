import type { Random } from '@axiswise/random';
import { Biquad } from './biquad.ts';
import { GlottalSource } from './glottal-source.ts';
import { Antiresonator, Resonator } from './resonator.ts';
import { formantScale, type Speaker } from './speaker.ts';
import { type Segment, type Targets, trackTargets } from './targets.ts';

/** The control period, as in Klatt 1980. */
const CONTROL_SECONDS = 0.005;
/** Fourth and higher formants: those of a uniform tube, odd multiples of 500 Hz. */
const UPPER_FORMANTS_HZ = [3500, 4500, 5500, 6500, 7500];
const UPPER_BANDWIDTH = 0.06;
const NASAL_POLE_HZ = 270;
const NASAL_BANDWIDTH_HZ = 100;
/** Resonators above this fraction of the sampling rate are omitted. */
const HIGHEST = 0.47;
/** Level of hiss relative to the excitation of the vocal folds, which is 1. */
const HISS = 0.5;

/**
 * Synthesises speech: source-filter synthesis after Klatt 1980, "Software for a cascade/parallel formant
 * synthesizer".
 *
 * Pulses of the vocal folds and breath pass through a cascade of a nasal pole and zero and of up to
 * eight formants; hiss goes through a band of its own beside it. All frequencies of the tract are
 * multiplied by {@link formantScale}. Between segments the targets blend, so that neighbours influence
 * each other (coarticulation) and short sounds do not reach their targets.
 *
 * Deviations: pulses of Klatt and Klatt 1990; formants above the third from a uniform tube, as many as
 * the sampling rate has room for; one band of hiss where Klatt has five.
 *
 * @param segments in order and without gaps; the sound lasts to the end of the last.
 * @param random the noise, the jitter and the melody.
 * @returns samples at `sampleRateHz`; vowels come to about ±1, nothing is clipped.
 *
 * @example
 * const speaker = { name: 'a', vocalTractLengthCm: 17.5, f0Hz: 110, breathiness: 0.2, rate: 1 };
 * const ah = { formantsHz: [730, 1090, 2440], bandwidthsHz: [70, 100, 160], voicing: 1 } as const;
 * const segments = [{ articulation: ah, startSeconds: 0, endSeconds: 0.5 }];
 * const samples = synthesize(segments, speaker, new Random(1), { sampleRateHz: 16_000 });
 * samples.length; // 8000
 */
export function synthesize(
  segments: readonly Segment[],
  speaker: Speaker,
  random: Random,
  { sampleRateHz }: { readonly sampleRateHz: number },
): Float32Array {
  const endSeconds = segments.length === 0 ? 0 : segments[segments.length - 1].endSeconds;
  const samples = new Float32Array(Math.round(endSeconds * sampleRateHz));
  const melody = drawMelody(speaker, endSeconds, random);
  const source = new GlottalSource(speaker, sampleRateHz, random);
  const tract = new VocalTract(formantScale(speaker), sampleRateHz);
  const blockLength = Math.round(CONTROL_SECONDS * sampleRateHz);

  let start = 0;
  for (const targets of trackTargets(segments, blockLength / sampleRateHz)) {
    const length = Math.min(blockLength, samples.length - start);
    if (length <= 0) break;
    const block = new Float64Array(length);
    source.fill(block, {
      f0Hz: melody(start / sampleRateHz),
      voicing: targets.voicing,
      aspiration: targets.aspiration,
    });
    tract.filter(block, targets);
    tract.addHiss(block, targets, random);
    samples.set(block, start);
    start += length;
  }
  return samples;
}

/** Draws the pitch contour: it falls over the utterance (declination) and fluctuates. */
function drawMelody(
  { f0Hz }: Speaker,
  endSeconds: number,
  random: Random,
): (seconds: number) => number {
  const fall = random.uniform(0.1, 0.3);
  const sway = random.uniform(0.02, 0.08);
  const swayHz = random.uniform(1.5, 3.5);
  const phase = random.uniform(0, 2 * Math.PI);
  return (seconds) =>
    f0Hz *
    (1 + fall / 2 - (fall * seconds) / endSeconds) *
    (1 + sway * Math.sin(phase + 2 * Math.PI * swayHz * seconds));
}

/** The resonances of one person's throat, mouth and nose. */
class VocalTract {
  readonly #scale: number;
  readonly #formants: readonly [Resonator, Resonator, Resonator];
  readonly #upper: readonly Resonator[];
  readonly #nasalPole: Resonator;
  readonly #nasalZero: Antiresonator;
  readonly #hiss: Biquad;

  constructor(scale: number, sampleRateHz: number) {
    this.#scale = scale;
    const resonator = (): Resonator => new Resonator(sampleRateHz);
    this.#formants = [resonator(), resonator(), resonator()];
    this.#upper = UPPER_FORMANTS_HZ.map((frequencyHz) => frequencyHz * scale)
      .filter((frequencyHz) => frequencyHz < HIGHEST * sampleRateHz)
      .map((frequencyHz) => {
        const formant = resonator();
        formant.tune(frequencyHz, UPPER_BANDWIDTH * frequencyHz);
        return formant;
      });
    this.#nasalPole = resonator();
    this.#nasalPole.tune(NASAL_POLE_HZ * scale, NASAL_BANDWIDTH_HZ * scale);
    this.#nasalZero = new Antiresonator(sampleRateHz);
    this.#hiss = new Biquad(sampleRateHz);
  }

  filter(block: Float64Array, { formantsHz, bandwidthsHz, nasality, nasalZeroHz }: Targets): void {
    for (const formant of this.#upper) formant.filter(block);
    this.#formants.forEach((formant, i) => {
      formant.tune(formantsHz[i] * this.#scale, bandwidthsHz[i] * this.#scale);
      formant.filter(block);
    });
    // With an open mouth the zero cancels the pole.
    const zeroHz = NASAL_POLE_HZ + nasality * (nasalZeroHz - NASAL_POLE_HZ);
    this.#nasalZero.tune(zeroHz * this.#scale, NASAL_BANDWIDTH_HZ * this.#scale);
    this.#nasalZero.filter(block);
    this.#nasalPole.filter(block);
  }

  addHiss(block: Float64Array, { frication, hiss }: Targets, random: Random): void {
    if (frication === 0) return;
    const noise = Float64Array.from(block, () => HISS * frication * random.normal());
    this.#hiss.bandPass(hiss.frequencyHz * this.#scale, hiss.bandwidthHz * this.#scale);
    this.#hiss.filter(noise);
    for (let i = 0; i < block.length; i++) block[i] += noise[i];
  }
}
