import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeWav } from '@axiswise/audio';
import { writePng } from '@axiswise/image';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, start, temporaryFolder } from './axiswise.ts';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const quickly = ['--backend', 'wasm', '--workers', '1'];
/** A small network over sentences that learns a few words. */
const smallSentences = [
  ...['--epochs', '30', '--filters', '16', '--width', '20'],
  ...['--optimizer', 'adam', '--learning-rate', '0.01'],
];

interface Trained {
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly test: Readonly<Record<string, number>>;
}
interface Predicted {
  readonly predictions: readonly {
    readonly file: string;
    readonly part?: string;
    readonly label: string;
    readonly probability: number;
    readonly top?: readonly { readonly label: string; readonly probability: number }[];
    readonly probabilities?: Readonly<Record<string, number>>;
  }[];
}

/** Sentences with a word that says their class, and words that do not. */
const sentences = (count: number): string =>
  Array.from({ length: count }, (_, i) => {
    const [label, word] = i % 2 === 0 ? ['good', 'lovely'] : ['bad', 'awful'];
    return `${label}\ta ${word} film number${i % 7}\n`;
  }).join('');

/** Pictures that are bright above or below. */
async function pictures(name: string, count: number, classes = ['above', 'below']): Promise<void> {
  for (const label of classes) {
    mkdirSync(at(`${name}/${label}`), { recursive: true });
    for (let i = 0; i < count; i++) {
      const isBright = (pixel: number): boolean => pixel < 32 === (label === 'above');
      const pixels = Uint8Array.from({ length: 64 }, (_, pixel) =>
        isBright(pixel) ? 200 + i : 10 + i,
      );
      const file = at(`${name}/${label}/${i}.png`);
      await writePng(file, { pixels, height: 8, width: 8, channels: 1 });
    }
  }
}

const train = (experiment: string, data: string, run: string, ...more: string[]) =>
  resultOf<Trained>([
    ...['train', experiment, '--data', at(data), '--run-dir', at(run), ...quickly, ...more],
  ]);

