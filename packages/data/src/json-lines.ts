import type { DataFormat } from './data-format.ts';
import { examplePreprocessing } from './example-preprocessing.ts';
import {
  decodeExamples,
  decodeExampleText,
  exampleFile,
  jsonLinesPattern,
} from './example-file.ts';

import { hasPartFiles } from './part-files.ts';

/** The user's own examples of any domain, one JSON object per line; see {@link exampleFile}. */
export const jsonLines: DataFormat = {
  describe: 'examples, one JSON object a line',
  reads: (path) => jsonLinesPattern.test(path) || hasPartFiles(path, jsonLinesPattern),
  source: (path, { axes }) => exampleFile(path, { axes }),
  decode: decodeExamples,
  decodeText: decodeExampleText,
  preprocessing: examplePreprocessing,
};
