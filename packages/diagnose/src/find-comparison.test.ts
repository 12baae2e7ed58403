import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { findComparison } from './find-comparison.ts';

const of = (experiment: string, data: string, source = data) => ({ experiment, data, source });

const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-comparison-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const ofExperiment = (experiment: string, data: string) => ({
  experiment,
  title: experiment,
  data,
  backend: 'wasm',
  axes: [],
  seeds: [0, 1, 2],
  options: {},
  epochs: 1,
  batchSize: 8,
  trainExamples: 1000,
  testExamples: 500,
  classes: [],
  budget: { of: 'parameters', reference: 'both', size: 100 },
  strategies: [] as unknown[],
  pairs: [] as unknown[],
  claims: [],
  failures: [],
  seconds: 1,
  runDir: 'anywhere',
});
const environment = {
  node: '20',
  platform: 'linux x64',
  cpu: 'one',
  cores: 2,
  backend: { name: 'wasm', version: '4.22.0', threads: 1, flags: {} },
};
function write(at: string, createdAt: string, ...experiments: object[]): void {
  mkdirSync(at, { recursive: true });
  const content = {
    format: 1,
    command: 'axiswise compare',
    createdAt,
    environment,
    experiments,
    runDir: at,
  };
  writeFileSync(path.join(at, 'comparison.json'), JSON.stringify(content));
}
const refusal = (at: string, experiment = 'images', data = 'digits') =>
  findComparison(of(experiment, data), { against: at }).then(
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
      const found = await findComparison(of('images', 'digits'), { against });
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
    expect(await findComparison(of('images', 'own/'), { against: 'photos' })).not.toBeNull();
  });

  it('says in a sentence what is not a comparison of this', async () => {
    mkdirSync('empty');
    writeFileSync('broken.json', '{');
    writeFileSync('other.json', '{"format": 2}');
    expect(await refusal('absent')).toBe(
      'there is no comparison at absent; name the folder of a finished comparison',
    );
    expect(await refusal('empty')).toBe(
      'empty holds no comparison.json; name the folder of a finished comparison',
    );
    expect(await refusal('broken.json')).toMatch(
      /^broken.json is not a comparison: it is not valid JSON/,
    );
    expect(await refusal('other.json')).toBe(
      'other.json is not a comparison: format must be 1, got 2',
    );
    const file = path.join('several', 'comparison.json');
    expect(await refusal('several', 'sentences', 'reviews')).toBe(
      `${file} compares board, images, but sentences is diagnosed`,
    );
    expect(await refusal('several', 'images', 'mnist')).toBe(
      `${file} compares images on the data "digits", but "mnist" is diagnosed`,
    );
  });

  it('finds by itself the newer one that was written for this experiment and data', async () => {
    expect(await findComparison(of('images', 'digits'))).toBeNull();
    write('runs/images/compare-digits', '2026-02-02', ofExperiment('images', 'digits'));
    write('runs/compare', '2026-01-01', ofExperiment('images', 'digits'));
    const path1 = async () => (await findComparison(of('images', 'digits')))!.comparison.path;
    expect(await path1()).toBe(path.join('runs/images/compare-digits/comparison.json'));
    write('runs/compare', '2026-03-03', ofExperiment('images', 'digits'));
    expect(await path1()).toBe(path.join('runs/compare/comparison.json'));
  });

  it('refuses one with members that are null, and names the field', async () => {
    const damaged = { ...ofExperiment('images', 'digits'), strategies: [null] };
    write('nulls', '2026-01-01', damaged);
    expect(await refusal('nulls')).toBe(
      `${path.join('nulls', 'comparison.json')} is not a comparison: ` +
        'experiments[0].strategies[0] must be an object, got null',
    );
  });

  it('finds the one of a file, whose source is named without the extension', async () => {
    write('runs/sentences/compare-mine', '2026-01-01', ofExperiment('sentences', 'my/mine.tsv'));
    expect(await findComparison(of('sentences', './my/mine.tsv', 'mine'))).not.toBeNull();
  });

  it('does without one that nobody asked for and that does not fit, and says so', async () => {
    const notices: string[] = [];
    const onNotice = (line: string) => notices.push(line);
    expect(await findComparison(of('board', 'self-play'), { onNotice })).toBeNull();
    expect(notices).toEqual([
      `without a comparison: ${path.join('runs/compare/comparison.json')} compares images, ` +
        `but board is diagnosed`,
    ]);
  });
});
