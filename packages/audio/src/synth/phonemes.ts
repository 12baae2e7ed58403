import {
  checkOptionNames,
  type LoadContext,
  type Preparation,
  type Prepared,
  prepareOnce,
  type Source,
  type Split,
  unlabelled,
} from '@axiswise/data';
import { type Sha256, sha256 } from '@axiswise/digest';
import { parseInteger } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { frameCentreSeconds } from '../frame-windows.ts';
import type { MelSettings, MelSpectrogram } from '../mel-spectrogram.ts';
import { readWav, writeWav } from '../wav.ts';
import { frameEncoder, type FrameEncoding, windowAround } from './frame-encoding.ts';
import { phonemeTable, SILENCE } from './phoneme-table.ts';
import { drawRecording, record } from './recording.ts';
import { drawSpeaker, type Speaker } from './speaker.ts';
import { type PhonemeInterval, speak, SyllableDeck } from './speak.ts';

/** Seeds the speech. It does not depend on the run's seed, so every run has the same speech. */
const SEED = 1;

/** How speech becomes a spectrogram. */
export const mel: MelSettings = {
  sampleRateHz: 16_000,
  windowLengthSamples: 400,
  hopLengthSamples: 160,
  bands: 64,
  lowHz: 80,
  highHz: 7600,
};

const ENCODING: FrameEncoding = { kind: 'frames', ...mel, windowFrames: 15 };

/** Silence, vowels, consonants. */
export const phonemeClasses: readonly string[] = [SILENCE, ...phonemeTable.map(({ name }) => name)];
const SYLLABLES = 6;
/** Takes every second frame as an example, because neighbours are nearly equal. */
const EXAMPLE_EVERY_FRAMES = 2;
/** Frames nearer to a boundary are not examples: their label is ambiguous. */
const boundarySeconds = 0.01;

const speechParts = ['train', 'validation', 'test'] as const;
export type PartName = (typeof speechParts)[number];

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
  // Many speakers of few utterances: what is shown of speakers is shown by their number.
  test: {
    speakers: 40,
    tracts: [BETWEEN, BETWEEN, BETWEEN, BEYOND[0], BETWEEN, BETWEEN, BETWEEN, BEYOND[1]],
    share: 0.1,
  },
};
const DEFAULTS = {
  speakers: CASTS.train.speakers,
  testSpeakers: CASTS.test.speakers,
  utterances: 20,
} as const;
const maxSizes = { speakers: 200, testSpeakers: 200, utterances: 1000 } as const;

/**
 * Generated speech; each window of frames is labelled with the phoneme at its centre: the
 * spectrograms experiment without a download.
 *
 * Every utterance is synthesised ({@link speak}), recorded with noise and the frequency response of
 * a microphone, written as a 16-bit WAV file in memory and read back, so it passes through the same
 * code as a file. Shape: 64 mel bands × 15 frames of 25 ms, 10 ms apart. Classes: silence, 8
 * vowels, 7 consonants.
 *
 * The speakers of the three splits are different, and groups of their examples. Training has men and children. The test has
 * mostly people whose vocal tracts have a length between these, and two beyond either end: they say
 * the same phonemes at other places along frequency. Validation speakers are like those of
 * training.
 *
 * Examples are every second frame with a whole window around it, but none within 10 ms of a
 * boundary, where the label is ambiguous. Vowels are equally frequent, and so are consonants. Since
 * they have different durations, a fifth of the examples are silence and 2.5 to 7 % each phoneme.
 *
 * Options: `speakers`, the number of training speakers (default 6), and `utterances`, the number of
 * six-syllable utterances of each (default 20). Two validation speakers say half as many each, and 40 test
 * speakers a tenth. `testSpeakers` is another number of test speakers, who share as many utterances. A
 * smaller set is the beginning of a larger one. The data does not depend on the seed of a run.
 *
 * @throws InputError on unknown options and sizes out of range.
 */
export const phonemes: Source = {
  name: 'phonemes',
  description:
    'synthesised syllables, each frame labelled with its phoneme (embedded, no download)',
  load: async (context) => ({
    ...(await speechDataset(context, {
      name: 'phonemes',
      code: import.meta.url,
      encoding: ENCODING,
      speakPart: speakSplit,
      splitOf: frameSplit,
    })),
    shape: [ENCODING.bands, ENCODING.windowFrames, 1],
  }),
};

