/**
 * A digital resonator for one formant: y[n] = A·x[n] + B·y[n−1] + C·y[n−2].
 *
 * Its gain at 0 Hz is 1, so a cascade of resonators gives vowels their formant levels
 * (Klatt 1980, "Software for a cascade/parallel formant synthesizer", equations 2 and 3).
 */
export class Resonator {
  readonly #sampleRateHz: number;
  #a = 1;
  #b = 0;
  #c = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  /** Moves the formant; the ringing continues. */
  tune(frequencyHz: number, bandwidthHz: number): void {
    [this.#a, this.#b, this.#c] = coefficients(frequencyHz, bandwidthHz, this.#sampleRateHz);
  }

  /** Filters `block` in place. */
  filter(block: Float64Array): void {
    let y1 = this.#y1;
    let y2 = this.#y2;
    for (let i = 0; i < block.length; i++) {
      const y = this.#a * block[i] + this.#b * y1 + this.#c * y2;
      y2 = y1;
      y1 = y;
      block[i] = y;
    }
    this.#y1 = y1;
    this.#y2 = y2;
  }
}

/**
 * The inverse of a {@link Resonator}: it removes one frequency, as the closed mouth of a nasal
 * does.
 */
export class Antiresonator {
  readonly #sampleRateHz: number;
  #a = 1;
  #b = 0;
  #c = 0;
  #x1 = 0;
  #x2 = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  tune(frequencyHz: number, bandwidthHz: number): void {
    const [a, b, c] = coefficients(frequencyHz, bandwidthHz, this.#sampleRateHz);
    this.#a = 1 / a;
    this.#b = -b / a;
    this.#c = -c / a;
  }

  /** Filters `block` in place. */
  filter(block: Float64Array): void {
    let x1 = this.#x1;
    let x2 = this.#x2;
    for (let i = 0; i < block.length; i++) {
      const x = block[i];
      block[i] = this.#a * x + this.#b * x1 + this.#c * x2;
      x2 = x1;
      x1 = x;
    }
    this.#x1 = x1;
    this.#x2 = x2;
  }
}

function coefficients(
  frequencyHz: number,
  bandwidthHz: number,
  sampleRateHz: number,
): [a: number, b: number, c: number] {
  const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
  const b = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  const c = -radius * radius;
  return [1 - b - c, b, c];
}
