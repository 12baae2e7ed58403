import { InputError } from '@axiswise/messages';
import type { LoadContext } from '@axiswise/data';
import type { Augmentation } from './augment.ts';
import type { UtteranceEncoding } from './utterances.ts';

/** The option that turns the variation of training examples off. */
export const augmentOption = { augment: 'yes|no' };

/**
 * How training varies whole recordings: as other speakers and other takes would differ.
 *
 * Widths are shares of the spectrogram's. At 40 bands from 50 to 4,000 Hz the shift of up to 3 bands
 * moves a formant at 2 kHz by up to 19 %, which is about as far as those of men and women lie apart.
 * Noise and masks are left to those who ask for them, of `augmentSpectrogram`.
 *
 * @returns undefined where the option `augment=no` was given.
 */
export function utteranceAugmentation(
  { mel, frames }: UtteranceEncoding,
  options: LoadContext['options'] = {},
): Augmentation | undefined {
  const { augment = 'yes' } = options;
  if (augment !== 'yes' && augment !== 'no') {
    throw new InputError('data', `augment is yes or no, but '${augment}' came`);
  }
  if (augment === 'no') return undefined;
  return {
    timeShiftFrames: Math.round(0.06 * frames),
    timeStretch: 0.15,
    frequencyShiftBands: 0.075 * mel.bands,
  };
}
