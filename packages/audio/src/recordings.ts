import { type DataFormat, isClassFolder, isFileTable, isTable } from '@axiswise/data';
import { audioFolder } from './audio-folder.ts';
import { decodeSound } from './decode-sound.ts';
import { recordingFiles } from './recording-files.ts';
import { isTrackFolder, recordingTable } from './recording-table.ts';
import { soundPreprocessing } from './preprocessing.ts';

/** The user's own recordings; see {@link audioFolder} and {@link recordingTable}. */
export const recordings: DataFormat = {
  describe:
    'recordings (WAV): a folder per class, a table (CSV) of files and what is right for each, or label tracks (TextGrid) ' +
    'beside them',
  reads: (path) =>
    recordingFiles.pattern.test(path) ||
    isFileTable(path) ||
    isTrackFolder(path) ||
    isClassFolder(path, recordingFiles),
  source: (path) => (isTable(path) || isTrackFolder(path) ? recordingTable : audioFolder)(path),
  decodes: (file) => recordingFiles.pattern.test(file),
  decode: decodeSound,
  preprocessing: soundPreprocessing,
};
