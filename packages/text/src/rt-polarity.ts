import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RemoteFile } from '@axiswise/files';
import { checkOptionNames, fileStates, type Source, tenFolds } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { lines } from './decode-text.ts';
import { divideIntoFold } from './divide-sentences.ts';
import { type LabelledSentence, preparedSentences, sentenceOptions } from './labelled-sentences.ts';
import { readTextFile } from './text-file.ts';

const name = 'rt-polarity';
const published = 5331;
const mirror =
  'https://raw.githubusercontent.com/yoonkim/CNN_sentence/23e0e1f7355705bb083043fda05c031b15acb38c/';

/** In the order of the classes. */
const classFiles = [
  {
    path: 'rt-polarity.neg',
    sizeBytes: 612_256,
    sha256: '4ace77d558c3714723843f1d65b60c01e3417b208180f0728808d76ad0eeeaca',
  },
  {
    path: 'rt-polarity.pos',
    sizeBytes: 626_139,
    sha256: '2da124ec187a9d5a29c9f04e91c540e02baed5af8868f550a26bd6fd4dbf8bf0',
  },
] as const;
const files: readonly RemoteFile[] = classFiles.map((file) => ({
  ...file,
  mirrors: [mirror + file.path],
}));

/**
 * Sentences of film reviews, half of them positive (Pang and Lee 2005, "Movie Review" or MR in Kim
 * 2014): 5,331 of each class.
 *
 * There is no official test part. One fold of ten is for test, by the option `fold=1` … `10`
 * (default 1); the other options are those of {@link labelledSentences}. The folds are stratified
 * and drawn with a seed of our own (Kim draws a fold for each sentence).
 *
 * The files are Windows-1252, one sentence per line; the byte 0x85 does not end a line.
 */
export const rtPolarity: Source = {
  name,
  description: 'sentences of film reviews, negative or positive (Pang and Lee 2005); ten folds',
  // A tenth of each class, rounded up: the first fold has 534 of each.
  records: { train: 9594, test: 1068 },
  files,
  folds: tenFolds,
  async load(context) {
    const { dataDir, options = {} } = context;
    checkOptionNames(name, options, { ...sentenceOptions, fold: '1 … 10' });
    const fold = options.fold ?? tenFolds[0];
    const places = classFiles.map((file) => path.join(dataDir, name, file.path));
    const missing = places.find((place) => !existsSync(place));
    if (missing !== undefined) {
      throw new InputError(
        'data',
        `${missing} is missing; get the data with: axiswise data fetch ${name}`,
      );
    }
    return preparedSentences(
      {
        name,
        decidedBy: async () => ({ fold, files: await fileStates(places) }),
        read: async (notice) => {
          const sentences: LabelledSentence[] = [];
          for (const [label, place] of places.entries()) {
            const { text } = await readTextFile(place, { encoding: 'windows-1252' });
            const found = lines(text);
            if (found.length !== published) {
              notice(
                `${place} has ${found.length} sentences, but ${name} has ${published}; results cannot be ` +
                  `compared with others`,
              );
            }
            found.forEach((each, i) =>
              sentences.push({ text: each, label, place: { file: place, line: i + 1 } }),
            );
          }
          const labels = Int32Array.from(sentences, ({ label }) => label);
          const { train, test } = divideIntoFold({ labels }, fold);
          const at = (places: Uint32Array) => Array.from(places, (place) => sentences[place]);
          return {
            classes: ['negative', 'positive'],
            parts: { train: at(train), test: at(test) },
          };
        },
      },
      context,
    );
  },
};
