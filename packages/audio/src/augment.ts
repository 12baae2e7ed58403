import type { Random } from '@axiswise/random';
import type { RealFrames } from './fit-frames.ts';

/** The strength of each augmentation of a normalised spectrogram; 0 or absent turns one off. */
export interface Augmentation {
  /** Largest shift in frames, earlier or later: words do not begin at one place. */
  readonly timeShiftFrames?: number;
  /**
   * Largest stretch in time, as a factor of 1 + this, either way: people speak faster or slower.
   */
  readonly timeStretch?: number;
  /** Largest shift in bands, up or down, fractions too: vocal tracts differ in length. */
  readonly frequencyShiftBands?: number;
  /** Standard deviation of the noise added to real frames; 1 is the spectrogram's own. */
  readonly noise?: number;
  /** Bands set to 0: `count` masks of up to `width` neighbours (SpecAugment). */
  readonly frequencyMasks?: MaskSettings;
  /** Real frames set to 0: `count` masks of up to `width` neighbours (SpecAugment). */
  readonly timeMasks?: MaskSettings;
}

/** Masks of a random width from 0 to `width`, each at a random place. */
export interface MaskSettings {
  readonly count: number;
  readonly width: number;
}

/**
 * Augments a normalised spectrogram `[bands, frames]` with variations as between speakers and
 * recordings.
 *
 * The order is: stretch about the middle and shift in time, shift in frequency, noise, masks.
 * Values between frames or bands are interpolated. Bands beyond the lowest or highest repeat it,
 * frames beyond the real frames are 0, and values that leave the frames are lost.
 *
 * Masks follow SpecAugment (Park et al. 2019, arXiv 1904.08779), whose policies also set 0, without
 * its time warping: its anchor points suit sentences, while words are stretched as a whole.
 * Frequency shifts stand for vocal-tract length perturbation (Jaitly and Hinton 2013), on the mel
 * axis.
 *
 * @param values is not changed.
 * @param options.real the frames that are not padding.
 * @param out receives the result; must not be `values`.
 */
export function augmentSpectrogram(
  values: Float32Array,
  out: Float32Array,
  options: {
    readonly bands: number;
    readonly real: RealFrames;
    readonly augmentation: Augmentation;
    readonly random: Random;
  },
): void {
  const { bands, augmentation, random } = options;
  const frames = values.length / bands;
  const { timeShiftFrames = 0, timeStretch = 0, frequencyShiftBands = 0, noise = 0 } = augmentation;
  const stretch = (1 + timeStretch) ** random.uniform(-1, 1);
  const shift = random.integer(2 * timeShiftFrames + 1) - timeShiftFrames;
  const rise = random.uniform(-frequencyShiftBands, frequencyShiftBands);
  const moved = moveInTime(values, { bands, real: options.real, stretch, shift });
  moveInFrequency(moved.values, out, { bands, rise });
  const { real } = moved;
  if (noise > 0) {
    for (let band = 0; band < bands; band++) {
      const row = band * frames;
      for (let t = real.start; t < real.end; t++) out[row + t] += random.normal(0, noise);
    }
  }
  for (const [start, end] of drawMasks(augmentation.frequencyMasks, 0, bands, random)) {
    out.fill(0, start * frames, end * frames);
  }
  for (const [start, end] of drawMasks(augmentation.timeMasks, real.start, real.end, random)) {
    for (let band = 0; band < bands; band++)
      out.fill(0, band * frames + start, band * frames + end);
  }
}

function moveInTime(
  values: Float32Array,
  options: {
    readonly bands: number;
    readonly real: RealFrames;
    readonly stretch: number;
    readonly shift: number;
  },
): { readonly values: Float32Array; readonly real: RealFrames } {
  const { bands, real, stretch, shift } = options;
  if (stretch === 1 && shift === 0) return { values, real };
  const frames = values.length / bands;
  // Frame t of the result is the input at middle + (t − shift − middle) / stretch.
  const middle = (real.start + real.end - 1) / 2;
  const half = ((real.end - real.start - 1) / 2) * stretch;
  const start = Math.max(Math.ceil(middle + shift - half), 0);
  const end = Math.min(Math.floor(middle + shift + half) + 1, frames);
  const moved = new Float32Array(values.length);
  for (let t = start; t < end; t++) {
    const heard = middle + (t - shift - middle) / stretch;
    const before = Math.min(Math.max(Math.floor(heard), real.start), real.end - 1);
    const after = Math.min(before + 1, real.end - 1);
    const share = heard - before;
    for (let row = 0; row < values.length; row += frames) {
      moved[row + t] = (1 - share) * values[row + before] + share * values[row + after];
    }
  }
  // If everything left the frames, no frame is real.
  const first = Math.min(start, frames);
  return { values: moved, real: { start: first, end: Math.max(end, first) } };
}

function moveInFrequency(
  values: Float32Array,
  out: Float32Array,
  { bands, rise }: { readonly bands: number; readonly rise: number },
): void {
  const frames = values.length / bands;
  for (let band = 0; band < bands; band++) {
    const from = Math.min(Math.max(band - rise, 0), bands - 1);
    const below = Math.floor(from);
    const above = Math.min(below + 1, bands - 1);
    const share = from - below;
    for (let t = 0; t < frames; t++) {
      out[band * frames + t] =
        (1 - share) * values[below * frames + t] + share * values[above * frames + t];
    }
  }
}

/**
 * Draws masks between `start` and `end`: a width from 0 to the largest, then a position where it
 * fits.
 */
function drawMasks(
  masks: MaskSettings | undefined,
  start: number,
  end: number,
  random: Random,
): [start: number, end: number][] {
  return Array.from({ length: masks?.count ?? 0 }, () => {
    const width = random.integer(Math.min(masks!.width, end - start) + 1);
    const first = start + random.integer(end - start - width + 1);
    return [first, first + width];
  });
}
