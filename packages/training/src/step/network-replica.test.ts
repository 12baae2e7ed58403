import { useBackend } from '@axiswise/backend';
import type { Batch } from '@axiswise/data';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it } from 'vitest';
import { optimizers } from '../optimizers/index.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { type Gradients, NetworkReplica } from './network-replica.ts';
import { NetworkUpdate } from './network-update.ts';
import { shape, smallNetwork, task } from './small-network.fixture.ts';
import { stepOf } from './step-of.ts';
import type { TrainingStep } from './training-step.ts';

const width = 2;

const tokens = [
  [2, 3, 0],
  [4, 2, 2],
  [5, 0, 0],
  [3, 5, 2],
  [4, 4, 3],
];
const labels = [0, 1, 1, 0, 1];
const batchOf = (from: number, to: number): Batch => ({
  examples: to - from,
  inputs: Float32Array.from(tokens.slice(from, to).flat()),
  targets: Float32Array.from(labels.slice(from, to)),
});
const time = { learningRate: 0.1, step: 1 };

function newStep(): { replica: NetworkReplica; update: NetworkUpdate; step: TrainingStep } {
  const network = smallNetwork({ width });
  const config = { kind: 'sgd', learningRate: 0.1, momentum: 0.9 };
  const optimizer = new Optimizer(optimizers[config.kind], config);
  const replica = new NetworkReplica({ network, shape, task });
  const update = new NetworkUpdate(replica, { optimizer, clipNorm: 0.2 });
  return { replica, update, step: stepOf((batch) => replica.gradients(batch), replica, update) };
}

/** What a step over several threads does between its two moves: adds, in the order of the parts. */
function sumOf([first, ...others]: readonly Gradients[]): Gradients {
  const rows = new Map<number, number[]>();
  for (const { tables } of [first, ...others]) {
    const values = tables[0].gradient.dataSync();
    tables[0].rows.forEach((row, i) => {
      const sum = rows.get(row) ?? [0, 0];
      rows.set(row, [sum[0] + values[i * width], sum[1] + values[i * width + 1]]);
    });
  }
  return {
    parameters: first.parameters.map((gradient, i) =>
      others.reduce((sum, { parameters }) => tf.add(sum, parameters[i]), gradient),
    ),
    tables: [{ rows: Int32Array.from(rows.keys()), gradient: tf.tensor2d([...rows.values()]) }],
  };
}

beforeAll(() => useBackend(testBackend()));

it('changes weights by the summed gradients of two parts as by those of the whole batch', async () => {
  const whole = newStep();
  const outcome = await whole.step.run(batchOf(0, 5), time);
  const { replica: divided, update } = newStep();
  const parts = [
    await divided.gradients(batchOf(0, 2), { first: 0, batchExamples: 5, batchWeight: 5 }),
    await divided.gradients(batchOf(2, 5), { first: 2, batchExamples: 5, batchWeight: 5 }),
  ];
  const norm = await update.apply(sumOf(parts.map(({ gradients }) => gradients)), time);

  // Clipping and the limit of the units' norms act on the whole batch, so both must have acted.
  expect(outcome.gradientNorm).toBeGreaterThan(0.2);
  expect(norm).toBeCloseTo(outcome.gradientNorm, 6);
  expect(parts[0].loss + parts[1].loss).toBeCloseTo(outcome.loss, 6);
  expect([...parts[0].scores, ...parts[1].scores]).toEqual([...outcome.scores]);
  const [a, b] = [await whole.step.weights(), await divided.weights()];
  expect([...a.keys()].sort()).toEqual([
    'dense_1/bias',
    'dense_1/kernel',
    'embedding_1_table_1/table',
  ]);
  for (const [name, { values }] of a) {
    values.forEach((value, i) => expect(value, name).toBeCloseTo(b.get(name)!.values[i], 6));
  }
});

it('has the cross-entropy of the mean of two labels as the loss of examples that are mixed', async () => {
  const others = Float32Array.from([1, 1, 0, 0, 0]);
  const share = 0.3;
  const batch = { ...batchOf(0, 5), mixed: { targets: others, share } };
  const whole = await newStep().replica.gradients(batch);
  let expected = 0;
  labels.forEach((label, i) => {
    const scores = whole.scores.subarray(2 * i, 2 * i + 2);
    const sum = Math.exp(scores[0]) + Math.exp(scores[1]);
    for (const each of [0, 1]) {
      const probability = (label === each ? 1 - share : 0) + (others[i] === each ? share : 0);
      expected -= (probability * Math.log(Math.exp(scores[each]) / sum)) / labels.length;
    }
  });
  expect(whole.loss).toBeCloseTo(expected, 6);

  // Parts of it add up.
  const { replica } = newStep();
  const parts: Gradients[] = [];
  let loss = 0;
  for (const [first, end] of [
    [0, 2],
    [2, 5],
  ]) {
    const mixed = { targets: others.subarray(first, end), share };
    const outcome = await replica.gradients(
      { ...batchOf(first, end), mixed },
      { first, batchExamples: 5, batchWeight: 5 },
    );
    loss += outcome.loss;
    parts.push(outcome.gradients);
  }
  expect(loss).toBeCloseTo(whole.loss, 6);
  sumOf(parts).parameters.forEach((sum, i) => {
    const one = whole.gradients.parameters[i].dataSync();
    sum.dataSync().forEach((value, j) => expect(value).toBeCloseTo(one[j], 6));
  });
});

it('changes nothing where the loss is no number', async () => {
  const { replica, step } = newStep();
  const good = await replica.weights();
  const kernel = good.get('dense_1/kernel')!;
  const broken = new Map(good).set('dense_1/kernel', {
    ...kernel,
    values: kernel.values.map(() => NaN),
  });
  replica.assign(broken);
  const { loss } = await step.run(batchOf(0, 5), time);
  expect(loss).toBeNaN();
  expect(await replica.weights()).toEqual(broken);
  expect((await step.state()).moments.size).toBe(0);
});
