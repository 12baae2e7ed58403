import { type DataFormat, isClassFolder } from '@axiswise/data';
import { imageFolder, pictureFiles } from './image-folder.ts';
import { readPicture } from './picture.ts';
import { picturePreprocessing } from './preprocessing.ts';

/** The user's own pictures; see {@link imageFolder}. */
export const pictures: DataFormat = {
  describe: 'pictures (PNG or JPEG), a folder per class',
  reads: (path) => pictureFiles.pattern.test(path) || isClassFolder(path, pictureFiles),
  source: imageFolder,
  decode: async (file, { shape: [height, width, channels] }) => [
    { input: await readPicture(file, { height, width, channels }) },
  ],
  preprocessing: picturePreprocessing,
};
