import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun } from './run-directory.ts';

const finished = path.resolve(
  import.meta.dirname,
  '../../../tests/fixtures/first-release/finished',
);

/** A copy of a finished run with a file rewritten. */
function damaged(file: string, rewrite: (content: string) => string): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'axiswise-run-')), 'run');
  cpSync(finished, folder, { recursive: true });
  const place = path.join(folder, file);
  writeFileSync(place, rewrite(readFileSync(place, 'utf8')));
  return folder;
}

const predictionsOf = async (folder: string) => (await openRun(folder))!.readEarlierPredictions();

describe('RunDirectory', () => {
  it('reads the test predictions of a run of the first release: a class for each test example', async () => {
    const { labels, predicted } = (await predictionsOf(finished))!;
    expect([labels.length, predicted.length]).toEqual([3, 3]);
  });

  it.each([
    [
      '{"labels":[0,1],"predicted":[0,1]}',
      'labels must have 3 elements, as many as there are test examples, got 2',
    ],
    ['{"labels":[0,1,1],"predicted":[0,1,2]}', 'predicted[2] must be at most 1, got 2'],
    ['{"labels":[0,1,1],"predicted":null}', 'predicted must be an array, got null'],
    ['{"labels":[0,1', 'it is not valid JSON'],
  ])('refuses predictions that are not those of the run: %s', async (content, problem) => {
    const read = predictionsOf(damaged('test-predictions.json', () => content));
    await expect(read).rejects.toMatchObject({
      code: 'file-damaged',
      message: expect.stringContaining(problem) as string,
    });
  });

  it('refuses a record that is finished without a result', async () => {
    const folder = damaged('run.json', (content) => content.replace('"result"', '"outcome"'));
    await expect(openRun(folder)).rejects.toThrow(
      /run\.json is not the record of a run: result is missing/,
    );
  });

  it('gives undefined where there is no run', async () => {
    expect(await openRun(path.join(finished, 'model'))).toBeUndefined();
  });
});
