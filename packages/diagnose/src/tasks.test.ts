import { useBackend } from '@axiswise/backend';
import { Random } from '@axiswise/random';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { inShares } from './agreement/measured-pairs.ts';
import { diagnoseSample } from './diagnose-sample.ts';
import { yardstickFor } from './evidence/yardstick.ts';
import { drawKnownAnswer, knownAnswers } from './known-answers/known-answers.ts';
import type { Sample } from './sampling/draw-sample.ts';
import type { Examples } from './sampling/examples.ts';

beforeAll(() => useBackend(testBackend()));

/** The same examples with other targets. */
const withTargets = (sample: Sample, of: (examples: Examples) => Examples): Sample => ({
  ...sample,
  classes: 0,
  train: async (seedIndex, count) => of(await sample.train(seedIndex, count)),
  validation: of(sample.validation),
  test: of(sample.test),
});

const regressionOf = (values: readonly number[]): Examples => ({
  ...{ axes: ['time'], shape: [1, 1], inputs: new Float32Array(values.length), classes: 0 },
  labels: new Int32Array(values.length),
  targets: {
    task: {
      kind: 'regression',
      targets: { task: 'regression', shape: [1], names: ['level'] },
      facts: { mean: [2], standardDeviation: [1] },
    },
    classes: [],
    values: Float32Array.from(values),
  },
});

describe('the yardstick of a regression', () => {
  it('is a skill score: 1 for no error, 0 for that of the mean of the training targets', () => {
    // Of always predicting 2: squared errors 1 and 9, 5 in the mean.
    const examples = regressionOf([1, 5]);
    const { words, range, sharesOf, ofConstant } = yardstickFor(examples, examples);
    expect(Array.from(sharesOf([0, 5, 10]))).toEqual([1, 0, -1]);
    expect([...ofConstant(examples, examples)]).toEqual([0.8, -0.8]);
    expect([words.name, range]).toEqual(['skill score', Infinity]);
    expect(words.they(-0.021)).toBe('have a skill score that is 2.1 points lower');
    expect(words.lost(0.021)).toBe('the skill score is 2.1 points lower');
  });

  it('counts the differences of a comparison alike', () => {
    const pair = { a: 'a', b: 'b', difference: -10, low: -30, high: 5 };
    const task = { constantScore: 50, score: { better: 'lower', isShare: false } };
    const { pairs } = inShares({ strategies: [], pairs: [pair], task } as never);
    // An error that is 10 lower is a skill that is a fifth higher.
    expect(pairs[0]).toMatchObject({ difference: 0.2, low: -0.1, high: 0.6 });
  });
});

it('finds that nothing recurs where position is everything, by several labels', async () => {
  const known = knownAnswers.find(({ name }) => name === 'position is everything')!;
  const sample = drawKnownAnswer(
    { ...known, noise: 0.5 * known.noise },
    { trainExamples: 100, testExamples: 200, seed: 0 },
  );
  const targets = { task: 'multi-label', shape: [2], names: ['odd', 'large'] };
  const { axes, score, chance, classifiers } = await diagnoseSample(
    withTargets(sample, (examples) => ({
      ...{ ...examples, classes: 0, labels: new Int32Array(examples.labels.length) },
      targets: {
        task: { kind: 'multi-label', targets, facts: {} },
        classes: [],
        values: Float32Array.from([...examples.labels].flatMap((label) => [label & 1, label >> 1])),
      },
    })),
    { seeds: 3, epochs: 5, margin: 0.05, seed: 0, tune: 0 },
  );
  expect(score).toMatchObject({ describe: 'label accuracy', isBounded: true });
  expect(chance).toBeCloseTo(0.5, 1);
  expect(Math.max(...classifiers.map(({ accuracy }) => accuracy.value))).toBeGreaterThan(0.8);
  for (const { axis, slide } of axes) {
    expect
      .soft(known.axes[axis].expected.slide, `${axis}: ${slide.because}`)
      .toContain(slide.verdict);
    expect(slide.because).toContain('label accuracy');
  }
});

describe('of labels along one axis', () => {
  const [rows, times] = [12, 6];
  const patterns = [
    [1, 1, -1, -1],
    [1, -1, 1, -1],
  ];
  const targets = {
    ...{ task: 'position-classification', shape: [times], names: ['what'], axes: ['time'] },
  };
  /** At each time one of two patterns, at any row. */
  const examplesOf = (count: number, key: string): Examples => {
    const random = new Random(0, 'labels along time', key);
    const inputs = Float32Array.from({ length: count * rows * times }, () => random.normal(0, 0.3));
    const values = Float32Array.from({ length: count * times }, (_, place) => {
      const [example, time] = [Math.floor(place / times), place % times];
      const label = random.integer(2);
      const start = random.integer(rows - 3);
      patterns[label].forEach((value, i) => {
        inputs[(example * rows + start + i) * times + time] += value;
      });
      return label;
    });
    return {
      ...{ axes: ['row', 'time'], shape: [rows, times, 1], inputs, classes: 0 },
      labels: new Int32Array(count),
      targets: {
        task: { kind: targets.task, targets, facts: {} },
        classes: ['slow', 'fast'],
        values,
      },
    };
  };

  it('asks about the other axis, and says of this one that nothing is measured', async () => {
    const { axes, classifiers, score } = await diagnoseSample(
      {
        ...{ axes: ['row', 'time'], shape: [rows, times, 1], classes: 0, notes: [] },
        trainExamples: 120,
        train: (seedIndex, count = 120) => Promise.resolve(examplesOf(count, `train ${seedIndex}`)),
        validation: examplesOf(60, 'validation'),
        test: examplesOf(120, 'test'),
      },
      { seeds: 3, epochs: 8, margin: 0.05, seed: 0, tune: 0 },
    );
    expect(score?.describe).toBe('position accuracy');
    expect(classifiers.map(({ move }) => move)).toEqual([
      { row: 'slide', time: 'slide' },
      { row: 'span', time: 'slide' },
    ]);
    const [row, time] = axes;
    expect(row.slide.verdict, row.slide.because).toBe('yes');
    expect(time).toMatchObject({
      slide: { verdict: 'not shown', evidence: [] },
      subsample: { verdict: 'not shown', evidence: [] },
    });
    expect(time.subsample.because).toMatch(/^Each position along time has a label of its own/);
  });
});