/** Where the speech of a split goes. */
export interface SpeechPreparation {
  readonly into: Preparation;
  readonly hash: Sha256;
  readonly onProgress: LoadContext['onProgress'];
}

/** Speaks the splits once, and makes what all data of this speech have in common; only the shape is left out. */
export async function speechDataset<Encoding extends object>(
  { options = {}, onProgress }: LoadContext,
  of: {
    readonly name: string;
    /** Of the module that says how it is prepared. */
    readonly code: string;
    readonly encoding: Encoding;
    readonly speakPart: (part: PartName, sizes: Sizes, preparation: SpeechPreparation) => void;
    readonly splitOf: (prepared: Prepared<unknown>, part: PartName, sizes: Sizes) => Split;
  },
) {
  const { name, code, encoding, speakPart, splitOf } = of;
  const sizes = readSizes(name, options);
  const prepared = await prepareOnce({
    name,
    code,
    decidedBy: () => sizes,
    onProgress,
    prepare: (into) => {
      const hash = sha256().update(JSON.stringify(encoding));
      for (const part of speechParts) speakPart(part, sizes, { into, hash, onProgress });
      return { sha256: hash.hex() };
    },
  });
  const split = (part: PartName): Split => splitOf(prepared, part, sizes);
  return {
    name,
    axes: ['frequency', 'time'],
    classes: phonemeClasses,
    splits: { train: split('train'), validation: split('validation'), test: split('test') },
    groupsOf: 'speaker',
    groupName: speakerNamer(sizes),
    sha256: prepared.facts.sha256,
    encoding,
  };
}

export type Sizes = ReturnType<typeof readSizes>;

/** The name of a speaker, counted over the splits in their order. */
export function speakerNamer(sizes: Sizes): (speaker: number) => string {
  const casts = speechParts.map((part) => castOf(part, sizes));
  return (speaker) => {
    let number = speaker;
    for (const [i, { speakers }] of casts.entries()) {
      if (number < speakers) return speakerName(speechParts[i], number);
      number -= speakers;
    }
    throw new RangeError(`there is no speaker ${speaker}`);
  };
}

/** The speakers of a split, and how many utterances each of them says. */
export function castOf(
  part: PartName,
  { speakers, testSpeakers, utterances }: Sizes,
): Cast & { readonly each: number } {
  const cast = CASTS[part];
  const count = { train: speakers, validation: cast.speakers, test: testSpeakers }[part];
  // As many test utterances, however many speakers say them.
  const share = part === 'test' ? (cast.share * cast.speakers) / count : cast.share;
  return { ...cast, speakers: count, each: Math.ceil(share * utterances) };
}

/** How many speakers the splits before one have, since speakers are counted over all. */
export const speakersBefore = (part: PartName, sizes: Sizes): number =>
  speechParts
    .slice(0, speechParts.indexOf(part))
    .reduce((sum, before) => sum + castOf(before, sizes).speakers, 0);

const speakerName = (part: PartName, index: number): string => `${part} ${index + 1}`;

/** Speaks the utterances of a split, and keeps their spectrograms and which of their frames are examples. */
function speakSplit(
  part: PartName,
  sizes: Sizes,
  { into, hash, onProgress }: SpeechPreparation,
): void {
  const cast = castOf(part, sizes);
  const { each } = cast;
  onProgress?.(`speaking ${cast.speakers * each} utterances (${part})`);
  const encode = frameEncoder(ENCODING);
  const sounds: MelSpectrogram[] = [];
  const examples: number[] = [];
  for (const speaker of castSpeakers(part, cast)) {
    for (const { wav, intervals } of utterancesOf(part, speaker, each)) {
      hash.update(wav).update(JSON.stringify(intervals));
      const sound = encode(readWav(wav, speaker.name).samples);
      for (const { frame, label } of labelledFrames(sound.frames, intervals)) {
        examples.push(sounds.length, frame, label);
      }
      sounds.push(sound);
    }
  }
  const total = sounds.reduce((sum, { values }) => sum + values.length, 0);
  const room = into.reserve(`${part} sounds`, 'float32', total);
  let at = 0;
  for (const { values } of sounds) {
    room.set(values, at);
    at += values.length;
  }
  into.keep(
    `${part} frames`,
    Int32Array.from(sounds, ({ frames }) => frames),
  );
  into.keep(`${part} examples`, Int32Array.from(examples));
}

