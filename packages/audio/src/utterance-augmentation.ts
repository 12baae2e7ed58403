import { InputError } from '@axiswise/messages';
import type { LoadContext } from '@axiswise/data';
import type { Augmentation } from './augment.ts';
import type { UtteranceEncoding } from './utterance-encoding.ts';

/** The option that turns augmentation off. */
export const augmentOption = { augment: 'yes|no' };

/**
 * Chooses the augmentation of whole recordings: variations as between speakers and takes.
 *
 * Widths are fractions of the spectrogram's size. At 40 bands from 50 to 4,000 Hz, the shift of up
 * to 3 bands moves a formant at 2 kHz by up to 19 %, about the difference between men and women. It
 * adds no noise and no masks; `augmentSpectrogram` offers them.
 *
 * @returns undefined with the option `augment=no`.
 */
export function utteranceAugmentation(
  { mel, frames }: UtteranceEncoding,
  options: LoadContext['options'] = {},
): Augmentation | undefined {
  const { augment = 'yes' } = options;
  if (augment !== 'yes' && augment !== 'no') {
    throw new InputError('data', `augment must be yes or no, got '${augment}'`);
  }
  if (augment === 'no') return undefined;
  return {
    timeShiftFrames: Math.round(0.06 * frames),
    timeStretch: 0.15,
    frequencyShiftBands: 0.075 * mel.bands,
  };
}
