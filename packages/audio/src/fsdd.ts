import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  checkOptionNames,
  countProgress,
  fileStates,
  prepareOnce,
  type Source,
  type Split,
  subset,
} from '@axiswise/data';
import { InputError, requireOneOf } from '@axiswise/messages';
import { augmentOption, utteranceAugmentation } from './utterance-augmentation.ts';
import { digestOf, readUtterances, type UtteranceFile, utteranceSplit } from './utterances.ts';
import { spectrogramAxes, type UtteranceEncoding, utteranceShape } from './utterance-encoding.ts';

const name = 'fsdd';
const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'];
const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** The first takes of each digit and speaker are for test: FSDD's own split. */
const testTakes = 5;
const takes = 50;
const records = {
  train: speakers.length * classes.length * (takes - testTakes),
  test: speakers.length * classes.length * testTakes,
};

const byHand = {
  folder: 'fsdd/recordings',
  how:
    'clone https://github.com/Jakobovski/free-spoken-digit-dataset and put its folder recordings ' +
    'there',
};

/**
 * Settings for telephone speech: windows of 32 ms every 16 ms, 40 bands up to the Nyquist
 * frequency.
 */
const encoding: UtteranceEncoding = {
  kind: 'utterance',
  mel: {
    sampleRateHz: 8000,
    windowLengthSamples: 256,
    hopLengthSamples: 128,
    bands: 40,
    lowHz: 50,
    highHz: 4000,
  },
  dynamicRangeDecibels: 40,
  normalizedOver: 'utterance',
  frames: 50,
};

/**
 * The Free Spoken Digit Dataset (Jackson et al.): 3,000 recordings at 8 kHz of six speakers who say
 * the digits 0 to 9 in English, 50 times each.
 *
 * An example is a normalised mel spectrogram of 40 bands from 50 to 4,000 Hz and 50 frames, 16 ms
 * apart, with the recording in the middle. 2 % of the recordings are longer than these 0.8 s and
 * are cropped at both ends. Training uses augmentation (`augment=no` turns it off).
 *
 * With the option `fold=<speaker>` all takes of one speaker are for test and those of the others for
 * training. Speakers are groups then, so a validation part is of one of the five others. In the official
 * split, takes 0 to 4 of each digit and speaker are for test, so train and test share voices. Its test
 * examples are in groups, since results depend on whose voices are tested. Its training examples are
 * not: a validation part shares voices too, as the test does.
 *
 * There is no single file to download: clone github.com/Jakobovski/free-spoken-digit-dataset and
 * put its folder `recordings` into `<data directory>/fsdd/`.
 *
 * @throws InputError if a recording is missing or broken, or an option is unknown.
 */
export const fsdd: Source = {
  name,
  description: 'Free Spoken Digit Dataset: 3,000 recordings of six speakers, mel spectrograms',
  records,
  byHand,
  folds: speakers,
  async load({ dataDir, options = {}, onProgress }) {
    checkOptionNames(name, options, { fold: speakers.join('|'), ...augmentOption });
    const { fold } = options;
    const augmentation = utteranceAugmentation(encoding, options);
    if (fold !== undefined) requireOneOf('data', 'the fold', fold, speakers);
    const folder = path.join(dataDir, byHand.folder);
    const recordings = await findRecordings(folder);
    if (recordings.length !== records.train + records.test) {
      onProgress?.(
        `${folder} has ${recordings.length} recordings, but ${name} has ` +
          `${records.train + records.test}; results cannot be compared with others`,
      );
    }
    const prepared = await prepareOnce({
      name,
      code: import.meta.url,
      decidedBy: () => fileStates(recordings.map(({ file }) => file)),
      onProgress,
      prepare: async (into) => {
        const onRead = countProgress(
          { verb: 'read', total: recordings.length, many: 'recordings' },
          onProgress,
        );
        const digests = await readUtterances(recordings, encoding, into, onRead);
        return { sha256: digestOf(folder, encoding, recordings, digests) };
      },
    });
    const split = utteranceSplit(prepared, recordings, {
      encoding,
      classes: classes.length,
      augmentation,
      folder,
      groups: Int32Array.from(recordings, ({ speaker }) => speakers.indexOf(speaker)),
    });
    const isTest = recordings.map(({ speaker, take }) =>
      fold === undefined ? take < testTakes : speaker === fold,
    );
    const part = (tested: boolean): Split =>
      subset(
        split,
        Uint32Array.from(isTest.keys()).filter((i) => isTest[i] === tested),
      );
    const { groups, ...shared } = part(false);
    const train: Split = fold === undefined || !groups ? shared : { ...shared, groups };
    const splits = { train, test: part(true) };
    if (splits.train.length === 0 || splits.test.length === 0) {
      throw new InputError(
        'data',
        `${folder} has no recording to ${splits.train.length === 0 ? 'train on' : 'test'}` +
          `${fold === undefined ? '' : ` with the fold ${fold}`}; get it again`,
      );
    }
    return {
      name,
      axes: spectrogramAxes,
      shape: utteranceShape(encoding),
      classes,
      splits,
      groupsOf: 'speaker',
      groupName: (group) => speakers[group],
      sha256: prepared.facts.sha256,
      encoding,
    };
  },
};

interface Recording extends UtteranceFile {
  readonly speaker: string;
  readonly take: number;
}

/** Lists the files `{digit}_{speaker}_{take}.wav` in order of digit, speaker and take. */
async function findRecordings(folder: string): Promise<readonly Recording[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new InputError('data', `${folder} is missing; ${byHand.how}`, { cause });
  }
  const recordings = names.flatMap((file) => {
    const [, digit, speaker, take] = /^(\d)_([a-z]+)_(\d+)\.wav$/.exec(file) ?? [];
    return speakers.includes(speaker)
      ? [{ file: path.join(folder, file), label: Number(digit), speaker, take: Number(take) }]
      : [];
  });
  return recordings.sort(
    (a, b) =>
      a.label - b.label ||
      speakers.indexOf(a.speaker) - speakers.indexOf(b.speaker) ||
      a.take - b.take,
  );
}
