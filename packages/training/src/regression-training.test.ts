import { useBackend } from '@axiswise/backend';
import { readTensor } from '@axiswise/backend/read-tensor';
import { targetSplit } from '@axiswise/data';
import { defineAxes, deriveNetwork, flatten, inputOf, no } from '@axiswise/geometry';
import { buildNetwork, logitsOf, toPortableModel } from '@axiswise/layers';
import { Random } from '@axiswise/random';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { scorerOf } from './scorer.ts';
import { openTask, taskRecordOf } from './tasks/open-task.ts';
import { train } from './trainer.ts';

const axes = defineAxes({
  sensor: { patternsRecur: no('each is another one'), subsamplable: no('each counts') },
});
const shape = [3, 1];
const targets = { task: 'regression', shape: [2], names: ['sum', 'difference'] };

/** Two linear functions of three numbers, far from zero. */
function sums(count: number, key: string) {
  const random = new Random(3, key);
  const inputs = Float32Array.from({ length: 3 * count }, () => random.normal());
  const values = Float32Array.from({ length: 2 * count }, (_, i) => {
    const [a, b, c] = inputs.subarray(3 * Math.floor(i / 2));
    return i % 2 === 0 ? 500 + 10 * (a + b + c) : -3 + a - c;
  });
  return targetSplit({ inputs, targets: { values, shape: [2] }, shape });
}

beforeAll(() => useBackend(testBackend()));

it.each([undefined, { kind: 'huber', delta: 2 }])(
  'learns numbers in their unit with the loss %j, and saves a model that gives them',
  async (loss) => {
    const before = tf.memory().numTensors;
    const [examples, test] = [sums(400, 'train'), sums(50, 'test')];
    const form = { classes: [], targets };
    const config = { epochs: 12, batchSize: 20, optimizer: { kind: 'adam', learningRate: 0.03 } };
    const task = openTask(taskRecordOf(form, examples, { loss }), [], { loss });
    const geometry = deriveNetwork(inputOf(axes, shape), [
      flatten(),
      ...task.kind.head(form, axes.names),
    ]);
    const network = buildNetwork(geometry, { seed: 1, activation: task.kind.activation });
    const { history } = await train({
      ...{ network, train: examples, validation: test, shape, task, seed: 1 },
      config: { ...config, ...(loss && { loss }), bestBy: 'r2', restoreBest: true },
    });
    expect(history[0].train.accuracy).toBeUndefined();
    expect(history.at(-1)!.validation!['r2']).toBeGreaterThan(0.999);

    const predictions = new Float32Array(2 * test.length);
    const score = scorerOf(network.logits, shape);
    const scores = await evaluate(score, test, { shape, task, predictions });
    expect(scores['mae']).toBeLessThan(0.3);

    const portable = toPortableModel(network, { rescaled: task.rescaled });
    const inputs = new Float32Array(3 * test.length);
    await test.gather([...Array(test.length).keys()], inputs);
    const x = tf.tensor(inputs, [test.length, ...shape]);
    const outputs = portable.predict(x) as tf.Tensor;
    (await readTensor(outputs)).forEach((value, i) => expect(value).toBeCloseTo(predictions[i], 2));
    expect(logitsOf(portable).outputs[0].shape).toEqual([null, 2]);
    tf.dispose([x, outputs]);
    portable.dispose();
    network.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);

it('refuses a network that does not end linearly', () => {
  const geometry = deriveNetwork(inputOf(axes, shape), [
    flatten(),
    ...openTask(undefined, ['a', 'b']).kind.head({ classes: ['a', 'b'] }, axes.names),
  ]);
  expect(() => buildNetwork(geometry, { seed: 1, activation: 'linear' })).toThrow(
    'the last layer of a network for this task must be linear',
  );
});