describe('sentences of a table', () => {
  beforeAll(async () => {
    writeFileSync(at('train.tsv'), sentences(80));
    writeFileSync(at('new.tsv'), sentences(30));
    await train('sentences', 'train.tsv', 'words', '--strategy', 'bag-of-words', '--epochs', '8');
  });

  it('are scored: all of another table, and of that of the training its test part', async () => {
    const other = await resultOf<Trained>([
      ...['evaluate', at('words'), '--data', at('new.tsv'), '--backend', 'wasm'],
    ]);
    expect(other.testExamples).toBe(30);
    expect(other.test['accuracy']).toBeGreaterThan(0.9);
    const own = await resultOf<Trained>(['evaluate', at('words'), '--backend', 'wasm']);
    expect(own.testExamples).toBe(16);
  });

  it('are predicted as text, with the most probable classes and all probabilities', async () => {
    const { predictions } = await resultOf<Predicted>([
      ...['predict', at('words'), 'a lovely film', 'awful', '--top', '2', '--probabilities'],
      ...['--backend', 'wasm'],
    ]);
    expect(predictions.map(({ file, label }) => [file, label])).toEqual([
      ['a lovely film', 'good'],
      ['awful', 'bad'],
    ]);
    const [{ top, probabilities, probability }] = predictions;
    expect(top!.map(({ label }) => label)).toEqual(['good', 'bad']);
    expect(top![0].probability).toBe(probability);
    expect(probabilities!['good'] + probabilities!['bad']).toBeCloseTo(1, 5);
  });

  it('are predicted from standard input, one a line, as CSV', async () => {
    const { child, outcome } = start(
      ['predict', at('words'), '-', '--csv', '--probabilities', '--backend', 'wasm'],
      { cwd: folder },
    );
    child.stdin!.end('a lovely film\n\nan awful film\n');
    const { code, stdout } = await outcome;
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trim().split('\r\n');
    expect(header).toBe('file,part,prediction,probability,probability:bad,probability:good');
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
      ['-', 'line 1', 'good'],
      ['-', 'line 3', 'bad'],
    ]);
  });

  it('are refused where there is nothing to predict', async () => {
    const refused = async (...words: string[]): Promise<string> => {
      const { code, stderr } = await axiswise(['predict', at('words'), ...words]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused()).toContain('nothing to predict is named; give files, folders or texts');
    expect(await refused(at('none.tsv'))).toContain('none.tsv is missing');
    const { child, outcome } = start(['predict', at('words'), '-', '--backend', 'wasm']);
    child.stdin!.end('');
    expect((await outcome).stderr).toContain('standard input holds no sentence; give one per line');
  });

  it('may have several labels each', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      ['good\tlovely', 'long\tslow', 'good;long\tlovely slow', '\tfilm'][i % 4].concat(` word${i}`),
    );
    writeFileSync(at('labels.tsv'), `labels\ttext\n${rows.join('\n')}\n`);
    const result = await train(
      ...(['sentences', 'labels.tsv', 'labels'] as const),
      ...smallSentences,
    );
    expect(result.test['labelAccuracy']).toBeGreaterThan(0.9);
    const { stdout } = await axiswise([
      ...['predict', at('labels'), 'lovely slow', '--csv', '--backend', 'wasm'],
    ]);
    expect(stdout.split('\r\n')[0]).toBe('file,part,prediction,probability:good,probability:long');
    expect(stdout.split('\r\n')[1]).toMatch(/^lovely slow,,good;long,/);
  });

  it('may have a number each', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 3},${['bad', 'fair', 'fine'][i % 3]}`);
    writeFileSync(at('stars.csv'), `stars,text\n${rows.join('\n')}\n`);
    const result = await train(
      ...(['sentences', 'stars.csv', 'stars', '--data-options', 'targets=stars'] as const),
      ...smallSentences,
    );
    expect(result.test['mae']).toBeLessThan(0.5);
    const refused = await axiswise(['predict', at('stars'), 'fine', '--top', '2']);
    expect(refused.stderr).toContain('which has no probabilities of an example');
    expect(refused.code).toBe(2);
  });
});

describe('a folder of pictures', () => {
  beforeAll(async () => {
    await pictures('photos', 10);
    await train('images', 'photos', 'look', '--strategy', 'linear', '--epochs', '30');
  });

  it('is predicted as a whole, beside single files', async () => {
    writeFileSync(at('photos/above/notes.txt'), 'no picture');
    const call = ['predict', at('look'), at('photos/above'), at('photos/below/1.png')];
    const outcome = await axiswise([...call, '--json', '--backend', 'wasm']);
    const { predictions } = JSON.parse(outcome.stdout) as Predicted;
    expect(predictions).toHaveLength(11);
    expect(predictions.filter(({ label }) => label === 'above')).toHaveLength(10);
    expect(outcome.stderr).toContain('skipped 1 of 11 files in');
  });

  it('is scored as a whole, though it has some of the classes only', async () => {
    await pictures('more', 4, ['below']);
    const { testExamples, test } = await resultOf<Trained>([
      ...['evaluate', at('look'), '--data', at('more'), '--backend', 'wasm'],
    ]);
    expect([testExamples, test['accuracy']]).toEqual([4, 1]);
  });

  it('is cross-validated, and a refusal leaves nothing behind', async () => {
    const call = ['cross-validate', 'images', '--data', at('photos'), '--backend', 'wasm'];
    const options = ['--strategy', 'linear', '--epochs', '1', '--data-options'];
    const result = await resultOf<{
      readonly folds: readonly { readonly testExamples: number }[];
    }>([...call, ...options, 'folds=4', '--run-dir', at('folds')]);
    expect(result.folds.map(({ testExamples }) => testExamples)).toHaveLength(4);
    expect(result.folds.reduce((sum, { testExamples }) => sum + testExamples, 0)).toBe(20);
    const refused = await axiswise([
      ...call,
      ...options,
      'folds=90',
      '--run-dir',
      at('many/folds'),
    ]);
    expect(refused.stderr).toContain('20 examples cannot be divided into 90 folds');
    expect(existsSync(at('many'))).toBe(false);
  });
});

it('trains on fewer positions of Go than there are moves', async () => {
  const result = await resultOf<Trained>([
    ...['train', 'board', '--train-examples', '200', '--epochs', '1', '--filters', '4'],
    ...['--layers', '2', '--data-options', 'games=40', '--run-dir', at('board'), ...quickly],
  ]);
  expect(result.trainExamples).toBe(200);
});

describe('recordings', () => {
  /** A low tone, then a high one; their border moves with the number. */
  function tones(name: string, number: number): number {
    const samples = 4000;
    const border = 1200 + 160 * (number % 10);
    const wave = Float32Array.from(
      { length: samples },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * (i < border ? 300 : 2000) * i) / 8000),
    );
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), writeWav({ sampleRateHz: 8000, samples: wave }));
    return border / 8000;
  }

  it('have a label for each frame, from label tracks beside them', async () => {
    for (let i = 0; i < 20; i++) {
      const border = tones(`tracks/${i}.wav`, i);
      writeFileSync(at(`tracks/${i}.txt`), `0\t${border}\tlow\n${border}\t0.5\thigh\n`);
    }
    const result = await train(
      ...(['spectrograms', 'tracks', 'heard', '--epochs', '6', '--filters', '8'] as const),
      ...['--batch-size', '4', '--dropout', '0'],
    );
    expect(result.test['positionAccuracy']).toBeGreaterThan(0.9);
    const { predictions } = await resultOf<{
      readonly predictions: readonly { readonly labels: readonly string[] }[];
    }>(['predict', at('heard'), at('tracks'), '--backend', 'wasm']);
    expect(predictions).toHaveLength(20);
    expect(predictions[0].labels[2]).toBe('low');
    expect(predictions[0].labels.at(-3)).toBe('high');
  });

  it('have numbers in a table', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i}.wav,${tones(`borders/${i}.wav`, i)}`);
    writeFileSync(at('borders/all.csv'), `file,border (s)\n${rows.join('\n')}\n`);
    const result = await train(
      ...(['spectrograms', 'borders/all.csv', 'borders-run', '--strategy', 'linear'] as const),
      ...['--epochs', '30', '--batch-size', '4', '--data-options', 'augment=no'],
    );
    // Always predicting the mean is off by 0.05 s.
    expect(result.test['mae']).toBeLessThan(0.03);
  });

  it('are refused with a sample rate that is none, before a run begins', async () => {
    tones('slow/a/0.wav', 0);
    tones('slow/a/1.wav', 0);
    tones('slow/b/0.wav', 0);
    const bytes = writeWav({ sampleRateHz: 1, samples: new Float32Array(4000) });
    writeFileSync(at('slow/b/1.wav'), bytes);
    const { code, stderr } = await axiswise([
      ...['train', 'spectrograms', '--data', at('slow'), '--run-dir', at('never')],
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('1.wav states a sample rate of 1 Hz in its header');
    expect(existsSync(at('never'))).toBe(false);
  });
});
