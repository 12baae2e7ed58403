import { positionSplit, type Prepared, type Source, type Split, unlabelled } from '@axiswise/data';
import { readWav } from '../wav.ts';
import { frameEncoder } from './frame-encoding.ts';
import {
  castOf,
  castSpeakers,
  mel,
  type PartName,
  phonemeClasses,
  phonemesOf,
  type Sizes,
  speakerNamer,
  speakersBefore,
  speechDataset,
  type SpeechPreparation,
  utterancesOf,
} from './phonemes.ts';
import { cutStretches, type StretchEncoding } from './stretches.ts';

/** Two thirds of a second: some syllables. */
const encoding: StretchEncoding = { kind: 'stretches', ...mel, frames: 64 };
const shape = [encoding.bands, encoding.frames, 1];

/**
 * The speech of `phonemes`, with a phoneme for each frame: spectrograms of 64 mel bands × 64 frames, without windows
 * that are cut out around a sound.
 *
 * An utterance is cut into stretches of 64 frames, one behind the other; the last one ends where the utterance does, and
 * frames that another stretch has already have no label in it. Nor have frames within 10 ms of a boundary between two
 * phonemes, where the label is ambiguous. Speakers, splits and options are those of `phonemes`.
 *
 * @throws InputError on unknown options and sizes out of range.
 */
export const phonemeFrames: Source = {
  name: 'phoneme-frames',
  description:
    'the same syllables in stretches of 64 frames, with a phoneme for each frame (embedded, no download)',
  load: async (context) => ({
    ...(await speechDataset(context, {
      name: 'phoneme-frames',
      code: import.meta.url,
      encoding,
      speakPart: speakStretches,
      splitOf: stretchSplit,
    })),
    shape,
    targets: {
      ...{ task: 'position-classification', names: ['phoneme'] },
      ...{ shape: [encoding.frames], axes: ['time'] },
    },
  }),
};

/** Speaks the utterances of a split, and keeps their stretches with the labels of their frames. */
function speakStretches(
  part: PartName,
  sizes: Sizes,
  { into, hash, onProgress }: SpeechPreparation,
): void {
  const cast = castOf(part, sizes);
  onProgress?.(`speaking ${cast.speakers * cast.each} utterances (${part})`);
  const encode = frameEncoder(encoding);
  const inputs: Float32Array[] = [];
  const labels: Int32Array[] = [];
  /** Of each stretch the utterance, counted over all speakers, and its first frame. */
  const places: number[] = [];
  let utterance = 0;
  for (const speaker of castSpeakers(part, cast)) {
    for (const { wav, intervals } of utterancesOf(part, speaker, cast.each)) {
      hash.update(wav).update(JSON.stringify(intervals));
      const sound = encode(readWav(wav, speaker.name).samples);
      const ofFrames = phonemesOf(sound.frames, intervals);
      for (const { first, from, values } of cutStretches(sound, encoding)) {
        inputs.push(values);
        labels.push(
          Int32Array.from({ length: encoding.frames }, (_, i) =>
            // What another stretch has shown counts there.
            first + i < from ? unlabelled : (ofFrames[first + i] ?? unlabelled),
          ),
        );
        places.push(utterance, first);
      }
      utterance++;
    }
  }
  const size = encoding.bands * encoding.frames;
  const room = into.reserve(`${part} inputs`, 'float32', inputs.length * size);
  inputs.forEach((values, i) => room.set(values, i * size));
  const all = new Int32Array(labels.length * encoding.frames);
  labels.forEach((values, i) => all.set(values, i * encoding.frames));
  into.keep(`${part} labels`, all);
  into.keep(`${part} places`, Int32Array.from(places));
}

function stretchSplit({ numbers, array }: Prepared<unknown>, part: PartName, sizes: Sizes): Split {
  const labels = array(`${part} labels`, 'int32') as Int32Array;
  const places = array(`${part} places`, 'int32');
  const { each } = castOf(part, sizes);
  const before = speakersBefore(part, sizes);
  const speakerOf = (example: number): number => before + Math.floor(places[2 * example] / each);
  const nameOf = speakerNamer(sizes);
  return positionSplit({
    inputs: numbers(`${part} inputs`),
    labels: { values: labels, shape: [encoding.frames] },
    shape,
    classes: phonemeClasses.length,
    groups: Int32Array.from({ length: places.length / 2 }, (_, i) => speakerOf(i)),
    name: `phoneme-frames (${part})`,
    exampleName: (i) =>
      `${nameOf(speakerOf(i))}, utterance ${(places[2 * i] % each) + 1}, frame ${places[2 * i + 1]}`,
  });
}
