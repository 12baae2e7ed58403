import { InputError } from '@axiswise/messages';

/** Of recordings: what is slower is no sound, or its header is wrong. */
export const leastSampleRateHz = 100;

/**
 * Refuses a recording with a sample rate that cannot be one: resampled to that of the others it would be as long as
 * hours.
 *
 * @throws InputError that names the file.
 */
export function checkSampleRate(sampleRateHz: number, file: string): void {
  if (sampleRateHz >= leastSampleRateHz) return;
  throw new InputError(
    'data',
    `${file} states a sample rate of ${sampleRateHz} Hz in its header, but recordings have at least ` +
      `${leastSampleRateHz} Hz; correct the header, or take the file out`,
  );
}
