import type { Random } from '@axiswise/random';

/** The vocal tract length of the formant tables: an average man's, in cm (Fant 1960). */
const TABLE_TRACT_CM = 17.5;

/** The properties in which speakers differ while they say the same. */
export interface Speaker {
  readonly name: string;
  /**
   * Length from the vocal folds to the lips; all formants scale with its inverse. Men about 17.5,
   * children 12.5.
   */
  readonly vocalTractLengthCm: number;
  /** Mean fundamental frequency, the pitch of the voice. */
  readonly f0Hz: number;
  /** 0 (pressed) to 1 (breathy): softer closing of the vocal folds, more air. */
  readonly breathiness: number;
  /** Speed of speech; 1 is that of the tables. */
  readonly rate: number;
}

/**
 * Returns the factor on all formant frequencies of the tables: a shorter tube resonates higher.
 *
 * A uniform scale is a first-order model of men, women and children (Fant 1960; Peterson and Barney
 * 1952 find 1.0, about 1.17 and about 1.35). It moves the same pattern along the frequency axis.
 *
 * @example
 * formantScale({ name: 'a woman', vocalTractLengthCm: 14, f0Hz: 210, breathiness: 0.3, rate: 1 }); // 1.25
 */
export function formantScale({ vocalTractLengthCm }: Speaker): number {
  return TABLE_TRACT_CM / vocalTractLengthCm;
}

/**
 * Draws a speaker with a given vocal tract length. The pitch is independent of it, so pitch tells
 * nothing about the formants.
 */
export function drawSpeaker(name: string, vocalTractLengthCm: number, random: Random): Speaker {
  return {
    name,
    vocalTractLengthCm,
    f0Hz: 90 * (240 / 90) ** random.uniform(),
    breathiness: random.uniform(),
    rate: random.uniform(0.85, 1.2),
  };
}
