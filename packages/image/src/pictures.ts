import { type DataFormat, isClassFolder, isFileTable, isTable } from '@axiswise/data';
import { imageFolder } from './image-folder.ts';
import { pictureFiles } from './picture-files.ts';
import { pictureTable } from './picture-table.ts';
import { readPicture } from './picture.ts';
import { picturePreprocessing } from './preprocessing.ts';

/** The user's own pictures; see {@link imageFolder} and {@link pictureTable}. */
export const pictures: DataFormat = {
  describe:
    'pictures (PNG or JPEG): a folder per class, or a table (CSV) of files and what is right for each',
  reads: (path) =>
    pictureFiles.pattern.test(path) || isFileTable(path) || isClassFolder(path, pictureFiles),
  source: (path) => (isTable(path) ? pictureTable : imageFolder)(path),
  decode: async (file, { shape: [height, width, channels] }) => [
    { input: await readPicture(file, { height, width, channels }) },
  ],
  preprocessing: picturePreprocessing,
};
