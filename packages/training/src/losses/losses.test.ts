import { readFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTask } from '../tasks/open-task.ts';
import type { Task, TaskRecord } from '../tasks/task.ts';
import { losses } from './index.ts';

interface Case {
  readonly loss: string;
  readonly config: Readonly<Record<string, number>>;
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly number[] | readonly (readonly number[])[];
  readonly classWeights?: readonly number[];
  readonly value: number;
  readonly gradient: readonly (readonly number[])[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/losses.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, Case>> };

/** The task of a case; numbers come as they are, with a mean of 0 and a standard deviation of 1. */
function taskOf({ loss, config, outputs, classWeights }: Case): Task {
  const width = outputs[0].length;
  const { task } = losses[loss];
  const isOfClasses = task === 'classification';
  const isOfPositions = task === 'position-classification';
  const names = outputs[0].map((_, i) => `number ${i}`);
  const facts = classWeights && { classWeights };
  // Each row is an example of one position.
  const position = { task, shape: [1], names: ['part'], axes: ['time'] };
  const record: TaskRecord =
    isOfClasses || isOfPositions
      ? { kind: task, ...(isOfPositions && { targets: position }), ...(facts && { facts }) }
      : {
          kind: task,
          targets: { task, shape: [width], names },
          facts: { mean: [0, 0], standardDeviation: [1, 1] },
        };
  const classes =
    isOfClasses || isOfPositions ? Array.from({ length: width }, (_, i) => `class ${i}`) : [];
  return openTask(record, classes, { loss: { kind: loss, ...config } });
}

/** The mean loss and its gradient by the outputs. */
function lossOf(task: Task, given: Pick<Case, 'outputs' | 'targets'>) {
  return tf.tidy(() => {
    const wanted = task.targets(tf, Float32Array.from(given.targets.flat()));
    const { value, grad } = tf.valueAndGrad((x) => task.loss(tf, x, wanted))(
      tf.tensor2d(given.outputs.map((row) => [...row])),
    );
    return { value: value.dataSync()[0], gradient: grad.arraySync() as number[][] };
  });
}

describe('losses', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(Object.entries(cases))('%s is that of PyTorch, and so is its gradient', (_, given) => {
    const { value, gradient } = lossOf(taskOf(given), given);
    expect(value).toBeCloseTo(given.value, 5);
    given.gradient.forEach((row, i) =>
      row.forEach((each, j) => expect(gradient[i][j], `${i}, ${j}`).toBeCloseTo(each, 5)),
    );
  });

  it.each(Object.entries(cases))(
    '%s of a batch is that of its parts by their weights',
    (_, given) => {
      const task = taskOf(given);
      const targetsOf = (from: number, to?: number) =>
        Float32Array.from(given.targets.slice(from, to).flat());
      const shares = [
        [0, 2],
        [2, undefined],
      ].map(([from = 0, to]) => {
        const part = {
          outputs: given.outputs.slice(from, to),
          targets: given.targets.slice(from, to) as typeof given.targets,
        };
        const share = task.weight(targetsOf(from, to)) / task.weight(targetsOf(0));
        return share * lossOf(task, part).value;
      });
      expect(shares[0] + shares[1]).toBeCloseTo(given.value, 5);
    },
  );
});
