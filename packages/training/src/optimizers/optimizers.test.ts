import { readFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimizers } from './index.ts';
import { scheduleOf } from '../schedules/schedule.ts';
import { Optimizer } from './optimizer.ts';
import type { OptimizerConfig, OptimizerKind } from './optimizer-kind.ts';

interface Golden {
  start: number[][];
  target: number[][];
  scale: number[][];
  steps: number;
  cases: Record<string, { config: OptimizerConfig; weights: number[][] }>;
}

// PyTorch's weights after the same steps; the script that made them stands beside the file.
const golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/optimizers.json', import.meta.url), 'utf8'),
) as Golden;

const createOptimizer = (config: OptimizerConfig): Optimizer =>
  new Optimizer(optimizers[config.kind], config);

async function descend(
  config: OptimizerConfig,
  options: { interruptAt?: number } = {},
): Promise<number[][]> {
  const variable = tf.tidy(() => tf.variable(tf.tensor2d(golden.start)));
  const parameters = [{ name: 'w', variable }];
  let optimizer = createOptimizer(config);
  for (let step = 1; step <= golden.steps; step++) {
    if (step === options.interruptAt) {
      // As a checkpoint does it: numbers out, a new optimizer, numbers in.
      const saved = await optimizer.saved();
      optimizer.dispose();
      optimizer = createOptimizer(config);
      optimizer.restore(saved);
    }
    tf.tidy(() => {
      const distance = tf.sub(variable, tf.tensor2d(golden.target));
      const gradient = tf.mul(tf.tensor2d(golden.scale), tf.mul(distance, tf.square(distance)));
      optimizer.apply(parameters, [gradient], { learningRate: config.learningRate, step });
    });
  }
  const weights = variable.arraySync() as number[][];
  optimizer.dispose();
  variable.dispose();
  return weights;
}

/** The same gradients for some rows of a table, and with zeros for the others for all of it. */
async function descendByRows(
  make: () => Optimizer,
  touched: readonly (readonly number[])[],
): Promise<{ byRows: number[]; whole: number[] }> {
  const start = [1, -2, 3, 0.5, -1.5, 2];
  const table = { name: 'table', width: 2, values: Float32Array.from(start) };
  const variable = tf.tidy(() => tf.variable(tf.tensor2d(start, [3, 2])));
  const [sparse, dense] = [0, 1].map(make);
  for (const [i, rows] of touched.entries()) {
    const time = { learningRate: 0.5, step: i + 1 };
    const gradientOf = (row: number) => [Math.sin(i + row), Math.cos(2 * i + row)];
    const gradients = Float32Array.from(rows.flatMap(gradientOf));
    await sparse.applyToRows(table, { rows: Int32Array.from(rows), gradients }, time);
    tf.tidy(() => {
      const all = [0, 1, 2].map((row) => (rows.includes(row) ? gradientOf(row) : [0, 0]));
      dense.apply([{ name: 'table', variable }], [tf.tensor2d(all)], time);
    });
  }
  sparse.dispose();
  const whole = [...variable.dataSync()];
  dense.dispose();
  variable.dispose();
  return { byRows: [...table.values], whole };
}

