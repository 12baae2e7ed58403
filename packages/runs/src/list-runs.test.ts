import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStored } from './find-run.ts';
import { listRuns } from './list-runs.ts';

const finished = path.join(import.meta.dirname, '../../../tests/fixtures/first-release/finished');
const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'axiswise-list-')));
const folder = path.join(root, 'compare-digits');

it('lists a comparison of predictions with its models', async () => {
  const store = mkdtempSync(path.join(os.tmpdir(), 'axiswise-list-'));
  const predictions = path.join(store, 'predictions');
  mkdirSync(predictions);
  const models = ['resnet', 'forest'].map((name) => ({ name, seeds: [0, 1] }));
  writeFileSync(
    path.join(predictions, 'prediction-comparison.json'),
    JSON.stringify({ format: 1, createdAt: '2026-01-02T00:00:00.000Z', seeds: [0, 1], models }),
  );
  expect(await listRuns(store)).toMatchObject([
    {
      kind: 'comparison of predictions',
      path: predictions,
      status: 'finished',
      experiments: [],
      strategies: ['resnet', 'forest'],
      seeds: [0, 1],
      finishedAt: '2026-01-02T00:00:00.000Z',
    },
  ]);
  rmSync(store, { recursive: true });
});

describe('a comparison and a diagnosis in one folder', () => {
  beforeAll(() => {
    cpSync(finished, path.join(folder, 'linear/seed-0'), { recursive: true });
    // A run that tries a configuration is no result.
    cpSync(finished, path.join(folder, 'linear/configuration-3/tuning'), { recursive: true });
    cpSync(finished, path.join(folder, 'linear/configuration-3/seed-0'), { recursive: true });
    const write = (name: string, content: object): void =>
      writeFileSync(path.join(folder, name), JSON.stringify(content));
    const told = { experiment: 'images', data: 'digits' };
    write('comparison.json', {
      format: 1,
      createdAt: '2026-01-02T00:00:00.000Z',
      experiments: [{ ...told, seeds: [0], strategies: [{ name: 'linear' }], runDir: folder }],
    });
    write('diagnosis.json', { ...told, createdAt: '2026-01-01T00:00:00.000Z' });
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('are listed once each, with the runs behind the comparison', async () => {
    const listed = (await listRuns(root)).map((each) => [
      each.kind,
      path.relative(root, each.path),
      each.partOf,
    ]);
    expect(listed).toEqual([
      ['comparison', 'compare-digits', null],
      ['run', 'compare-digits/linear/configuration-3/seed-0', folder],
      ['run', 'compare-digits/linear/seed-0', folder],
      ['diagnosis', 'compare-digits', null],
    ]);
  });

  it('are read with the runs as parts of the comparison only', async () => {
    const stored = await readStored(folder);
    expect(stored.map(({ summary, parts }) => [summary.kind, parts.length])).toEqual([
      ['comparison', 2],
      ['diagnosis', 0],
    ]);
  });
});
