import { type DataFormat, listFolder } from '@axiswise/data';
import { decodeSentenceText } from './decode-sentence-text.ts';
import { decodeSentences } from './decode-sentences.ts';
import { sentencePreprocessing } from './preprocessing.ts';
import { sentenceFile } from './sentence-file.ts';

/** The user's own sentences; see {@link sentenceFile}. */
export const sentences: DataFormat = {
  describe: 'sentences (TSV or CSV), a label and a sentence a line',
  reads: (path) => [path, ...listFolder(path)].some((name) => /\.(tsv|csv|txt)$/i.test(name)),
  source: sentenceFile,
  decode: decodeSentences,
  decodeText: decodeSentenceText,
  preprocessing: sentencePreprocessing,
};
