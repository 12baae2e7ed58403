import { InputError } from '@axiswise/messages';

/** Whether a file holds arrays of NumPy, by its name. */
export const isArrayFile = (file: string): boolean => /\.np[yz]$/i.test(file);

/** Why arrays are no sentences. */
export const noWordsInArrays =
  'holds arrays of numbers, and there are no words in these; give the sentences themselves, as TSV, CSV or JSON ' +
  'lines: {"text": "A wonderful film.", "label": "good"}';

/** @throws InputError where a file holds arrays of numbers. */
export function refuseArrays(file: string): void {
  if (isArrayFile(file)) throw new InputError('data', `${file} ${noWordsInArrays}`);
}
