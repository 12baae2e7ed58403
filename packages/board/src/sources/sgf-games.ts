import { type DataFormat, listFolder } from '@axiswise/data';
import { decodeBoard } from './decode-board.ts';
import { boardPreprocessing } from './preprocessing.ts';
import { sgfFolder } from './sgf-folder.ts';

/** The user's own games; see {@link sgfFolder}. */
export const sgfGames: DataFormat = {
  describe: 'games of Go (SGF), all below a folder',
  reads: (path) =>
    [path, ...listFolder(path, { recursive: true })].some((name) => /\.sgf$/i.test(name)),
  source: (path) => sgfFolder(path),
  decode: decodeBoard,
  preprocessing: boardPreprocessing,
};
