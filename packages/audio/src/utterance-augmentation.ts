import { DataError, type LoadContext } from '@axiswise/data';
import type { Augmentation } from './augment.ts';
import type { UtteranceEncoding } from './utterances.ts';

/** The option that turns the variation of training examples off. */
export const augmentOption = { augment: 'yes|no' };

/**
 * How training varies whole recordings: as other speakers and other takes would differ.
 *
 * The widths are shares of the spectrogram's; at 40 bands up to 4 kHz a shift of 3 bands is about what
 * lies between a man's and a woman's formants (Fant 1973: 15 to 20 %).
 *
 * @returns undefined where the option `augment=no` was given.
 */
export function utteranceAugmentation(
  { mel, frames }: UtteranceEncoding,
  options: LoadContext['options'] = {},
): Augmentation | undefined {
  const { augment = 'yes' } = options;
  if (augment !== 'yes' && augment !== 'no') {
    throw new DataError(`augment is yes or no, but '${augment}' came`);
  }
  if (augment === 'no') return undefined;
  const masks = {
    frequencyMasks: { count: 1, width: Math.round(0.1 * mel.bands) },
    timeMasks: { count: 1, width: Math.round(0.08 * frames) },
  };
  return {
    timeShiftFrames: Math.round(0.08 * frames),
    timeStretch: 0.2,
    frequencyShiftBands: 0.075 * mel.bands,
    noise: 0.1,
    ...masks,
  };
}
