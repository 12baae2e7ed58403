import { useBackend } from '@axiswise/backend';
import { readTensor } from '@axiswise/backend/read-tensor';
import { positionSplit, unlabelled } from '@axiswise/data';
import {
  convolution,
  defineAxes,
  deriveNetwork,
  inputOf,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { buildNetwork, logitsOf, toPortableModel } from '@axiswise/layers';
import { Random } from '@axiswise/random';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { scorerOf } from './scorer.ts';
import { openTask, taskRecordOf } from './tasks/open-task.ts';
import { train } from './trainer.ts';

const anywhere = { patternsRecur: yes('they may'), subsamplable: yes('it may be') };
const length = 12;
const bands = 3;

/**
 * Which band of each frame is the loudest in this frame and the next one together: the label of a frame depends on
 * its neighbour and on no place. A tenth of the frames have no label.
 */
function loudest(count: number, key: string) {
  const random = new Random(3, key);
  const inputs = Float32Array.from({ length: count * bands * length }, () => random.uniform());
  const labels = Int16Array.from({ length: count * length }, (_, at) => {
    const [example, time] = [Math.floor(at / length), at % length];
    const sums = Array.from({ length: bands }, (_band, band) => {
      const from = (example * bands + band) * length;
      return inputs[from + time] + (time + 1 < length ? inputs[from + time + 1] : 0);
    });
    return random.integer(10) === 0 ? unlabelled : sums.indexOf(Math.max(...sums));
  });
  return positionSplit({
    inputs,
    labels: { values: labels, shape: [length] },
    shape: [bands, length, 1],
    classes: bands,
  });
}

beforeAll(() => useBackend(testBackend()));

it('learns a class of each frame, over an axis that filters span, and saves a model that gives it', async () => {
  const before = tf.memory().numTensors;
  const axes = defineAxes({ band: anywhere, time: anywhere });
  const shape = [bands, length, 1];
  const classes = ['low', 'middle', 'high'];
  const targets = {
    ...{ task: 'position-classification', names: ['band'] },
    ...{ shape: [length], axes: ['time'] },
  };
  const form = { classes, targets };
  const [examples, test] = [loudest(300, 'train'), loudest(60, 'test')];
  const task = openTask(taskRecordOf(form, examples, {}), classes);
  const geometry = deriveNetwork(inputOf(axes, shape), [
    convolution(12, { move: { band: span(), time: slide(3, { padding: 'same' }) } }),
    ...task.kind.head(form, axes.names),
  ]);
  expect(geometry.layers.at(-1)!.outputShape).toEqual([length, 3]);
  const network = buildNetwork(geometry, { seed: 1, activation: task.kind.activation });
  const { history } = await train({
    ...{ network, train: examples, validation: test, shape, task, seed: 1 },
    config: {
      ...{ epochs: 15, batchSize: 20, optimizer: { kind: 'adam', learningRate: 0.03 } },
      ...{ bestBy: 'meanIoU', restoreBest: true },
    },
  });
  expect(history.at(-1)!.validation!['positionAccuracy']).toBeGreaterThan(0.9);

  const predicted = new Float32Array(test.length * task.outcomeSize);
  const scores = await evaluate(scorerOf(network.logits, shape), test, {
    ...{ shape, task, predictions: predicted },
  });
  const outcome = { targets: new Float32Array(test.length * length), predictions: predicted };
  test.targets!.gather([...Array(test.length).keys()], outcome.targets);
  const shares = task.kind.score.of(outcome, form);
  expect(shares.reduce((sum, share) => sum + share, 0) / test.length).toBeCloseTo(
    scores['positionAccuracy']!,
    6,
  );

  const portable = toPortableModel(network);
  const inputs = new Float32Array(test.length * bands * length);
  await test.gather([...Array(test.length).keys()], inputs);
  const x = tf.tensor(inputs, [test.length, ...shape]);
  const probabilities = portable.predict(x) as tf.Tensor;
  expect(probabilities.shape).toEqual([test.length, length, 3]);
  const best = tf.argMax(probabilities, -1);
  expect(Array.from(await readTensor(best))).toEqual([...predicted]);
  expect(logitsOf(portable).outputs[0].shape).toEqual([null, length, 3]);
  tf.dispose([x, probabilities, best]);
  portable.dispose();
  network.model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('labels the positions of a single axis', () => {
  const axes = defineAxes({ time: anywhere });
  const form = {
    classes: ['a', 'b'],
    targets: { task: 'position-classification', shape: [5], names: ['label'], axes: ['time'] },
  };
  const { head } = openTask({ kind: form.targets.task, targets: form.targets }, form.classes).kind;
  const geometry = deriveNetwork(inputOf(axes, [5, 4]), head(form, axes.names));
  const { model } = buildNetwork(geometry, { seed: 1, activation: 'softmax' });
  expect(model.outputs[0].shape).toEqual([null, 5, 2]);
  model.dispose();
});
