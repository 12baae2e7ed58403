import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type DataFormat, listFolder } from '@axiswise/data';
import { decodeSentenceText } from './decode-sentence-text.ts';
import { decodeSentences } from './decode-sentences.ts';
import { sentencePreprocessing } from './preprocessing.ts';
import { isArrayFile, noWordsInArrays } from './refuse-arrays.ts';
import { sentenceFile } from './sentence-file.ts';
import { isJsonLines } from './sentence-rows.ts';

/** The user's own sentences; see {@link sentenceFile}. */
export const sentences: DataFormat = {
  describe: 'sentences (TSV, CSV or JSON lines), a label and a sentence a line',
  reads: (place) =>
    isSentenceFile(place, place) ||
    listFolder(place).some((name) => isSentenceFile(name, path.join(place, name))),
  whyNot: (place) =>
    [place, ...listFolder(place)].some(isArrayFile) ? noWordsInArrays : undefined,
  source: sentenceFile,
  decode: decodeSentences,
  decodeText: decodeSentenceText,
  preprocessing: sentencePreprocessing,
};

const isSentenceFile = (name: string, file: string): boolean =>
  /\.(tsv|csv|txt)$/i.test(name) || (isJsonLines(name) && !holdsInputs(file));

/** Whether JSON lines are of another domain, whose examples are numbers: `{"label": "a", "input": [[…], …]}`. */
const holdsInputs = (file: string): boolean => /^\s*\{[^\r\n]*"input"\s*:/.test(startOf(file));

/** The first characters of a file; empty where it cannot be read. */
function startOf(file: string): string {
  try {
    const open = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(2 ** 16);
      return bytes.toString('utf8', 0, readSync(open, bytes)).replace(/^\uFEFF/, '');
    } finally {
      closeSync(open);
    }
  } catch {
    return '';
  }
}
