import type { Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { ScoreCounter } from '../metrics/scores.ts';
import { openTask, taskRecordOf } from './open-task.ts';
import type { Task, TaskForm, TestOutcome } from './task.ts';

const numbers = (task: string, ...names: string[]): TaskForm => ({
  classes: [],
  targets: { task, shape: [names.length], names },
});

/** A split of which only what is right is looked at. */
function splitOf(targets: readonly number[], size: number): Split {
  const values = Float32Array.from(targets);
  return {
    length: targets.length / size,
    labels: new Int32Array(targets.length / size),
    targets: {
      size,
      gather: (indices, out) =>
        Array.from(indices).forEach((index, i) =>
          out.set(values.subarray(index * size, (index + 1) * size), i * size),
        ),
    },
    gather: () => undefined,
  };
}

const taskOn = (form: TaskForm, train: Split): Task =>
  openTask(taskRecordOf(form, train, {}), form.classes);

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The metrics of a test outcome whose outputs are given. */
function measured(task: Task, targets: Float32Array, outputs: Float32Array) {
  const counter = new ScoreCounter(task);
  counter.add(targets, outputs);
  return counter.scores();
}

describe.each([
  {
    form: numbers('regression', 'slant', 'width'),
    draw: (random: Random) => 3 * random.normal(),
  },
  { form: numbers('multi-label', 'a', 'b'), draw: (random: Random) => random.integer(2) },
  {
    form: {
      classes: ['a', 'b', 'c'],
      targets: { task: 'position-classification', shape: [2], names: ['part'], axes: ['time'] },
    },
    draw: (random: Random) => random.integer(3),
  },
])('the scores of $form.targets.task', ({ form, draw }) => {
  const random = new Random(0, 'scores');
  const examples = 12;
  const drawn = Float32Array.from({ length: 2 * examples }, () => draw(random));
  const targets = Float32Array.from(drawn);
  const task = taskOn(form, splitOf([...targets], 2));
  const { outputSize } = task;
  const outputs = Float32Array.from({ length: outputSize * examples }, () => random.normal());
  const names = Object.keys(task.kind.scores(form));
  const outcome: TestOutcome = { targets, predictions: task.outcome(outputs) };

  it.each(names)('of %s have the metric as their mean, and say what an example changes', (name) => {
    const scores = task.kind.scores(form)[name].of(outcome, form);
    const metric = measured(task, targets, outputs)[name]!;
    expect(meanOf(scores)).toBeCloseTo(metric, 5);
    // The same examples many times, and one of them once more.
    const times = 400;
    const all = times * examples;
    const with1 = (values: Float32Array, i: number): Float32Array => {
      const size = values.length / examples;
      return Float32Array.from({ length: size * (all + 1) }, (_, at) =>
        at < size * all ? values[at % values.length] : values[size * i + (at - size * all)],
      );
    };
    for (const i of [0, 1, 2, 3, 4]) {
      const more = measured(task, with1(targets, i), with1(outputs, i))[name]!;
      expect((more - metric) * (all + 1)).toBeCloseTo(scores[i] - metric, 1);
    }
  });
});

describe('the constant prediction', () => {
  const predictionOf = (task: Task, train: Split): number[] => [
    ...task.predict(task.constantOutputs(train, 1)),
  ];

  it('is the class that is most frequent in training, the first of equals, in any number of examples', () => {
    const form = { classes: ['a', 'b', 'c'] };
    const train = { ...splitOf([], 1), labels: Int32Array.of(2, 1, 1, 2, 0), length: 5 };
    const task = taskOn(form, train);
    expect(predictionOf(task, train)[1]).toBeCloseTo(0.4, 6);
    const predictions = task.predict(task.constantOutputs(train, 4));
    const targets = Float32Array.of(0, 1, 2, 1);
    expect([...task.kind.score.of({ targets, predictions }, form)]).toEqual([0, 1, 0, 1]);
    // It may be a class without test examples, or without training examples.
    const one = { ...train, labels: Int32Array.of(2, 2, 2), length: 3 };
    expect(predictionOf(task, one)[2]).toBeCloseTo(0.75, 6);
  });

  it('is the mean of the training targets, in their unit', () => {
    const train = splitOf([10, 1, 30, 3], 2);
    expect(predictionOf(taskOn(numbers('regression', 'x', 'y'), train), train)).toEqual([20, 2]);
  });

  it('has the labels that most training examples have', () => {
    const train = splitOf([1, 0, 1, 0, 0, 0], 2);
    const [often, never] = predictionOf(taskOn(numbers('multi-label', 'a', 'b'), train), train);
    expect(often).toBeCloseTo(2.5 / 4, 6);
    expect(never).toBeCloseTo(0.5 / 4, 6);
  });
});
