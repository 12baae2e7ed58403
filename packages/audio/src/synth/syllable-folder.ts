import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { writeFileAtomically } from '@axiswise/files';
import { writeWav } from '../wav.ts';
import { phonemeNamed } from './phoneme-table.ts';
import { drawRecording, record } from './recording.ts';
import { drawSpeaker } from './speaker.ts';
import { speak } from './speak.ts';

const SAMPLE_RATE_HZ = 16_000;

/** Words of one syllable as sequences of sounds. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  see: ['s', 'iy'],
  she: ['sh', 'iy'],
  key: ['k', 'iy'],
  sit: ['s', 'ih', 't'],
  met: ['m', 'eh', 't'],
  net: ['n', 'eh', 't'],
  cat: ['k', 'ae', 't'],
  law: ['l', 'ao'],
  two: ['t', 'uw'],
  shoe: ['sh', 'uw'],
  learn: ['l', 'er', 'n'],
  ma: ['m', 'aa'],
};

/**
 * Writes spoken words as WAV files, one folder per word, to try `--data <folder>`.
 *
 * Every file has another speaker, with a vocal tract of 12.5 to 18.5 cm, and another recording.
 * There are twelve words: see, she, key, sit, met, net, cat, law, two, shoe, learn, ma.
 *
 * @param folder is created if missing; files in it of the same names (`see/1.wav`) are replaced.
 * @param options.filesPerWord a positive integer.
 * @param options.words some of the twelve, by default all.
 * @param options.seed the same seed writes the same files.
 * @returns the files, in the order in which they were written.
 * @throws InputError on an unknown word or an invalid count.
 */
export async function writeSyllableFolder(
  folder: string,
  options: {
    readonly filesPerWord: number;
    readonly words?: readonly string[];
    readonly seed?: number;
  },
): Promise<readonly string[]> {
  const { filesPerWord, words = Object.keys(WORDS), seed = 0 } = options;
  if (!(Number.isInteger(filesPerWord) && filesPerWord >= 1)) {
    throw new InputError('data', `filesPerWord must be a positive integer, got ${filesPerWord}`);
  }
  const stranger = words.find((word) => !Object.hasOwn(WORDS, word));
  if (stranger !== undefined) {
    throw new InputError(
      'data',
      `"${stranger}" is none of the words that can be written: ${Object.keys(WORDS).join(', ')}`,
    );
  }
  const files: string[] = [];
  for (const word of words) {
    await mkdir(path.join(folder, word), { recursive: true });
    for (let i = 1; i <= filesPerWord; i++) {
      const file = path.join(folder, word, `${i}.wav`);
      await writeFileAtomically(file, speakWord(word, new Random(seed, 'word', word, i)));
      files.push(file);
    }
  }
  return files;
}

function speakWord(word: string, random: Random): Uint8Array {
  const speaker = drawSpeaker(word, 12.5 * (18.5 / 12.5) ** random.uniform(), random);
  const syllable = WORDS[word].map((name) => phonemeNamed(name)!);
  const sampleRateHz = SAMPLE_RATE_HZ;
  const spoken = speak([syllable], speaker, random, { sampleRateHz });
  const samples = record(spoken.samples, drawRecording(random), random, { sampleRateHz });
  return writeWav({ sampleRateHz, samples });
}
