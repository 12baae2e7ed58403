/**
 * A second-order filter, for the band of a hiss and the frequency response of a microphone.
 *
 * Coefficients: Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
 */
export class Biquad {
  readonly #sampleRateHz: number;
  #b0 = 1;
  #b1 = 0;
  #b2 = 0;
  #a1 = 0;
  #a2 = 0;
  #s1 = 0;
  #s2 = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  /** Makes a band-pass filter, with gain 1 at its centre and 0 at 0 Hz. */
  bandPass(frequencyHz: number, bandwidthHz: number): void {
    const { alpha, cosine } = this.#angle(frequencyHz, frequencyHz / bandwidthHz);
    const a0 = 1 + alpha;
    this.#b0 = alpha / a0;
    this.#b1 = 0;
    this.#b2 = -alpha / a0;
    this.#a1 = (-2 * cosine) / a0;
    this.#a2 = (1 - alpha) / a0;
  }

  /** Makes a peaking filter, which raises or lowers a band of quality `q` by `gainDb`. */
  peak(frequencyHz: number, q: number, gainDb: number): void {
    const { alpha, cosine } = this.#angle(frequencyHz, q);
    const gain = 10 ** (gainDb / 40);
    const a0 = 1 + alpha / gain;
    this.#b0 = (1 + alpha * gain) / a0;
    this.#b1 = (-2 * cosine) / a0;
    this.#b2 = (1 - alpha * gain) / a0;
    this.#a1 = this.#b1;
    this.#a2 = (1 - alpha / gain) / a0;
  }

  /** Filters `block` in place (transposed direct form II). */
  filter(block: Float64Array): void {
    let s1 = this.#s1;
    let s2 = this.#s2;
    for (let i = 0; i < block.length; i++) {
      const x = block[i];
      const y = this.#b0 * x + s1;
      s1 = this.#b1 * x - this.#a1 * y + s2;
      s2 = this.#b2 * x - this.#a2 * y;
      block[i] = y;
    }
    this.#s1 = s1;
    this.#s2 = s2;
  }

  #angle(frequencyHz: number, q: number): { alpha: number; cosine: number } {
    const omega = (2 * Math.PI * frequencyHz) / this.#sampleRateHz;
    return { alpha: Math.sin(omega) / (2 * q), cosine: Math.cos(omega) };
  }
}
