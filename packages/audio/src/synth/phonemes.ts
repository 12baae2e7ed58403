import { createHash } from 'node:crypto';
import { checkOptionNames, type LoadContext, type Source, type Split } from '@axiswise/data';
import { parseInteger } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { frameCentreSeconds } from '../frame-windows.ts';
import type { MelSpectrogram } from '../mel-spectrogram.ts';
import { readWav, writeWav } from '../wav.ts';
import { frameEncoder, type FrameEncoding, windowAround } from './frame-encoding.ts';
import { phonemeTable, SILENCE } from './phoneme-table.ts';
import { drawRecording, record } from './recording.ts';
import { drawSpeaker, type Speaker } from './speaker.ts';
import { type PhonemeInterval, speak, SyllableDeck } from './speak.ts';

/** Seeds the speech. It does not depend on the run's seed, so every run has the same speech. */
const SEED = 1;

const ENCODING: FrameEncoding = {
  kind: 'frames',
  sampleRateHz: 16_000,
  windowLengthSamples: 400,
  hopLengthSamples: 160,
  bands: 64,
  lowHz: 80,
  highHz: 7600,
  windowFrames: 15,
};

const CLASSES = [SILENCE, ...phonemeTable.map(({ name }) => name)];
const SYLLABLES = 6;
/** Takes every second frame as an example, because neighbours are nearly equal. */
const EXAMPLE_EVERY_FRAMES = 2;
/** Frames nearer to a boundary are not examples: their label is ambiguous. */
const BOUNDARY_SECONDS = 0.01;

type PartName = 'train' | 'validation' | 'test';

/** Vocal tract lengths in cm: the longest and the shortest. */
type TractRange = readonly [longestCm: number, shortestCm: number];
const MEN: TractRange = [18.8, 17.5];
const CHILDREN: TractRange = [13.2, 12.4];
const BETWEEN: TractRange = [16.6, 13.7];
const BEYOND: readonly TractRange[] = [
  [20, 19.5],
  [12, 11.8],
];

interface Cast {
  readonly speakers: number;
  /** Ranges that the speakers take in turn. */
  readonly tracts: readonly TractRange[];
  /** Utterances per speaker, as a fraction of those of a training speaker. */
  readonly share: number;
}
const CASTS: Readonly<Record<PartName, Cast>> = {
  train: { speakers: 6, tracts: [MEN, CHILDREN], share: 1 },
  validation: { speakers: 2, tracts: [MEN, CHILDREN], share: 0.5 },
  test: {
    speakers: 8,
    tracts: [BETWEEN, BETWEEN, BETWEEN, BEYOND[0], BETWEEN, BETWEEN, BETWEEN, BEYOND[1]],
    share: 0.5,
  },
};
const DEFAULTS = { speakers: CASTS.train.speakers, utterances: 20 } as const;
const maxSizes = { speakers: 200, utterances: 1000 } as const;

/**
 * Generated speech; each window of frames is labelled with the phoneme at its centre: the
 * spectrograms experiment without a download.
 *
 * Every utterance is synthesised ({@link speak}), recorded with noise and the frequency response of
 * a microphone, written as a 16-bit WAV file in memory and read back, so it passes through the same
 * code as a file. Shape: 64 mel bands × 15 frames of 25 ms, 10 ms apart. Classes: silence, 8
 * vowels, 7 consonants.
 *
 * The speakers of the three splits are different. Training has men and children. The test has
 * mostly people whose vocal tracts have a length between these, and two beyond either end: they say
 * the same phonemes at other places along frequency. Validation speakers are like those of
 * training.
 *
 * Examples are every second frame with a whole window around it, but none within 10 ms of a
 * boundary, where the label is ambiguous. Vowels are equally frequent, and so are consonants. Since
 * they have different durations, a fifth of the examples are silence and 2.5 to 7 % each phoneme.
 *
 * Options: `speakers`, the number of training speakers (default 6), and `utterances`, the number of
 * six-syllable utterances of each (default 20; speakers of the other splits say half as many, and
 * are always 2 and 8). A smaller set is the beginning of a larger one. The data does not depend on
 * the seed of a run.
 *
 * @throws InputError on unknown options and sizes out of range.
 */
