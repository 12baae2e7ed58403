import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Design } from '@axiswise/design';
import { Random } from '@axiswise/random';
import { npy, npz } from '../../packages/data/src/arrays/npy.fixture.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from '../nx/workspace.ts';
import { axiswise, resultOf } from './axiswise.ts';

/** A project of somebody else, who has installed Axiswise. */
const project = new NxWorkspace();
project.copy('package.json', '.prettierrc.json');
project.linkInstalled({ ownPackages: false });
mkdirSync(project.path('data'));
afterAll(() => project.remove());

const call = { cwd: project.root };
const written = (name: string, arrays: Parameters<typeof npz>[0]): string => {
  writeFileSync(project.path(`data/${name}.npz`), npz(arrays));
  return `data/${name}.npz`;
};
const text = (...words: string[]) => npy('<U6', [words.length], [], { content: utf32(words) });
/** As NumPy writes texts of up to six letters. */
const utf32 = (words: readonly string[]): Buffer =>
  Buffer.from(
    Uint32Array.from(words.flatMap((word) => [...word.padEnd(6, '\0')].map((c) => c.charCodeAt(0))))
      .buffer,
  );

/** Small, and enough to show what the data are made to show. */
const small = (epochs: number, seeds = 3): string[] => [
  ...['--seeds', String(seeds), '--tune', '0', '--epochs', String(epochs), '--jobs', '1'],
  ...['--train-examples', '200', '--test-examples', '200'],
];
const [examples, length] = [400, 16];

/** Noise at `examples × length` positions, and what is drawn into it. */
function drawn(key: string, draw: (input: number[], random: Random) => number[]) {
  const random = new Random(0, 'design of tasks', key);
  const inputs = Array.from({ length: examples }, () =>
    Array.from({ length }, () => random.normal(0, 0.2)),
  );
  const targets = inputs.flatMap((input) => draw(input, random));
  return { x: npy('<f4', [examples, length], inputs.flat()), targets };
}

/** Adds a pattern of four positions somewhere. */
function addAnywhere(input: number[], pattern: readonly number[], random: Random): void {
  const start = random.integer(length - pattern.length + 1);
  pattern.forEach((value, i) => (input[start + i] += value));
}

/** What sliding along an axis gains over spanning it: a verdict needs more seeds than a short test has. */
const gainOf = ({ moving }: Design['axes'][number]) =>
  moving.evidence.find(({ name }) => name === 'advantage-of-sliding')!.estimate;

/** Designs from data, and reads what is written. */
async function designed(name: string, data: string, ...words: string[]) {
  const result = await resultOf<Design>(['design', '--data', data, ...words], call);
  const read = (file: string): string =>
    readFileSync(project.path(path.join('experiments', name, file)), 'utf8');
  return { result, readme: read('README.md'), declaration: read('experiment.ts') };
}

/** What the same call tells once more, in words: nothing is trained. */
async function told(data: string, ...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await axiswise(['design', '--data', data, ...words], call);
  expect(code, stderr).toBe(0);
  return stdout;
}