/**
 * Makes the speakers of a split. Their positions in a range of tract lengths advance by the golden
 * ratio, which spreads any number of them evenly.
 */
export function castSpeakers(part: PartName, cast: Cast = CASTS[part]): readonly Speaker[] {
  return Array.from({ length: cast.speakers }, (_, i) => {
    const [longestCm, shortestCm] = cast.tracts[i % cast.tracts.length];
    const place = (0.5 + i * ((Math.sqrt(5) - 1) / 2)) % 1;
    const name = speakerName(part, i);
    const random = new Random(SEED, 'speaker', name);
    return drawSpeaker(name, longestCm * (shortestCm / longestCm) ** place, random);
  });
}

interface RecordedUtterance {
  readonly wav: Uint8Array;
  readonly intervals: readonly PhonemeInterval[];
}

export function* utterancesOf(
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
function frameSplit({ numbers, array }: Prepared<unknown>, part: PartName, sizes: Sizes): Split {
  const sounds = numbers(`${part} sounds`);
  const frames = array(`${part} frames`, 'int32');
  /** Three numbers each: the sound, the frame, the label. */
  const examples = array(`${part} examples`, 'int32');
  const { bands, windowFrames } = ENCODING;
  const hopSeconds = ENCODING.hopLengthSamples / ENCODING.sampleRateHz;
  const starts = new Float64Array(frames.length + 1);
  for (const [i, count] of frames.entries()) starts[i + 1] = starts[i] + count * bands;
  const length = examples.length / 3;
  // The utterances of one speaker come together.
  const { each } = castOf(part, sizes);
  const before = speakersBefore(part, sizes);
  const speakerOf = (example: number): number => Math.floor(examples[3 * example] / each);
  return {
    length,
    labels: Int32Array.from({ length }, (_, i) => examples[3 * i + 2]),
    groups: Int32Array.from({ length }, (_, i) => before + speakerOf(i)),
    exampleName: (i) =>
      `${speakerName(part, speakerOf(i))}, utterance ${(examples[3 * i] % each) + 1}, ` +
      `frame ${examples[3 * i + 1]}`,
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const [sound, frame] = examples.subarray(3 * indices[i], 3 * indices[i] + 2);
        const values = sounds.read(starts[sound], starts[sound + 1]) as Float32Array;
        const window = windowAround(
          { values, bands, frames: frames[sound], hopSeconds },
          frame,
          ENCODING,
        );
        out.set(window, i * bands * windowFrames);
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
  const labels = phonemesOf(frames, intervals);
  const found = [];
  for (let frame = half; frame < frames - half; frame += EXAMPLE_EVERY_FRAMES) {
    const label = labels[frame];
    if (label !== unlabelled) found.push({ frame, label });
  }
  return found;
}

/** The phoneme of each frame of an utterance; none near a boundary, where it is ambiguous. */
export function phonemesOf(frames: number, intervals: readonly PhonemeInterval[]): Int32Array {
  let at = 0;
  return Int32Array.from({ length: frames }, (_, frame) => {
    const seconds = frameCentreSeconds(frame, mel);
    while (at < intervals.length - 1 && intervals[at].endSeconds <= seconds) at++;
    const { phoneme, startSeconds, endSeconds } = intervals[at];
    const distance = Math.min(seconds - startSeconds, endSeconds - seconds);
    return distance < boundarySeconds ? unlabelled : phonemeClasses.indexOf(phoneme);
  });
}

/** @param source for messages. */
function readSizes(
  source: string,
  options: NonNullable<LoadContext['options']>,
): Readonly<Record<keyof typeof DEFAULTS, number>> {
  checkOptionNames(source, options, {
    speakers: String(DEFAULTS.speakers),
    utterances: String(DEFAULTS.utterances),
    testSpeakers: String(DEFAULTS.testSpeakers),
  });
  const read = (name: keyof typeof DEFAULTS): number =>
    parseInteger('data', name, options[name], { from: 1, to: maxSizes[name] }) ?? DEFAULTS[name];
  return {
    speakers: read('speakers'),
    testSpeakers: read('testSpeakers'),
    utterances: read('utterances'),
  };
}