export const phonemes: Source = {
  name: 'phonemes',
  description:
    'synthesised syllables, each frame labelled with its phoneme (embedded, no download)',
  load: ({ options = {}, onProgress }) => {
    const { speakers, utterances } = readSizes(options);
    const encode = frameEncoder(ENCODING);
    const hash = createHash('sha256').update(JSON.stringify(ENCODING));
    const split = (part: PartName): Split => {
      const cast = part === 'train' ? { ...CASTS.train, speakers } : CASTS[part];
      const each = Math.ceil(cast.share * utterances);
      onProgress?.(`speaking ${cast.speakers * each} utterances (${part})`);
      const spoken = castSpeakers(part, cast).flatMap((speaker) =>
        Array.from(utterancesOf(part, speaker, each), ({ wav, intervals }) => {
          hash.update(wav).update(JSON.stringify(intervals));
          return { sound: encode(readWav(wav, speaker.name).samples), intervals };
        }),
      );
      return frameSplit(spoken);
    };
    return Promise.resolve({
      name: 'phonemes',
      axes: ['frequency', 'time'],
      shape: [ENCODING.bands, ENCODING.windowFrames, 1],
      classes: CLASSES,
      splits: { train: split('train'), validation: split('validation'), test: split('test') },
      sha256: hash.digest('hex'),
      encoding: ENCODING,
    });
  },
};

/**
 * Makes the speakers of a split. Their positions in a range of tract lengths advance by the golden
 * ratio, which spreads any number of them evenly.
 */
export function castSpeakers(part: PartName, cast: Cast = CASTS[part]): readonly Speaker[] {
  return Array.from({ length: cast.speakers }, (_, i) => {
    const [longestCm, shortestCm] = cast.tracts[i % cast.tracts.length];
    const place = (0.5 + i * ((Math.sqrt(5) - 1) / 2)) % 1;
    const name = `${part} ${i + 1}`;
    const random = new Random(SEED, 'speaker', name);
    return drawSpeaker(name, longestCm * (shortestCm / longestCm) ** place, random);
  });
}

interface RecordedUtterance {
  readonly wav: Uint8Array;
  readonly intervals: readonly PhonemeInterval[];
}

function* utterancesOf(
  part: PartName,
  speaker: Speaker,
  count: number,
): Generator<RecordedUtterance> {
  const { sampleRateHz } = ENCODING;
  const random = new Random(SEED, 'utterances', part, speaker.name);
  const deck = new SyllableDeck(random);
  for (let i = 0; i < count; i++) {
    const syllables = Array.from({ length: SYLLABLES }, () => deck.draw());
    const spoken = speak(syllables, speaker, random, { sampleRateHz });
    const samples = record(spoken.samples, drawRecording(random), random, { sampleRateHz });
    yield { wav: writeWav({ sampleRateHz, samples }), intervals: spoken.intervals };
  }
}

/** Stores spectrograms once and cuts windows on request, which takes a fifteenth of the memory. */
function frameSplit(
  utterances: readonly { sound: MelSpectrogram; intervals: readonly PhonemeInterval[] }[],
): Split {
  const examples = utterances.flatMap(({ sound, intervals }) =>
    labelledFrames(sound.frames, intervals).map((frame) => ({ sound, ...frame })),
  );
  const size = ENCODING.bands * ENCODING.windowFrames;
  return {
    length: examples.length,
    labels: Int32Array.from(examples, ({ label }) => label),
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const { sound, frame } = examples[indices[i]];
        out.set(windowAround(sound, frame, ENCODING), i * size);
      }
    },
  };
}

/** Lists the frames of an utterance that are examples, each with the phoneme at its centre. */
function labelledFrames(
  frames: number,
  intervals: readonly PhonemeInterval[],
): { readonly frame: number; readonly label: number }[] {
  const half = (ENCODING.windowFrames - 1) / 2;
  const found = [];
  let at = 0;
  for (let frame = half; frame < frames - half; frame += EXAMPLE_EVERY_FRAMES) {
    const seconds = frameCentreSeconds(frame, ENCODING);
    while (intervals[at].endSeconds <= seconds) at++;
    const { phoneme, startSeconds, endSeconds } = intervals[at];
    if (Math.min(seconds - startSeconds, endSeconds - seconds) < BOUNDARY_SECONDS) continue;
    found.push({ frame, label: CLASSES.indexOf(phoneme) });
  }
  return found;
}

function readSizes(options: NonNullable<LoadContext['options']>): {
  speakers: number;
  utterances: number;
} {
  checkOptionNames('phonemes', options, {
    speakers: String(DEFAULTS.speakers),
    utterances: String(DEFAULTS.utterances),
  });
  const read = (name: 'speakers' | 'utterances'): number =>
    parseInteger('data', name, options[name], { from: 1, to: maxSizes[name] }) ?? DEFAULTS[name];
  return { speakers: read('speakers'), utterances: read('utterances') };
}
