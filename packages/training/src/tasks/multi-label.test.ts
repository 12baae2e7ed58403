import { readFileSync } from 'node:fs';
import { targetSplit } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { ScoreCounter } from '../metrics/scores.ts';
import { multiLabel } from './multi-label.ts';
import { openTask, taskRecordOf } from './open-task.ts';

const { labels: golden } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/losses.json', import.meta.url), 'utf8'),
) as {
  readonly labels: {
    readonly outputs: readonly (readonly number[])[];
    readonly targets: readonly (readonly number[])[];
    readonly [metric: string]: unknown;
  };
};

const names = ['red', 'round', 'large', 'new'];
const targets = { task: 'multi-label', shape: [4], names };
const form = { classes: [], targets };
const splitOf = (values: readonly number[]) =>
  targetSplit({
    inputs: new Float32Array(values.length / 4),
    targets: { values: Float32Array.from(values), shape: [4] },
    shape: [1],
  });
const task = openTask(taskRecordOf(form, splitOf([1, 0, 0, 1]), {}), []);

describe('several labels', () => {
  it('have the metrics of PyTorch, however examples are batched', () => {
    const counter = new ScoreCounter(task);
    for (const [from, to] of [
      [0, 2],
      [2, 6],
    ]) {
      counter.add(
        Float32Array.from(golden.targets.slice(from, to).flat()),
        Float32Array.from(golden.outputs.slice(from, to).flat()),
      );
    }
    const scores = Object.entries(counter.scores());
    expect(scores.map(([name]) => name)).toEqual([
      'labelAccuracy',
      'exactMatch',
      'labelF1',
      'loss',
    ]);
    for (const [name, value] of scores) expect(value, name).toBeCloseTo(golden[name] as number, 6);
  });

  it('are predicted with a probability each', () => {
    const row = task.predict(Float32Array.of(0, 200, -200, Math.log(3)));
    expect([...row]).toEqual([0.5, 1, 0, 0.75]);
    expect(multiLabel.prediction(row, form)).toEqual({
      labels: ['round', 'new'],
      probabilities: { red: 0.5, round: 1, large: 0, new: 0.75 },
    });
    expect(multiLabel.cells(row, form).map(({ text }) => text)).toEqual([
      'round;new',
      '50.0 %',
      '100.0 %',
      '0.0 %',
      '75.0 %',
    ]);
  });

  it('score an example by the share of its labels that are right', () => {
    const test = {
      targets: Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0),
      predictions: Float32Array.of(0.9, 0.6, 0.1, 0.2, 0, 0, 0, 0),
    };
    expect([...multiLabel.score.of(test, form)]).toEqual([0.5, 1]);
  });

  it('must be there or not', () => {
    expect(() => taskRecordOf(form, splitOf([1, 0, 0, 1, 0, 0.5, 0, 1]), {})).toThrow(
      'the label "round" of training example 1 must be 1 (there) or 0 (not), got 0.5',
    );
  });
});
