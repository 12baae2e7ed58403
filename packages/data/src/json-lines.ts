import type { DataFormat } from './data-format.ts';
import { examplePreprocessing } from './example-preprocessing.ts';
import { decodeExamples, decodeExampleText, exampleFile } from './example-file.ts';

/** The user's own examples of any domain, one JSON object per line; see {@link exampleFile}. */
export const jsonLines: DataFormat = {
  describe: 'examples, one JSON object a line',
  reads: (path) => /\.(jsonl|ndjson|json)$/i.test(path),
  source: (path, { axes }) => exampleFile(path, { axes }),
  decode: decodeExamples,
  decodeText: decodeExampleText,
  preprocessing: examplePreprocessing,
};
