import type { FileKind } from '@axiswise/data';

/** Which files are read. */
export const recordingFiles: FileKind = {
  pattern: /\.wave?$/i,
  formats: 'WAV',
  one: 'recording',
  many: 'recordings',
};
