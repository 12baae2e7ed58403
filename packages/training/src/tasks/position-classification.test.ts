import { readFileSync } from 'node:fs';
import { positionSplit, type Split, unlabelled } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { ScoreCounter } from '../metrics/scores.ts';
import { openTask, taskRecordOf } from './open-task.ts';
import { positionClassification } from './position-classification.ts';

const { positions: golden } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/losses.json', import.meta.url), 'utf8'),
) as {
  readonly positions: {
    readonly outputs: readonly (readonly (readonly number[])[])[];
    readonly targets: readonly (readonly number[])[];
    readonly [metric: string]: unknown;
  };
};

const classes = ['rest', 'low', 'high', 'never'];
const targets = {
  task: 'position-classification',
  shape: [5],
  names: ['pitch'],
  axes: ['time'],
};
const form = { classes, targets };
const splitOf = (labels: readonly (readonly number[])[]): Split =>
  positionSplit({
    inputs: new Float32Array(labels.length * 5),
    labels: { values: Int16Array.from(labels.flat()), shape: [5] },
    shape: [5, 1],
    classes: 4,
  });
const train = splitOf(golden.targets);
const task = openTask(taskRecordOf(form, train, {}), classes);
const outputs = Float32Array.from(golden.outputs.flat(2));

describe('a class of each position', () => {
  it('has the metrics of PyTorch, however examples are batched', () => {
    const [first, second] = [golden.targets[0], golden.targets[1]].map((of) =>
      Float32Array.from(of),
    );
    const counter = new ScoreCounter(task);
    counter.add(first, outputs.subarray(0, 20));
    counter.add(second, outputs.subarray(20));
    for (const name of ['positionAccuracy', 'positionF1', 'meanIoU', 'loss']) {
      expect(counter.scores()[name], name).toBeCloseTo(golden[name] as number, 6);
    }
  });

  it('takes the loss of training as the mean over labelled positions', () => {
    const counter = new ScoreCounter(task);
    counter.add(Float32Array.from(golden.targets[0]), outputs.subarray(0, 20), 2);
    counter.add(Float32Array.from(golden.targets[1]), outputs.subarray(20), 1);
    // Four positions of the first example are labelled, three of the second.
    expect(counter.scores().loss).toBeCloseTo((4 * 2 + 3 * 1) / 7, 12);
  });

  it('scores an example by the share of its labelled positions that are right', () => {
    const outcome = {
      targets: Float32Array.of(0, 2, unlabelled, 2, 1, 1, 1, 1, 1, unlabelled),
      predictions: Float32Array.of(0, 2, 1, 0, 0, 1, 1, 1, 0, 0),
    };
    expect([...positionClassification.score.of(outcome, form)]).toEqual([0.5, 0.75]);
    const empty = { ...outcome, targets: outcome.targets.fill(unlabelled, 5) };
    expect(() => positionClassification.score.of(empty, form)).toThrow(
      'no position of test example 1 has a label; label some, or leave the example out',
    );
  });

  it('keeps the predicted classes of test examples, and says which share of the positions each has', () => {
    const logits = Float32Array.from(
      [2, 2, 0, 1, 2].flatMap((c) => [0, 1, 2, 3].map((k) => Number(k === c))),
    );
    expect([...task.outcome(logits)]).toEqual([2, 2, 0, 1, 2]);
    const predictions = task.predict(logits);
    expect(predictions).toHaveLength(20);
    expect(positionClassification.prediction(predictions, form)).toEqual({
      labels: ['high', 'high', 'rest', 'low', 'high'],
      shares: { high: 0.6, rest: 0.2, low: 0.2 },
    });
    expect(positionClassification.cells(predictions, form)).toEqual([
      { title: 'pitch of the positions', text: 'high 60.0 %, rest 20.0 %, low 20.0 %' },
    ]);
  });

  it('nests the labels of two axes', () => {
    const two = { classes, targets: { ...targets, shape: [1, 2], axes: ['height', 'width'] } };
    const predictions = Float32Array.of(0, 1, 0, 0, 1, 0, 0, 0);
    expect(positionClassification.prediction(predictions, two)['labels']).toEqual([
      ['low', 'rest'],
    ]);
  });

  it('predicts without looking what most examples have at a position', () => {
    const three = splitOf([
      [0, 0, 1, 2, 0],
      [0, 1, 1, unlabelled, 0],
      [1, 1, 1, 2, 0],
    ]);
    expect([...task.outcome(task.constantOutputs(three, 1))]).toEqual([0, 1, 1, 2, 0]);
  });

  it('balances classes over labelled positions', () => {
    const labels = [
      [0, 0, 0, 1, unlabelled],
      [0, 2, 2, 3, 0],
    ];
    const record = taskRecordOf(form, splitOf(labels), { classWeights: 'balanced' });
    // Nine labelled positions of four classes.
    expect(record?.facts).toEqual({ classWeights: [9 / 20, 9 / 4, 9 / 8, 9 / 4] });
    expect(openTask(record, classes).weight(Float32Array.of(1, unlabelled, 0))).toBeCloseTo(2.7);
    expect(() => taskRecordOf(form, train, { classWeights: 'balanced' })).toThrow(
      'balanced class weights need a training position of every class, but "never" has none',
    );
  });

  it.each([
    [
      [0, 1, 2, 4, 0],
      'a label of a position of training example 0 is 4, but labels go from 0 to 3',
    ],
    [[0, 0.5, 2, 1, 0], 'training example 0 is 0.5'],
    [Array<number>(5).fill(unlabelled), 'no position of training example 0 has a label'],
    [
      [0, 1, 2],
      'the data has 3 labels of positions for an example, but says that it has 5 positions',
    ],
  ])('refuses the labels %j', (labels, message) => {
    const own: Split = {
      length: 1,
      labels: new Int32Array(1),
      targets: { size: labels.length, gather: (_, out) => out.set(labels) },
      gather: () => undefined,
    };
    expect(() => taskRecordOf(form, own, {})).toThrow(message);
  });

  it.each([
    [
      ['time', 'pitch'],
      'must be along axes of the data in their order (frequency, time), got time, pitch',
    ],
    [['time', 'frequency'], 'got time, frequency'],
    [[], 'got none'],
  ])('refuses labels along %j', (along, message) => {
    const wrong = { classes, targets: { ...targets, axes: along } };
    expect(() => positionClassification.head(wrong, ['frequency', 'time'])).toThrow(message);
  });
});