describe('optimizers', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(Object.keys(golden.cases))('%s walks as PyTorch does', async (name) => {
    const { config, weights } = golden.cases[name];
    (await descend(config))
      .flat()
      .forEach((weight, i) => expect(weight).toBeCloseTo(weights.flat()[i], 4));
  });

  it.each(['sgd', 'adam'])('%s goes through one cycle as in PyTorch', (kind) => {
    const { start, target, steps, learningRate, optimizers, cases } = JSON.parse(
      readFileSync(new URL('../../../../tests/golden/schedules.json', import.meta.url), 'utf8'),
    ) as {
      start: number[][];
      target: number[][];
      steps: number;
      learningRate: number;
      optimizers: Record<string, object>;
      cases: Record<string, { schedule: { kind: string }; weights: Record<string, number[][]> }>;
    };
    const { schedule, weights } = cases['one cycle otherwise'];
    const course = scheduleOf(schedule);
    const optimizer = createOptimizer({ kind, learningRate, ...optimizers[kind] });
    const variable = tf.tidy(() => tf.variable(tf.tensor2d(start)));
    for (let step = 0; step < steps; step++) {
      tf.tidy(() =>
        optimizer.apply([{ name: 'w', variable }], [tf.sub(variable, tf.tensor2d(target))], {
          learningRate: learningRate * course.factor(step, steps),
          momentum: course.momentum(step, steps),
          step: step + 1,
        }),
      );
    }
    const reached = [...variable.dataSync()];
    reached.forEach((weight, i) => expect(weight).toBeCloseTo(weights[kind].flat()[i], 4));
    optimizer.dispose();
    variable.dispose();
  });

  it.each(Object.keys(golden.cases))(
    '%s goes on to the last bit from saved moments',
    async (name) => {
      const { config } = golden.cases[name];
      expect(await descend(config, { interruptAt: 23 })).toEqual(await descend(config));
    },
  );

  it.each<OptimizerConfig>([
    { kind: 'sgd', learningRate: 0.1 },
    { kind: 'adadelta', learningRate: 1 },
  ])('$kind changes a row as the whole table, if the row comes and goes', async (config) => {
    const { byRows, whole } = await descendByRows(
      () => createOptimizer(config),
      [[0, 2], [2], [2], [0, 2], [2], [0, 2]],
    );
    byRows.forEach((value, i) => expect(value).toBeCloseTo(whole[i], 5));
  });

  it.each(Object.keys(golden.cases))(
    '%s changes a row that always comes as PyTorch does',
    async (name) => {
      const { config, weights } = golden.cases[name];
      const optimizer = createOptimizer(config);
      const width = golden.start[0].length;
      const table = { name: 'table', width, values: Float32Array.from(golden.start.flat()) };
      const rows = Int32Array.from(golden.start, (_, i) => i);
      for (let step = 1; step <= golden.steps; step++) {
        const gradients = Float32Array.from(
          table.values,
          (x, i) => golden.scale.flat()[i] * (x - golden.target.flat()[i]) ** 3,
        );
        await optimizer.applyToRows(table, { rows, gradients }, { ...config, step });
      }
      table.values.forEach((weight, i) => expect(weight).toBeCloseTo(weights.flat()[i], 4));
    },
  );

  it.each(['sgd', 'adam', 'rmsprop', 'adadelta'])(
    '%s changes rows that always come the same by its update as by its row update',
    async (name) => {
      const { updateRows: _, ...withoutRows } = optimizers[name];
      const kind: OptimizerKind = withoutRows;
      const config = { kind: name, learningRate: 0.5 };
      const always = Array.from({ length: 6 }, () => [0, 1, 2]);
      const before = tf.memory().numTensors;
      const { byRows, whole } = await descendByRows(() => new Optimizer(kind, config), always);
      expect(byRows).toEqual(whole);
      expect(tf.memory().numTensors).toBe(before);
      const ours = await descendByRows(() => createOptimizer(config), always);
      byRows.forEach((value, i) => expect(value).toBeCloseTo(ours.byRows[i], 5));
    },
  );

  it.each<[OptimizerConfig, string]>([
    [
      { kind: 'adam', learningRate: 1, beta1: 1 },
      'beta1 of the optimizer "adam" must be a number from 0 to below 1, got 1',
    ],
    [
      { kind: 'adam', learningRate: 1, beta3: 0.1 },
      'there is no setting of the optimizer "adam" "beta3"; did you mean "beta1"?',
    ],
    [
      { kind: 'sgd', learningRate: 1, momentum: 'much' },
      'momentum of the optimizer "sgd" must be a number from 0 to below 1, got "much"',
    ],
  ])('refuses %j', (config, message) => {
    expect(() => createOptimizer(config)).toThrow(message);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    for (const { config } of Object.values(golden.cases)) await descend(config, { interruptAt: 9 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
