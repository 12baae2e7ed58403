import { cpSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Dataset } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { openTrainingRun } from './run-configuration.ts';
import { readTestPredictions, writeTestPredictions } from './test-predictions.ts';

/** A finished run of the first release: two classes, three test examples. */
const earlier = path.resolve(import.meta.dirname, '../../../tests/fixtures/first-release/finished');

/** A copy of it, and its classes. */
async function runLike(): Promise<{ folder: string; classes: readonly string[] }> {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'axiswise-predictions-')), 'run');
  cpSync(earlier, folder, { recursive: true });
  const run = await openTrainingRun(folder);
  return { folder, classes: run!.record.configuration.classes };
}

const read = async (folder: string) => readTestPredictions((await openTrainingRun(folder))!);

/** Writes predictions for three examples into a run. */
async function written(
  more: Partial<Pick<Dataset, 'groupsOf' | 'groupName'>> & {
    readonly groups?: Int32Array;
    readonly exampleName?: (index: number) => string;
  } = {},
) {
  const { folder, classes } = await runLike();
  const { groups, exampleName, ...names } = more;
  const test = {
    length: 3,
    labels: Int32Array.of(0, 1, 1),
    gather: () => undefined,
    ...(groups && { groups }),
    ...(exampleName && { exampleName }),
  };
  const probabilities = Float32Array.of(0.75, 0.25, 0.625, 0.375, 0.125, 0.875);
  const { testPredictionsFile } = (await openTrainingRun(folder))!;
  await writeTestPredictions(testPredictionsFile, {
    dataset: { classes, splits: { train: test, test }, ...names },
    model: 'slide',
    seed: 7,
    predictions: probabilities,
  });
  return { folder, file: testPredictionsFile, probabilities };
}

describe('test predictions of a run', () => {
  it('are read as they were written, with names and groups', async () => {
    const { folder, file, probabilities } = await written({
      groups: Int32Array.of(4, 2, 4),
      groupsOf: 'speaker',
      groupName: (group) => `speaker ${group}`,
      exampleName: (index) => `${index}.wav`,
    });
    const predictions = await read(folder);
    expect([...predictions.labels]).toEqual([0, 1, 1]);
    expect([...predictions.predicted]).toEqual([0, 0, 1]);
    expect(predictions.examples).toEqual(['0.wav', '1.wav', '2.wav']);
    expect(predictions.groups).toEqual({
      of: 'speaker',
      names: ['speaker 4', 'speaker 2'],
      ofExamples: Int32Array.of(0, 1, 0),
    });
    expect(predictions.probabilities!()).toEqual(probabilities);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^model,seed,example,group:speaker,label,prediction,/,
    );
  });

  it('know examples by their index where a source does not name them, and keep equal names apart', async () => {
    expect((await read((await written()).folder)).examples).toEqual(['0', '1', '2']);
    const { folder } = await written({ exampleName: (index) => (index === 1 ? 'b' : 'a') });
    expect((await read(folder)).examples).toEqual(['a', 'b', 'a (example 2)']);
  });

  it('are read of a run of the first release, without probabilities', async () => {
    const { labels, predicted, examples, groups, probabilities } = await read(earlier);
    expect([labels.length, predicted.length]).toEqual([3, 3]);
    expect([examples, groups, probabilities]).toEqual([null, null, null]);
  });

  it('are refused where they are missing, damaged, or not one for each test example', async () => {
    const { folder, file } = await written();
    const rows = readFileSync(file, 'utf8').split('\r\n');
    writeFileSync(file, rows.toSpliced(2, 1).join('\r\n'));
    await expect(read(folder)).rejects.toThrow(
      'test-predictions.csv must have one prediction for each of the 3 test examples, got 2 examples',
    );
    writeFileSync(file, rows.map((row, i) => (i === 2 ? `${row.slice(0, 20)}` : row)).join('\r\n'));
    await expect(read(folder)).rejects.toThrow(/test-predictions\.csv, line 3: /);
    renameSync(file, `${file}.old`);
    renameSync(path.join(folder, 'test-predictions.json'), path.join(folder, 'gone.json'));
    await expect(read(folder)).rejects.toThrow(
      'test-predictions.csv is missing; train the run anew',
    );
  });
});
