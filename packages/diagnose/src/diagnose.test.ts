import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { arraySplit, type Dataset, type Source, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { defineAxes, dense, flatten, no, slide, span, yes } from '@axiswise/geometry';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { describe, expect, it } from 'vitest';
import { defineExperiment } from '@axiswise/experiment';
import { diagnose } from './diagnose.ts';

/** Eight moments of two sensors; a class has a bump of its own shape, at any moment. */
function bumps({ moments = 8, noise = 0.2, distinct = true } = {}): Source {
  const shape = [2, moments, 1];
  return {
    name: 'bumps',
    description: 'bumps',
    load: (): Promise<Dataset> => {
      const random = new Random(1, 'bumps');
      const labels = Int32Array.from({ length: 600 }, (_, i) => i % 2);
      const inputs = new Float32Array(600 * 2 * moments).map(() => random.normal(0, noise));
      labels.forEach((label, i) => {
        const at = i * 2 * moments + random.integer(moments - 2);
        const bump = distinct && label === 1 ? [1, -1, 1] : [-1, 1, -1];
        bump.forEach((value, j) => (inputs[at + j] += value));
      });
      const all = { shape, classes: 2 };
      const part = (from: number, to: number) =>
        arraySplit({
          ...all,
          inputs: inputs.subarray(from * 2 * moments, to * 2 * moments),
          labels: labels.subarray(from, to),
        });
      return Promise.resolve({
        name: 'bumps',
        axes: ['sensor', 'time'],
        shape,
        classes: ['down', 'up'],
        splits: { train: part(0, 500), test: part(500, 600) },
        sha256: '',
      });
    },
  };
}

const experimentOn = (source: Source) =>
  defineExperiment({
    name: 'bumps',
    title: 'Bumps',
    cites: [],
    deviations: [],
    axes: defineAxes({
      sensor: { patternsRecur: no('each is another'), subsamplable: no('each is another') },
      time: { patternsRecur: yes('anywhere'), subsamplable: no('short') },
    }),
    example: { shape: [2, 8, 1], classes: 2 },
    sources: [source],
    strategies: {
      'span-both': { blocks: [{ move: { sensor: span(), time: span() } }] },
      'slide-time': { blocks: [{ move: { sensor: span(), time: slide(3) } }] },
    },
    network: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
    training: {
      epochs: 1,
      batchSize: 8,
      optimizer: { kind: 'adam', learningRate: 0.01 },
      validation: 0.1,
    },
    expects: '',
  });

const small = {
  backend: testBackend(),
  seeds: 2,
  trainExamples: 120,
  testExamples: 100,
  epochs: 6,
};

describe('diagnose', () => {
  it('judges each axis beside its declaration, the same each time, and leaves no tensor behind', async () => {
    const experiment = experimentOn(bumps());
    const trials: string[] = [];
    const call = { ...small, tune: 2, command: 'axiswise diagnose bumps' };
    const first = await diagnose(experiment, {
      ...call,
      onTrial: (done, total) => trials.push(`${done}/${total}`),
    });
    const tensors = tf.memory().numTensors;
    const again = await diagnose(experiment, call);
    expect(tf.memory().numTensors).toBe(tensors);
    const { createdAt, seconds, ...same } = first;
    expect(again).toMatchObject(same);
    expect(seconds).toBeGreaterThan(0);
    expect(new Date(createdAt).getTime()).not.toBeNaN();

    expect(first).toMatchObject({
      experiment: 'bumps',
      data: 'bumps',
      trainExamples: 120,
      testExamples: 100,
      seeds: 2,
      epochs: 6,
      margin: 0.02,
    });
    const [sensor, time] = first.axes;
    expect(sensor).toMatchObject({
      axis: 'sensor',
      length: 2,
      slide: { verdict: 'not shown', evidence: [] },
      subsample: { verdict: 'not shown', evidence: [] },
      declared: { patternsRecur: false, subsamplable: false },
    });
    expect(sensor.slide.because).toContain('Sensor has 2 positions, too few');
    expect(time.slide.evidence.map(({ name }) => name)).toEqual([
      'advantage-of-sliding',
      'advantage-when-shuffled',
      'lost-by-shuffling',
      'advantage-of-sharing',
      'advantage-of-sharing-by-place',
      'patch-tells-position',
      'labels-survive-shift',
      'labels-survive-shift',
    ]);
    // Two seeds leave one degree of freedom: a large loss is measured, and yet not shown.
    expect(time.subsample.verdict).toBe('not shown');
    const loss = time.subsample.evidence.find(({ name }) => name === 'loss-by-subsampling')!;
    expect(loss.estimate.value).toBeGreaterThan(0.1);
    expect(first.classifiers.map(({ move }) => move.time)).toEqual(['slide', 'span']);
    expect(first.recommendation).toMatchObject({
      move: { sensor: 'span', time: 'slide' },
      pool: [],
      strategy: 'slide-time',
    });
    // Two moves, and eight more for the axis that is long enough, with two seeds. Each
    // network tries two learning rates: two moves, unshared filters, and patches.
    expect(trials.at(-1)).toBe('28/28');
    expect(trials).toHaveLength(28);
    const { tuning } = first;
    expect(tuning).toMatchObject({
      configurations: 2,
      rungs: [{ epochs: 6, trials: 2 }],
    });
    expect(tuning!.classifiers.map(({ name }) => name)).toEqual([
      'span-sensor-slide-time',
      'span-sensor-span-time',
      'span-sensor-slide-time-unshared-time',
      'patches-time',
    ]);
  });

  it('shows nothing where the classifiers find nothing', async () => {
    const { axes } = await diagnose(experimentOn(bumps({ distinct: false })), {
      ...small,
      tune: 0,
    });
    for (const { slide: sliding, subsample } of axes.slice(1)) {
      expect([sliding.verdict, subsample.verdict]).toEqual(['not shown', 'not shown']);
      expect(sliding.because).toMatch(/not shown to be more than the most frequent class alone/);
    }
  });

  it('trains all with one learning rate where nothing is tuned', async () => {
    const trials: number[] = [];
    const { tuning } = await diagnose(experimentOn(bumps()), {
      ...small,
      tune: 0,
      onTrial: (done) => trials.push(done),
    });
    expect(tuning).toBeNull();
    expect(trials).toHaveLength(20);
  });

  it('goes on where it was interrupted, in threads too, and trains nothing twice', async () => {
    const experiment = experimentOn(bumps());
    const whole = await diagnose(experiment, { ...small, tune: 2 });
    const runDir = await mkdtemp(path.join(os.tmpdir(), 'axiswise-'));
    const interrupted = diagnose(experiment, {
      ...small,
      tune: 2,
      runDir,
      onTrial: (done) => {
        if (done === 17) throw new Error('interrupted');
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const folder = path.join(runDir, 'classifiers');
    const files = await readdir(folder);
    expect(files).toContain('span-sensor-slide-time.json');
    // What a kill in the middle of a write leaves, and a file that was damaged since.
    await writeFile(path.join(folder, 'span-sensor-slide-time.json.1234.tmp'), 'half');
    await writeFile(path.join(folder, 'span-sensor-span-time.json'), '{"version": 1');
    const notices: string[] = [];
    const resumed = await diagnose(experiment, {
      ...small,
      tune: 2,
      jobs: 2,
      runDir,
      onNotice: (line) => notices.push(line),
    });
    const { createdAt: _, seconds: __, ...same } = whole;
    expect(resumed).toMatchObject(same);
    expect(notices.join('\n')).toMatch(/span-sensor-span-time.json is not a classifier/);
    expect(notices.join('\n')).toMatch(/\d classifiers of an earlier call were used/);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    // All is there: nothing is trained, unless it is asked for or the examples differ.
    const written = await readFile(path.join(folder, 'patches-time.json'), 'utf8');
    const again = await diagnose(experiment, { ...small, tune: 2, runDir });
    expect(again).toMatchObject(same);
    expect(await readFile(path.join(folder, 'patches-time.json'), 'utf8')).toBe(written);
    const others: string[] = [];
    const other = { ...small, seed: 1, tune: 0, runDir };
    await diagnose(experiment, { ...other, onNotice: (line) => others.push(line) });
    expect(others.join('\n')).toMatch(
      /classifiers of other examples or another engine; they are replaced/,
    );
  });

  it('recommends what its table says where nothing is shown', async () => {
    for (const seed of [0, 1, 2]) {
      const { axes, classifiers, recommendation } = await diagnose(
        experimentOn(bumps({ noise: 1.5 })),
        { ...small, seed, tune: 0 },
      );
      if (axes[1].slide.verdict !== 'not shown') continue;
      const [slid, spanned] = classifiers.map(({ accuracy }) => accuracy.value);
      expect(recommendation.move.time).toBe(spanned > slid ? 'span' : 'slide');
      expect(axes[1].slide.needed!.testExamples).toBeGreaterThan(100);
    }
  });

  it('diagnoses the shortest axis that a window can move along', async () => {
    const { axes } = await diagnose(experimentOn(bumps({ moments: 4 })), { ...small, tune: 0 });
    expect(axes[1].slide.evidence.length).toBeGreaterThan(0);
  });

  it('judges three axes as it judges two', async () => {
    const { load } = bumps();
    const places = 4;
    const source: Source = {
      name: 'bumps',
      description: 'bumps that are seen at one of four places',
      async load(context) {
        const { splits, ...dataset } = await load(context);
        const shape = [2, 8, places, 1];
        const spread = async ({ length, labels, gather }: Split): Promise<Split> => {
          const given = new Float32Array(length * 16);
          await gather(
            Array.from({ length }, (_, i) => i),
            given,
          );
          const random = new Random(2, 'places');
          const inputs = new Float32Array(length * 16 * places);
          for (let i = 0; i < length; i++) {
            const place = random.integer(places);
            for (let j = 0; j < 16; j++) inputs[(i * 16 + j) * places + place] = given[i * 16 + j];
          }
          return arraySplit({ inputs, labels, shape, classes: 2 });
        };
        return {
          ...dataset,
          axes: ['sensor', 'time', 'place'],
          shape,
          splits: { train: await spread(splits.train), test: await spread(splits.test) },
        };
      },
    };
    const declared = experimentOn(source);
    const { sensor, time } = declared.axes.declarations;
    const experiment = {
      ...declared,
      axes: defineAxes({ sensor, time, place: time }),
      strategies: {
        'slide-both': { blocks: [{ move: { sensor: span(), time: slide(3), place: slide(3) } }] },
      },
    };
    const { axes, classifiers } = await diagnose(experiment as never, { ...small, seeds: 1 });
    expect(axes.map(({ axis }) => axis)).toEqual(['sensor', 'time', 'place']);
    // Every combination of sliding and spanning along the two axes that are long enough.
    expect(classifiers).toHaveLength(4);
    for (const { slide: sliding } of axes.slice(1))
      expect(sliding.evidence.length).toBeGreaterThan(5);
  });
});
