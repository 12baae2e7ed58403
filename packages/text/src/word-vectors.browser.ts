import { InputError } from '@axiswise/messages';

const isAbsent = (file: string): InputError =>
  new InputError(
    'data',
    `word vectors are read in Node only, so ${file} cannot be; leave them out`,
  );

export const statesOfVectors = (file: string): Promise<never> => Promise.reject(isAbsent(file));

/** In a browser there is no file of word vectors to read. */
export function vectorsFor(
  file: string,
): Promise<{ readonly width: number; readonly values: Float32Array }> {
  return Promise.reject(isAbsent(file));
}
