import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { findComparison } from './find-comparison.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-comparison-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const ofExperiment = (experiment: string, data: string) => ({
  experiment,
  data,
  strategies: [],
  pairs: [],
  seeds: [0, 1, 2],
  trainExamples: 1000,
  testExamples: 500,
  budget: { of: 'parameters', reference: 'both', size: 100 },
});
function write(at: string, createdAt: string, ...experiments: object[]): void {
  mkdirSync(at, { recursive: true });
  const content = { format: 1, command: 'axiswise compare', createdAt, experiments };
  writeFileSync(path.join(at, 'comparison.json'), JSON.stringify(content));
}
const refusal = (at: string, experiment = 'images', data = 'digits') =>
  findComparison(experiment, data, { against: at }).then(
    () => expect.fail('was accepted'),
    (error: Error) => {
      expect(error).toBeInstanceOf(InputError);
      return error.message;
    },
  );

describe('findComparison', () => {
  it('takes a folder or its file, and the experiment out of several', async () => {
    write('several', '2026-01-01', ofExperiment('board', 'x'), ofExperiment('images', 'digits'));
    for (const against of ['several', path.join('several', 'comparison.json')]) {
      const found = await findComparison('images', 'digits', { against });
      expect(found!.experiment.experiment).toBe('images');
      expect(found!.comparison).toEqual({
        path: path.join('several', 'comparison.json'),
        command: 'axiswise compare',
        createdAt: '2026-01-01',
        seeds: 3,
        trainExamples: 1000,
        testExamples: 500,
        budget: 'parameters',
      });
    }
  });

  it('knows two ways to write the path of the same data', async () => {
    write('photos', '2026-01-01', ofExperiment('images', './own/'));
    expect(await findComparison('images', 'own/', { against: 'photos' })).not.toBeNull();
  });

  it('says in a sentence what is not a comparison of this', async () => {
    mkdirSync('empty');
    writeFileSync('broken.json', '{');
    writeFileSync('other.json', '{"format": 1, "experiments": [{}]}');
    expect(await refusal('absent')).toMatch(/^there is no comparison at absent; --against takes/);
    expect(await refusal('empty')).toBe(
      'empty holds no comparison.json; --against takes the folder of a finished comparison',
    );
    expect(await refusal('broken.json')).toMatch(/^broken.json cannot be read as a comparison: /);
    expect(await refusal('other.json')).toMatch(/^other.json is no comparison; --against takes/);
    const file = path.join('several', 'comparison.json');
    expect(await refusal('several', 'sentences', 'reviews')).toBe(
      `${file} compares board, images, but sentences is diagnosed`,
    );
    expect(await refusal('several', 'images', 'mnist')).toBe(
      `${file} compares images on the data "digits", but "mnist" is diagnosed`,
    );
  });

  it('finds by itself the newer one that was written for this experiment and data', async () => {
    expect(await findComparison('images', 'digits')).toBeNull();
    write('runs/images/compare-digits', '2026-02-02', ofExperiment('images', 'digits'));
    write('runs/compare', '2026-01-01', ofExperiment('images', 'digits'));
    const path1 = async () => (await findComparison('images', 'digits'))!.comparison.path;
    expect(await path1()).toBe(path.join('runs/images/compare-digits/comparison.json'));
    write('runs/compare', '2026-03-03', ofExperiment('images', 'digits'));
    expect(await path1()).toBe(path.join('runs/compare/comparison.json'));
  });

  it('does without one that nobody asked for and that does not fit, and says so', async () => {
    const notices: string[] = [];
    const onNotice = (line: string) => notices.push(line);
    expect(await findComparison('board', 'self-play', { onNotice })).toBeNull();
    expect(notices).toEqual([
      `not set beside a comparison: ${path.join('runs/compare/comparison.json')} compares images, ` +
        `but board is diagnosed`,
    ]);
  });
});
