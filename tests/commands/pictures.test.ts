import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '@axiswise/random';
import { drawDigit, writePng } from '@axiswise/image';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

interface TrainResult {
  data: string;
  trainExamples: number;
  validationExamples: number;
  testExamples: number;
  test: { accuracy: number; loss: number };
  runDir: string;
}

const kinds = [
  ['loop', 0],
  ['stroke', 1],
  ['angle', 7],
] as const;
const perClass = 30;

const scratch = temporaryFolder();
const pictures = path.join(scratch, 'my pictures');
const runDir = path.join(scratch, 'run');
/** Pictures that the network never saw. */
const unseen = kinds.map(([name]) => path.join(scratch, `unseen-${name}.png`));

const drawn = (label: number, random: Random) => ({
  pixels: drawDigit(label, random),
  height: 28,
  width: 28,
  channels: 1,
});

beforeAll(async () => {
  const random = new Random(7, 'pictures of the user');
  for (const [i, [name, label]] of kinds.entries()) {
    const folder = path.join(pictures, name);
    mkdirSync(folder, { recursive: true });
    for (let n = 0; n < perClass; n++) {
      await writePng(path.join(folder, `${n}.png`), drawn(label, random));
    }
    await writePng(unseen[i], drawn(label, random));
  }
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const train = (folder: string, { to = runDir, epochs = 12 } = {}): string[] => [
  ...['train', 'images', '--data', folder, '--batch-size', '8', '--seed', '1'],
  ...['--epochs', String(epochs), '--run-dir', to],
];

describe('a folder of the user’s own pictures', () => {
  it('is trained on, scored, and used to predict single files', async () => {
    const result = await resultOf<TrainResult>(train(pictures));
    expect(result).toMatchObject({
      data: pictures,
      // A fifth of 90 is the test, six of each class; a twentieth of the rest is set aside.
      trainExamples: 68,
      validationExamples: 4,
      testExamples: 18,
      runDir,
    });
    // Guessing is right for a third.
    expect(result.test.accuracy).toBeGreaterThan(0.8);

    const scored = await resultOf<{ test: { accuracy: number }; confusion: number[][] }>([
      ...['evaluate', runDir, '--data', pictures],
    ]);
    expect(scored.test.accuracy).toBe(result.test.accuracy);
    // The order of classes is that of names: angle, loop, stroke.
    expect(scored.confusion.map((row) => row.reduce((sum, n) => sum + n, 0))).toEqual([6, 6, 6]);

    for (const [i, [name]] of kinds.entries()) {
      const { predictions } = await resultOf<{
        predictions: { file: string; label: string; probability: number }[];
      }>(['predict', runDir, unseen[i]]);
      expect(predictions).toMatchObject([{ file: unseen[i], label: name }]);
      expect(predictions[0].probability).toBeGreaterThan(1 / 3);
      expect(predictions[0].probability).toBeLessThanOrEqual(1);
    }
  });

  it('are predicted in one call, in the order given', async () => {
    const { predictions } = await resultOf<{ predictions: { file: string }[] }>([
      'predict',
      runDir,
      ...unseen,
    ]);
    expect(predictions.map(({ file }) => file)).toEqual(unseen);
  });

  it('is refused with one sentence and code 2 where predict is given no picture', async () => {
    const empty = path.join(scratch, 'empty.png');
    writeFileSync(empty, '');
    const missing = path.join(scratch, 'missing.png');
    for (const [file, message] of [
      [empty, `${empty} is empty (0 bytes)`],
      [missing, missing],
    ] as const) {
      const { code, stdout, stderr } = await axiswise(['predict', runDir, file, '--json']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(lastLine(stderr)).toContain(message);
    }
  });

  it('may hold a text file, which is skipped and said so', async () => {
    const folder = copyOf('with-a-text');
    writeFileSync(path.join(folder, 'loop', 'notes.txt'), 'drawn on a Monday');
    const { code, stderr } = await axiswise(train(folder, { epochs: 1, to: other() }));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/skipped 1 file .*loop[/\\]notes\.txt/);
  });

  it.each<[string, (folder: string) => void, readonly string[], string]>([
    [
      'an empty class',
      (folder) => mkdirSync(path.join(folder, 'void')),
      [],
      'the class "void" is empty',
    ],
    [
      'a single class',
      (folder) => {
        rmSync(path.join(folder, 'loop'), { recursive: true });
        rmSync(path.join(folder, 'angle'), { recursive: true });
      },
      [],
      'has a single class (stroke)',
    ],
    [
      'a zero-byte PNG',
      (folder) => writeFileSync(path.join(folder, 'loop', '3.png'), ''),
      [],
      '3.png is empty (0 bytes)',
    ],
    ['an unknown option', () => undefined, ['--data-options', 'colour=1'], "no option 'colour'"],
    ['more examples than there are', () => undefined, ['--train-examples', '100'], '100'],
  ])('is refused with one sentence and code 2: %s', async (_, spoil, words, message) => {
    const folder = copyOf('spoilt');
    spoil(folder);
    const run = other();
    const { code, stdout, stderr } = await axiswise([
      ...train(folder, { to: run }),
      ...['--json', ...words],
    ]);
    expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
    expect(lastLine(stderr)).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(path.join(run, 'run.json'))).toBe(false);
  });

  it('is refused where it does not exist', async () => {
    const { code, stderr } = await axiswise(train('./no-such-folder'));
    expect(code).toBe(2);
    expect(lastLine(stderr)).toContain('there is no folder or file ./no-such-folder');
  });
});

let copies = 0;
function copyOf(name: string): string {
  const folder = path.join(scratch, `${name}-${copies++}`);
  cpSync(pictures, folder, { recursive: true });
  return folder;
}

const other = (): string => path.join(scratch, `run-${copies++}`);

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
