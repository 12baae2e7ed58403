import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@axiswise/backend';
import { writePng } from '@axiswise/image';
import { testBackend } from '@axiswise/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, temporaryFolder } from '../commands/axiswise.ts';
import { readRunnablePage } from './lecture.ts';
import { runExample } from './run-example.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const page = readRunnablePage(path.join(docs, 'lecture.md'), 'docs/lecture.md');

const fewExamples = ['--data-options', 'train=50', 'test=20'];
const enough = ['--data-options', 'train=100', 'test=20'];
const fewVoices = ['--data-options', 'speakers=2', 'utterances=2'];
const fewTrials = ['--seeds', '1', '--epochs', '1'];
const diagnosis = [...fewTrials, '--train-examples', '50', '--test-examples', '20'];

/** So little that a command takes a second or two; the longest beginning of a command counts. */
const small: Readonly<Record<string, readonly string[]>> = {
  'train images': ['--epochs', '1', ...fewExamples],
  'train board': ['--filters', '4', '--epochs', '1', '--data-options', 'games=10', 'planes=4'],
  'train spectrograms': ['--filters', '4', '--epochs', '1', ...fewVoices],
  'train sentences': ['--filters', '4', '--epochs', '1', ...fewExamples],
  'diagnose images': [...diagnosis, ...enough],
  'diagnose spectrograms': [...diagnosis, ...fewVoices],
  'diagnose sentences': [...diagnosis, ...enough],
  // One process, whose start takes longer than the training.
  compare: [
    ...['--strategies', 'slide-both,span-both', ...fewTrials, ...fewExamples],
    ...['--jobs', '1', '--tune', '0'],
  ],
  visualize: ['--steps', '2'],
  style: ['--steps', '2', '--size', '32'],
};

/** What the page says that a command shows, where that does not hang on training. */
const shown: Readonly<Record<string, readonly string[]>> = {
  'explain images --strategy one-block': [
    'a dense layer from 784 to 16,900 numbers would have 13,266,500 weights; this keeps 169,000 ' +
      'connections, of which 250 distinct',
  ],
  'explain images --data ./photos --data-options size=28x28 channels=3': [
    '25 filters of 27 weights',
    '26×26×25         700',
  ],
  'explain images': ['26×26×25', '11×11×50', '50 filters of 225 weights', '125,100'],
  'explain images --strategy no-pooling': ['2,892,660'],
  'equivalence images --picture matrix.png': ['1/676', '1/121', 'equal: no difference above'],
  'equivalence images --layer pooling_1': ['4,225 units, each the largest of 4 linear ones'],
  'equivalence board': ['324 to 361', 'equal: no difference above'],
  'equivalence sentences': ['equal: no difference above'],
};

/** A command with the small settings, in place of what takes downloads or hours. */
function smaller([command, ...words]: readonly string[]): string[] {
  const kept = words.join(' ').replace('--data mnist ', '').replace('--epochs 12 ', '').split(' ');
  const on = command === 'compare' ? ['images'] : kept;
  return [command, ...on, ...(small[`${command} ${kept[0]}`] ?? small[command] ?? [])];
}

describe('docs/lecture.md', () => {
  const home = process.cwd();
  const folder = temporaryFolder();

  beforeAll(async () => {
    await useBackend(testBackend());
    process.chdir(folder);
    // Its reader's own pictures.
    const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, i) => (i * i) % 251);
    const picture = { pixels, height: 40, width: 40, channels: 3 };
    const names = ['photo', 'painting', ...[1, 2, 3, 4].flatMap((i) => [`photos/cats/${i}`, `photos/dogs/${i}`])]; // prettier-ignore
    for (const name of names) await writePng(`${name}.png`, picture);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it('shows pictures that are there', () => {
    expect(page.pictures.length).toBeGreaterThan(3);
    for (const picture of page.pictures) {
      expect(existsSync(path.join(docs, picture)), picture).toBe(true);
    }
  });

  it.each(page.examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
    'computes what %s says',
    async (_, example) => {
      let claims = 0;
      await runExample(
        example,
        () => Promise.resolve({}),
        ({ place, actual, expected }) => {
          claims++;
          expect(actual, place).toEqual(expected);
        },
      );
      expect(claims).toBeGreaterThan(0);
    },
  );

  // Twice the same command shows nothing new.
  const commands = new Map(page.commands.map((words) => [words.join(' '), words]));
  it('says nothing of commands that are gone', () => {
    expect([...commands.keys()]).toEqual(expect.arrayContaining(Object.keys(shown)));
  });

  for (const [line, words] of commands) {
    it(line, async () => {
      const jpg = words.map((word) => word.replace('.jpg', '.png'));
      const { code, stdout, stderr } = await axiswise(smaller(jpg), { cwd: folder });
      expect(code, stderr).toBe(0);
      for (const words of shown[line] ?? []) expect(stdout).toContain(words);
    });
  }
});
