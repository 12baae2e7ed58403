import { createHash } from 'node:crypto';
import { checkOptionNames, type LoadContext, type Source, type Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { frameCentreSeconds } from '../frame-windows.ts';
import type { MelSpectrogram } from '../mel-spectrogram.ts';
import { readWav, writeWav } from '../wav.ts';
import { frameEncoder, type FrameEncoding, windowAround } from './frame-encoding.ts';
import { phonemeTable, SILENCE } from './phoneme-table.ts';
import { drawRecording, record } from './recording.ts';
import { drawSpeaker, type Speaker } from './speaker.ts';
import { type PhonemeInterval, speak, SyllableDeck } from './speak.ts';

/** Seeds the speech, not the run: every run hears the same. */
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
/** An example every so many frames: neighbours are nearly the same picture. */
const EXAMPLE_EVERY_FRAMES = 2;
/** Nearer to a boundary no frame is an example: where a sound ends is a matter of taste there. */
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
  /** Speakers take these in turn. */
  readonly tracts: readonly TractRange[];
  /** What each one says, as a share of what those of the training say. */
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
const MOST = { speakers: 200, utterances: 1000 } as const;

/**
 * Generated speech, each window of frames labelled with the phoneme at its centre: the spectrograms
 * experiment without a download.
 *
 * Every utterance is synthesised ({@link speak}), recorded with noise and a microphone's colour,
 * written as a 16-bit WAV file in memory and read back, so that it takes the way of a file. Shape:
 * 64 mel bands × 15 frames of 25 ms, 10 ms apart. Classes: silence, 8 vowels, 7 consonants.
 *
 * Speakers of the three splits are different people. The training hears men and children, the test
 * mostly people with vocal tracts of a length between them, and two beyond either end: they say the
 * same phonemes at other places along frequency. The validation part is of the training's kind.
 *
 * Examples: every second frame with a whole window around it, but none within 10 ms of a boundary,
 * where the label is a matter of taste. Vowels are equally common, and so are consonants; because
 * they last differently, a fifth of the examples are silence and 2.5 to 7 % each phoneme.
 *
 * Options: `speakers`, how many to train with (default 6), and `utterances`, how many six-syllable
 * utterances each of them says (default 20; speakers of the other splits say half as many, and are
 * always 2 and 8). Fewer are the beginning of more. The same for every seed of a run.
 *
 * Errors: InputError on unknown options and sizes out of range.
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
 * The people of a split. Their place in a range of tract lengths goes on by the golden ratio, which
 * spreads them evenly however many there are.
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

/** Spectrograms once, windows when they are asked for: a fifteenth of the memory. */
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

/** The frames of an utterance that are examples, each with the phoneme that its centre lies in. */
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
  const read = (name: 'speakers' | 'utterances'): number => {
    const value = options[name];
    if (value === undefined) return DEFAULTS[name];
    const size = /^\d+$/.test(value) ? Number(value) : NaN;
    if (!(size >= 1 && size <= MOST[name])) {
      throw new InputError(
        'data',
        `the option ${name} of phonemes is a whole number from 1 to ${MOST[name]}, but '${value}' came`,
      );
    }
    return size;
  };
  return { speakers: read('speakers'), utterances: read('utterances') };
}
