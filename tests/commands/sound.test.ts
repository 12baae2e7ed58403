import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSyllableFolder, writeWav } from '@axiswise/audio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly test: { readonly accuracy: number; readonly loss: number };
}
interface Predictions {
  readonly predictions: readonly {
    file: string;
    part?: string;
    label: string;
    probability: number;
  }[];
}

const scratch = temporaryFolder();
const words = path.join(scratch, 'words');
const runDir = path.join(scratch, 'run');

beforeAll(() => writeSyllableFolder(words, { filesPerWord: 12, words: ['see', 'law', 'ma'] }));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('spectrograms', () => {
  it('trains on generated phonemes and predicts a file moment by moment', async () => {
    const { runDir: run, result } = await sharedRun<TrainResult>('spectrograms');
    expect(result.testExamples).toBeGreaterThan(100);
    // A fifth is silence, of which anyone can say so; the other fifteen have to be heard.
    expect(result.test.accuracy).toBeGreaterThan(0.3);
    const { predictions } = await resultOf<Predictions>(['predict', run, `${words}/see/1.wav`]);
    expect(predictions.length).toBeGreaterThan(5);
    expect(predictions[0].part).toMatch(/^0\.\d\d s$/);
  });

  it('trains on, scores, and predicts the user’s own words', async () => {
    const trained = await resultOf<TrainResult>([
      ...['train', 'spectrograms', '--data', words, '--epochs', '12', '--batch-size', '8'],
      ...['--filters', '8', '--run-dir', runDir],
    ]);
    expect(trained.testExamples).toBe(7);
    expect(trained.test.accuracy).toBeGreaterThan(0.6);
    const scored = await resultOf<TrainResult>(['evaluate', runDir]);
    expect(scored.test.accuracy).toBe(trained.test.accuracy);
    const file = path.join(words, 'see', '1.wav');
    const { predictions } = await resultOf<Predictions>(['predict', runDir, file]);
    expect(predictions).toMatchObject([{ file }]);
    expect(['see', 'law', 'ma']).toContain(predictions[0].label);
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    [
      'an MP3 named .wav',
      () => Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, ...new Array<number>(60).fill(0)),
      /bad\.wav.*MP3/,
    ],
    [
      'a file without a sample',
      () => writeWav({ sampleRateHz: 8000, samples: new Float32Array(0) }),
      /bad\.wav.*(no sample|0 samples|zero samples)/,
    ],
    ['an empty file', () => new Uint8Array(0), /bad\.wav.*empty/],
  ])('refuses %s in one sentence', async (_, bytes, message) => {
    const folder = path.join(scratch, 'with a bad file');
    for (const word of ['a', 'b']) {
      mkdirSync(path.join(folder, word), { recursive: true });
      const samples = new Float32Array(4000).fill(0.1);
      for (const n of [1, 2, 3]) {
        const file = path.join(folder, word, `${n}.wav`);
        writeFileSync(file, writeWav({ sampleRateHz: 8000, samples }));
      }
    }
    writeFileSync(path.join(folder, 'a', 'bad.wav'), bytes());
    const { code, stderr } = await axiswise(['train', 'spectrograms', '--data', folder]);
    expect(code).toBe(2);
    const [last] = stderr.trim().split('\n').slice(-1);
    expect(last).toMatch(message);
  });

  it('refuses a folder without any sound', async () => {
    const folder = path.join(scratch, 'texts');
    mkdirSync(path.join(folder, 'a'), { recursive: true });
    writeFileSync(path.join(folder, 'a', 'note.txt'), 'no sound');
    const { code, stderr } = await axiswise(['train', 'spectrograms', '--data', folder]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toContain(folder);
  });
});
