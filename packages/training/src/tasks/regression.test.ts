import { readFileSync } from 'node:fs';
import { targetSplit } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { formatMetric } from '../metrics/metric-kind.ts';
import { ScoreCounter } from '../metrics/scores.ts';
import { metricOf, openTask, taskRecordOf } from './open-task.ts';
import { regression } from './regression.ts';

const { regression: golden } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/losses.json', import.meta.url), 'utf8'),
) as {
  readonly regression: {
    readonly predictions: readonly (readonly number[])[];
    readonly targets: readonly (readonly number[])[];
    readonly [metric: string]: unknown;
  };
};

const targets = { task: 'regression', shape: [2], names: ['slant', 'width'], units: ['°', 'px'] };
const form = { classes: [], targets };
const splitOf = (values: readonly number[], shape = [2]) =>
  targetSplit({
    inputs: new Float32Array(values.length / 2),
    targets: { values: Float32Array.from(values), shape },
    shape: [shape[0] / 2],
  });
/** Means of 2 and 300, standard deviations of 1 and 100. */
const train = splitOf([1, 200, 3, 400]);
const record = taskRecordOf(form, train, {})!;
const task = openTask(record, []);

describe('a regression', () => {
  it('records the mean and standard deviation of the training targets', () => {
    expect(record).toEqual({
      kind: 'regression',
      targets,
      facts: { mean: [2, 300], standardDeviation: [1, 100] },
    });
    expect([task.targetSize, task.outputSize]).toEqual([2, 2]);
  });

  it('predicts in the unit of the targets', () => {
    expect([...task.predict(Float32Array.of(0, 0, 1, -1))]).toEqual([2, 300, 3, 200]);
    expect(regression.prediction(Float32Array.of(2, 300), form)).toEqual({
      values: { slant: 2, width: 300 },
    });
    expect(regression.cells(Float32Array.of(2.123456, 300), form)).toEqual([
      { title: 'slant', align: 'right', text: '2.123°' },
      { title: 'width', align: 'right', text: '300 px' },
    ]);
  });

  it('has the metrics of PyTorch, however examples are batched', () => {
    const facts = { mean: [0, 0], standardDeviation: [1, 1] };
    const plain = openTask({ ...record, facts }, []);
    const counter = new ScoreCounter(plain);
    for (const [from, to] of [
      [0, 2],
      [2, 5],
    ]) {
      counter.add(
        Float32Array.from(golden.targets.slice(from, to).flat()),
        Float32Array.from(golden.predictions.slice(from, to).flat()),
        // Training's own loss is of standardised targets, so it is not taken.
        123,
      );
    }
    const scores = counter.scores();
    expect(Object.keys(scores)).toEqual(['rmse', 'mae', 'r2', 'loss']);
    for (const [name, value] of Object.entries(scores)) {
      expect(value, name).toBeCloseTo(golden[name] as number, 6);
    }
  });

  it('explains nothing or all where targets do not vary, as scikit-learn says it', () => {
    const r2Of = (predictions: number[]) => {
      const counter = new ScoreCounter(
        openTask({ ...record, facts: { mean: [0, 0], standardDeviation: [1, 1] } }, []),
      );
      counter.add(Float32Array.of(5, 5, 5, 5), Float32Array.from(predictions));
      return counter.scores()['r2'];
    };
    expect(r2Of([5, 5, 5, 5])).toBe(1);
    expect(r2Of([5, 4, 5, 4])).toBe(0.5);
  });

  it('keeps the precision of R² far from zero', () => {
    const counter = new ScoreCounter(
      openTask({ ...record, facts: { mean: [0, 0], standardDeviation: [1, 1] } }, []),
    );
    const values = Float32Array.of(1e6, 1e6, 1e6 + 1, 1e6 + 1);
    counter.add(values, values);
    expect(counter.scores()['r2']).toBe(1);
  });

  it('scores an example by the mean of its squared errors; lower is better', () => {
    const scores = regression.score.of(
      { targets: Float32Array.of(1, 2, 3, 4), predictions: Float32Array.of(1, 4, 0, 3) },
      form,
    );
    expect([...scores]).toEqual([2, 5]);
    expect(regression.score.better).toBe('lower');
  });

  it('writes metrics with the unit where all numbers share it', () => {
    const { rmse, loss, r2 } = regression.metrics;
    const inDegrees = { ...targets, units: ['°'] };
    expect(formatMetric(rmse, 1.25, inDegrees)).toBe('1.2500°');
    expect(formatMetric(loss, 1.25, inDegrees)).toBe('1.2500 °²');
    expect(formatMetric(r2, 0.5, inDegrees)).toBe('0.5000');
    expect(formatMetric(rmse, 1.25, targets)).toBe('1.2500');
  });

  it('refuses targets that are not finite', () => {
    expect(() => splitOf([1, 2, NaN, 4])).toThrow(
      'the split: the target of example 1 is NaN, but targets must be finite numbers; correct it or ' +
        'leave the example out',
    );
    const gather = (_: ArrayLike<number>, out: Float32Array) => out.set([1, 2, 3, Infinity]);
    const wrong = { ...train, targets: { size: 2, gather } };
    expect(() => taskRecordOf(form, wrong, {})).toThrow(
      'the width of training example 1 is Infinity',
    );
  });

  it('refuses targets that do not vary, or are not as many as they are said to be', () => {
    expect(() => taskRecordOf(form, splitOf([1, 7, 2, 7]), {})).toThrow(
      'the width is 7 in all 2 training examples, so there is nothing to learn',
    );
    expect(() => taskRecordOf(form, splitOf([1, 2, 3, 4], [4]), {})).toThrow(
      'the data has 4 numbers as the target of an example, but names 2 (slant, width)',
    );
    const { targets: _, ...classified } = train;
    expect(() => taskRecordOf(form, classified, {})).toThrow('the data has 0 numbers');
  });

  it('refuses what only classifications have', () => {
    expect(() => taskRecordOf(form, train, { classWeights: 'balanced' })).toThrow(
      'the data is for regression, which has no classes to weight; leave the class weights out',
    );
    expect(() => taskRecordOf(form, train, { loss: { labelSmoothing: 0.1 } })).toThrow(
      'the loss "meanSquaredError" has no settings, got "labelSmoothing"',
    );
    expect(() => metricOf(form, 'accuracy')).toThrow(
      'the metric "accuracy" is none of regression; choose another to keep the best by (rmse, mae, r2, loss)',
    );
    expect(() => metricOf({ classes: ['a', 'b'] }, 'top5Accuracy')).toThrow(
      'the metric "top5Accuracy" says nothing of 2 classes; choose another to keep the best by',
    );
  });
});
