import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '@axiswise/random';
import { metrics, metricScores, simulatePredictions, topKAccuracy } from '@axiswise/statistics';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { readPredictions } from './read-predictions.ts';
import { type PredictionsToWrite, writePredictions } from './write-predictions.ts';

/** Writes predictions, and returns the text and what is read from it. */
async function written(predictions: PredictionsToWrite) {
  const folder = temporaryFolder();
  const file = path.join(folder, 'new/predictions.csv');
  await writePredictions(file, predictions);
  expect(readdirSync(path.dirname(file))).toEqual(['predictions.csv']);
  const set = await readPredictions([file], { classes: predictions.classes });
  return { file, set, text: readFileSync(file, 'utf8') };
}

const simulated = (classes: number) => {
  const { a, groups } = simulatePredictions(new Random(3, 'predictions', classes), {
    seeds: 1,
    examples: 2000,
    classShares: Array.from({ length: classes }, (_, c) => 1 + (c % 3)),
    sharpness: 4,
    groupSize: 8,
  });
  return {
    labels: a.labels,
    probabilities: a.probabilities[0],
    groups,
    written: {
      model: 'm',
      seed: 7,
      classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
      labels: a.labels,
      probabilities: a.probabilities[0],
      exampleName: (i: number) => `test/${i}.png`,
      groups: { of: 'game', groupName: (i: number) => `game ${groups[i]}` },
    } satisfies PredictionsToWrite,
  };
};

describe('writePredictions', () => {
  it('writes a row for every example', async () => {
    const { text, set } = await written({
      model: 'slide, both',
      seed: 2,
      classes: ['cat', 'dog'],
      labels: Int32Array.of(1, 0),
      // In single precision both are 0.3333333 and so on.
      probabilities: Float32Array.of(1 / 3, 2 / 3, 1, 1e-12),
      exampleName: (i) => `"${i}"`,
    });
    expect(text.split('\r\n')).toEqual([
      'model,seed,example,label,prediction,probability:cat,probability:dog',
      '"slide, both",2,"""0""",dog,dog,0.333333,0.666667',
      '"slide, both",2,"""1""",cat,cat,1,0',
      '',
    ]);
    expect(set.examples).toEqual(['"0"', '"1"']);
    expect(set.groups).toBeNull();
  });

  it('takes more digits where fewer would make another class the most probable one', async () => {
    const { text, set } = await written({
      model: 'm',
      seed: 0,
      classes: ['a', 'b'],
      labels: Int32Array.of(0),
      probabilities: Float32Array.of(0.4999999, 0.5000001),
      exampleName: String,
    });
    expect(text).toContain('m,0,0,a,b,0.499999911,0.500000119');
    const [seed] = set.models[0].seeds;
    expect(seed.predicted).toEqual(Int32Array.of(1));
    expect(seed.probabilities!()).toEqual(Float32Array.of(0.4999999, 0.5000001));
  });

  it.each([3, 49, 50, 120])(
    'keeps every metric of %d classes, with groups and identities',
    async (classes) => {
      const { labels, probabilities, groups, written: predictions } = simulated(classes);
      const { set } = await written(predictions);
      expect(set.examples.slice(0, 2)).toEqual(['test/0.png', 'test/1.png']);
      expect(set.labels).toEqual(labels);
      expect(set.groups!.of).toBe('game');
      expect(set.groups!.names[1]).toBe('game 1');
      expect(set.groups!.ofExamples).toEqual(groups);
      const [seed] = set.models[0].seeds;
      expect(seed.seed).toBe(7);
      const all = { ...metrics, top10Accuracy: topKAccuracy(10) };
      for (const [name, metric] of Object.entries(all)) {
        const [before] = metricScores(metric, { labels, probabilities: [probabilities] });
        const [after] = metricScores(metric, { labels, probabilities: [seed.probabilities!()] });
        const furthest = before.reduce((most, s, i) => Math.max(most, Math.abs(s - after[i])), 0);
        // A confidence of six digits may fall into the next bin of the calibration error.
        expect(furthest, name).toBeLessThan(name === 'expectedCalibrationError' ? 0.01 : 1e-5);
      }
    },
  );

  it('names the ten most probable classes and the label from 50 classes on', async () => {
    const { file, text } = await written(simulated(361).written);
    const [header, first] = text.split('\r\n');
    expect(header).toBe('model,seed,example,group:game,label,prediction,probabilities');
    const named = JSON.parse(first.slice(first.indexOf('"{') + 1, -1).replaceAll('""', '"'));
    expect([10, 11]).toContain(Object.keys(named).length);
    expect(statSync(file).size / 2000).toBeLessThan(400);
  });

  it('reads probabilities of which none is the largest as they are', async () => {
    const classes = Array.from({ length: 361 }, (_, c) => String(c));
    const probabilities = new Float32Array(2 * 361).fill(1 / 361);
    const { set } = await written({
      model: 'untrained',
      seed: 0,
      classes,
      labels: Int32Array.of(5, 300),
      probabilities,
      exampleName: String,
    });
    const [seed] = set.models[0].seeds;
    expect(seed.predicted).toEqual(Int32Array.of(0, 0));
    expect(Math.max(...seed.probabilities!())).toBeCloseTo(1 / 361, 6);
  });

  it('leaves nothing behind where the arrays do not fit', async () => {
    const folder = temporaryFolder();
    await expect(
      writePredictions(path.join(folder, 'a.csv'), {
        model: 'm',
        seed: 0,
        classes: ['a', 'b'],
        labels: [0, 1],
        probabilities: [1, 0],
        exampleName: String,
      }),
    ).rejects.toThrow('there must be 2 × 2 probabilities, got 2');
    expect(readdirSync(folder)).toEqual([]);
  });
});
