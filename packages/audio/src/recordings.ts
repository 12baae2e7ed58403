import { type DataFormat, isClassFolder } from '@axiswise/data';
import { audioFolder, recordingFiles } from './audio-folder.ts';
import { decodeSound } from './decode-sound.ts';
import { soundPreprocessing } from './preprocessing.ts';

/** The user's own recordings; see {@link audioFolder}. */
export const recordings: DataFormat = {
  describe: 'recordings (WAV), a folder per class',
  reads: (path) => recordingFiles.pattern.test(path) || isClassFolder(path, recordingFiles),
  source: audioFolder,
  decode: decodeSound,
  preprocessing: soundPreprocessing,
};