describe('design', () => {
  it('spans an axis along which a number depends on where, and speaks of its metrics and unit', async () => {
    const weights = Array.from({ length }, (_, i) => (i % 3) - 1 + 0.1 * i);
    const { x, targets } = drawn('where', (input, random) => {
      input.forEach((_, i) => (input[i] += random.normal(0, 1)));
      return [20 + input.reduce((sum, value, i) => sum + weights[i] * value, 0)];
    });
    const data = written('where', {
      x,
      targets: npy('<f4', [examples], targets),
      target_names: text('slope'),
      target_units: text('mm'),
    });
    const words = ['--axes', 'time', '--task', 'regression', ...small(12)];
    const { result, readme, declaration } = await designed('where', data, ...words);
    const stdout = await told(data, ...words);
    expect(result.task).toMatchObject({
      kind: 'regression',
      score: { describe: 'mean squared error', better: 'lower', unit: 'mm²' },
    });
    const [time] = result.axes;
    expect(time.move, time.moving.because).toBe('span');
    expect(gainOf(time).high, time.moving.because).toBeLessThan(0);
    const [best, other] = result.strategies;
    expect(other.name).toBe('slide-time');
    // The recommended one less the other: an error.
    expect(other.behind!.difference).toBeCloseTo(best.score!.mean - other.score!.mean, 5);
    expect(best.metrics!['r2'].mean).toBeGreaterThan(0.2);

    expect(declaration).toContain("units: ['mm']");
    expect(declaration).toMatch(/patternsRecur: no\(\s*'sliding along time has a skill score/);
    expect(declaration).toContain('...head');
    expect(readme).toContain('Predicted are numbers of each example: slope (mm).');
    expect(readme).toMatch(/test mean squared error \(mm²\) \| test RMSE \(mm\) \| test MAE/);
    expect(readme).toContain('Lower is better of mean squared error, RMSE and MAE, higher of');
    expect(stdout).toContain('predicted are numbers of each example: slope (mm)');
    expect(stdout).toMatch(/span-time: test RMSE \d.+ mm of 80 examples/);
    expect(stdout).toMatch(/slide-time .+ [+−]\d[\d.]+ mm² +\[/);
    expect(stdout + readme + declaration).not.toMatch(/accura|NaN|undefined/);
  });

  it('slides along an axis along which a number depends on what lies anywhere', async () => {
    const { x, targets } = drawn('what', (input, random) => {
      const size = random.uniform(0, 4);
      addAnywhere(input, [size, -size, size, -size], random);
      // There is as much of something in every example.
      const rest = 4 - size;
      addAnywhere(input, [rest, rest, -rest, -rest], random);
      return [size];
    });
    const data = written('what', { x, targets: npy('<f4', [examples], targets) });
    const { result } = await designed('what', data, '--axes', 'time', ...small(12, 5));
    const [time] = result.axes;
    expect(time.move, time.moving.because).toBe('slide');
    expect(gainOf(time).low, time.moving.because).toBeGreaterThan(0);
  });

  it('slides where labels lie anywhere, of which an example has several', async () => {
    const { x, targets } = drawn('labels', (input, random) => {
      const there = [random.integer(2), random.integer(2)];
      if (there[0]) addAnywhere(input, [2, 2, -2, -2], random);
      if (there[1]) addAnywhere(input, [2, -2, 2, -2], random);
      return there;
    });
    const data = written('labels', {
      x,
      labels: npy('<i8', [examples, 2], targets),
      classes: text('slow', 'fast'),
    });
    const { result, readme } = await designed('labels', data, '--axes', 'time', ...small(8));
    expect(result.task).toMatchObject({
      kind: 'multi-label',
      score: { describe: 'label accuracy' },
    });
    const [time] = result.axes;
    expect(time.move, time.moving.because).toBe('slide');
    expect(gainOf(time).low, time.moving.because).toBeGreaterThan(0);
    expect(readme).toContain('Predicted are several labels of each example: slow, fast.');
    expect(readme).toContain('test label accuracy (%)');
  });

  it('keeps an axis whose positions have labels, and asks about the other one', async () => {
    const [rows, times, count] = [12, 6, 240];
    const random = new Random(0, 'design of tasks', 'positions');
    const inputs = Array.from({ length: count * rows * times }, () => random.normal(0, 0.3));
    const masks = Array.from({ length: count * times }, (_, place) => {
      const [example, time] = [Math.floor(place / times), place % times];
      const label = random.integer(2);
      const start = random.integer(rows - 3);
      [
        [1, 1, -1, -1],
        [1, -1, 1, -1],
      ][label].forEach((value, i) => {
        inputs[(example * rows + start + i) * times + time] += value;
      });
      return label;
    });
    const data = written('positions', {
      x: npy('<f4', [count, rows, times], inputs),
      masks: npy('<i8', [count, times], masks),
    });
    const words = ['--axes', 'row,time', ...small(8)];
    const { result, readme, declaration } = await designed('positions', data, ...words);
    const [row, time] = result.axes;
    expect(row.move, row.moving.because).toBe('slide');
    expect(gainOf(row).low, row.moving.because).toBeGreaterThan(0);
    expect(time).toMatchObject({ move: 'slide', moving: { certainty: 'given' }, subsample: false });
    expect(result.strategies.map(({ name }) => name)).toContain('slide-time');
    expect(result.strategies.map(({ name }) => name)).not.toContain('slide-row');
    expect(declaration).toContain(
      "patternsRecur: yes('given: each position along time has a label",
    );
    expect(declaration).not.toContain('flatten(');
    expect(readme).toContain('one class of each position along time: 0, 1');

    // The written test is right too: it builds every strategy.
    expect(
      readFileSync(project.path('experiments/positions/experiment.test.ts'), 'utf8'),
    ).toContain('toEqual([6, 2])');

    const everywhere = written('masks', {
      x: npy('<f4', [4, 2, 2], Array(16).fill(0)),
      masks: npy(
        '<i8',
        [4, 2, 2],
        Array(16)
          .fill(0)
          .map((_, i) => i % 2),
      ),
    });
    const refused = await axiswise(['design', '--data', everywhere, '--axes', 'row,column'], call);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/every position along row and column of "masks" has a label/);
    rmSync(project.path('experiments/positions'), { recursive: true });
  });
});
