import type { Random } from '@axiswise/random';
import type { Speaker } from './speaker.ts';

/** Standard deviations from cycle to cycle, relative to the period and to the amplitude. */
const JITTER = 0.012;
const SHIMMER = 0.06;
/** Breath that accompanies the voice of the breathiest speaker. */
const LEAK = 0.12;
/** The fraction of the breath that remains while the vocal folds are closed (Klatt 1980). */
const BREATH_WHEN_CLOSED = 0.5;

/** Level of breath relative to the excitation of the vocal folds, which is 1. */
const BREATH = 0.1;

/**
 * Models the vocal folds: pulses and noise of air.
 *
 * The flow of a cycle is KLGLOTT88, the polynomial t² − t³ over the open phase (Klatt and Klatt
 * 1990 after Rosenberg 1971), with jitter and shimmer. The output is the difference of the flow
 * from sample to sample, which approximates the derivative that the lips radiate. Each closing has
 * the same strength at every pitch. Breathy voices are open for longer, and their spectrum is
 * tilted down.
 */
export class GlottalSource {
  readonly #speaker: Speaker;
  readonly #sampleRateHz: number;
  readonly #random: Random;
  readonly #openQuotient: number;
  readonly #tilt: number;
  /** Samples since the cycle began, and its length. */
  #position = 0;
  #period = 0;
  #strength = 0;
  #flow = 0;
  #tilted = 0;

  constructor(speaker: Speaker, sampleRateHz: number, random: Random) {
    this.#speaker = speaker;
    this.#sampleRateHz = sampleRateHz;
    this.#random = random;
    this.#openQuotient = 0.5 + 0.25 * speaker.breathiness;
    // One pole between 5 kHz (pressed) and 1.5 kHz (breathy).
    this.#tilt = Math.exp((-2 * Math.PI * 5000 * 0.3 ** speaker.breathiness) / sampleRateHz);
  }

  /** Writes the next samples; the amplitudes of voice and breath hold for all of `block`. */
  fill(
    block: Float64Array,
    now: { readonly f0Hz: number; readonly voicing: number; readonly aspiration: number },
  ): void {
    const breath = now.aspiration + LEAK * this.#speaker.breathiness * now.voicing;
    for (let i = 0; i < block.length; i++) {
      if (this.#position >= this.#period) this.#beginCycle(now.f0Hz);
      const open = this.#openQuotient * this.#period;
      const t = this.#position / open;
      const flow = t < 1 ? this.#strength * open * t * t * (1 - t) : 0;
      this.#tilted = (1 - this.#tilt) * (flow - this.#flow) + this.#tilt * this.#tilted;
      this.#flow = flow;
      const air = t < 1 || now.voicing === 0 ? 1 : BREATH_WHEN_CLOSED;
      block[i] = now.voicing * this.#tilted;
      if (breath > 0) block[i] += breath * air * BREATH * this.#random.normal();
      this.#position++;
    }
  }

  #beginCycle(f0Hz: number): void {
    this.#position = this.#period === 0 ? 0 : this.#position - this.#period;
    const jitter = Math.min(Math.max(this.#random.normal(0, JITTER), -0.05), 0.05);
    this.#period = (this.#sampleRateHz / f0Hz) * (1 + jitter);
    this.#strength = Math.max(0.5, 1 + this.#random.normal(0, SHIMMER));
  }
}
