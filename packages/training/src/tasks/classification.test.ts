import { arraySplit } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { checkConfig, type TrainingConfig } from '../training-config.ts';
import { openTask, taskRecordOf } from './open-task.ts';

const classes = ['rare', 'usual', 'often'];
const train = arraySplit({
  inputs: new Float32Array(6),
  labels: Int32Array.of(0, 1, 1, 2, 2, 2),
  shape: [1],
  classes: 3,
});
const recordWith = (config: Pick<TrainingConfig, 'classWeights' | 'loss'>) =>
  taskRecordOf({ classes }, train, config);

describe('a classification', () => {
  it('is recorded only where it takes something from the examples', () => {
    expect(recordWith({})).toBeUndefined();
    expect(recordWith({ loss: { labelSmoothing: 0.1 } })).toBeUndefined();
  });

  it('balances classes: each has the same weight in all', () => {
    // As compute_class_weight('balanced') of scikit-learn: 6 / (3 × 1), 6 / (3 × 2), 6 / (3 × 3).
    expect(recordWith({ classWeights: 'balanced' })?.facts).toEqual({
      classWeights: [2, 1, 2 / 3],
    });
  });

  it('takes weights by the names of the classes, 1 for the others', () => {
    const record = recordWith({ classWeights: { rare: 5 } });
    expect(record).toEqual({ kind: 'classification', facts: { classWeights: [5, 1, 1] } });
    const task = openTask(record, classes);
    expect(task.weight(Float32Array.of(0, 1, 0))).toBe(11);
    expect(task.reportsLoss).toBe(false);
    expect(openTask(undefined, classes).reportsLoss).toBe(true);
    expect(openTask(undefined, classes, { loss: { labelSmoothing: 0.1 } }).reportsLoss).toBe(false);
  });

  it('refuses weights of a class that is not there', () => {
    expect(() => recordWith({ classWeights: { rere: 2 } })).toThrow(
      'the class weights name "rere", but there is no such class; did you mean "rare"? ' +
        '(classes: rare, usual, often)',
    );
  });

  it('refuses to balance a class without examples', () => {
    const without = { classes: [...classes, 'never'] };
    expect(() => taskRecordOf(without, train, { classWeights: 'balanced' })).toThrow(
      'balanced class weights need a training example of every class, but "never" has none',
    );
  });

  it('refuses a loss of another task', () => {
    expect(() => recordWith({ loss: { kind: 'huber' } })).toThrow(
      'the loss "huber" is for the task regression, but the data are for classification; leave it out',
    );
  });
});

describe('a configuration of the loss', () => {
  const config = {
    epochs: 1,
    batchSize: 1,
    optimizer: { kind: 'adam', learningRate: 0.1 },
  };

  it.each([
    [{ loss: { labelSmoothing: 1 } }, 'must be a number from 0 to below 1, got 1'],
    [{ loss: { labelSmoothing: -0.1 } }, 'must be a number from 0 to below 1, got -0.1'],
    [{ loss: { smoothing: 0.1 } }, 'smoothing'],
    [{ loss: { kind: 'hubber' } }, 'did you mean "huber"?'],
    [{ loss: 'huber' }, 'loss must be an object with the settings of a loss, got "huber"'],
    [{ classWeights: { a: 0 } }, 'classWeights must be "balanced" or an object'],
    [{ classWeights: 'balance' }, 'classWeights must be "balanced" or an object'],
    [{ classWeight: 'balanced' }, 'did you mean "classWeights"?'],
  ])('is refused: %j', (wrong, message) => {
    expect(() => checkConfig({ ...config, ...wrong } as TrainingConfig)).toThrow(message);
  });

  it('may be that of any task, until the data say which it is', () => {
    for (const loss of [{}, { labelSmoothing: 0 }, { kind: 'huber', delta: 2 }]) {
      expect(() => checkConfig({ ...config, loss })).not.toThrow();
    }
  });
});
