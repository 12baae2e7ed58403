import { readFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOptimizer } from './index.ts';
import type { OptimizerConfig } from './optimizer.ts';

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

function descend(config: OptimizerConfig, options: { interruptAt?: number } = {}): number[][] {
  const variable = tf.tidy(() => tf.variable(tf.tensor2d(golden.start)));
  const parameters = [{ name: 'w', variable }];
  let optimizer = createOptimizer(config);
  for (let step = 1; step <= golden.steps; step++) {
    if (step === options.interruptAt) {
      // As a checkpoint does it: numbers out, a new optimizer, numbers in.
      const saved = optimizer.saved();
      optimizer.dispose();
      optimizer = createOptimizer(config);
      optimizer.restore(saved);
    }
    tf.tidy(() => {
      const distance = tf.sub(variable, tf.tensor2d(golden.target));
      const gradient = tf.mul(tf.tensor2d(golden.scale), tf.mul(distance, tf.square(distance)));
      optimizer.apply(parameters, [gradient], config.learningRate, step);
    });
  }
  const weights = variable.arraySync() as number[][];
  optimizer.dispose();
  variable.dispose();
  return weights;
}

/** The same gradients for some rows of a table, and with zeros for the others for all of it. */
function descendByRows(
  config: OptimizerConfig,
  touched: readonly (readonly number[])[],
): { byRows: number[]; whole: number[] } {
  const start = [1, -2, 3, 0.5, -1.5, 2];
  const table = { name: 'table', width: 2, values: Float32Array.from(start) };
  const variable = tf.tidy(() => tf.variable(tf.tensor2d(start, [3, 2])));
  const [sparse, dense] = [0, 1].map(() => createOptimizer(config));
  touched.forEach((rows, i) => {
    const gradientOf = (row: number) => [Math.sin(i + row), Math.cos(2 * i + row)];
    const gradients = Float32Array.from(rows.flatMap(gradientOf));
    sparse.applyToRows(table, { rows: Int32Array.from(rows), gradients }, 0.5, i + 1);
    tf.tidy(() => {
      const all = [0, 1, 2].map((row) => (rows.includes(row) ? gradientOf(row) : [0, 0]));
      dense.apply([{ name: 'table', variable }], [tf.tensor2d(all)], 0.5, i + 1);
    });
  });
  const whole = [...variable.dataSync()];
  dense.dispose();
  variable.dispose();
  return { byRows: [...table.values], whole };
}

describe('optimizers', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(Object.keys(golden.cases))('%s walks as PyTorch does', (name) => {
    const { config, weights } = golden.cases[name];
    descend(config)
      .flat()
      .forEach((weight, i) => expect(weight).toBeCloseTo(weights.flat()[i], 4));
  });

  it.each(Object.keys(golden.cases))('%s goes on to the last bit from saved moments', (name) => {
    const { config } = golden.cases[name];
    expect(descend(config, { interruptAt: 23 })).toEqual(descend(config));
  });

  it.each<OptimizerConfig>([
    { kind: 'sgd', learningRate: 0.1 },
    { kind: 'adadelta', learningRate: 1 },
  ])('$kind changes a row as the whole table, if the row comes and goes', (config) => {
    const { byRows, whole } = descendByRows(config, [[0, 2], [2], [2], [0, 2], [2], [0, 2]]);
    byRows.forEach((value, i) => expect(value).toBeCloseTo(whole[i], 5));
  });

  it.each(Object.keys(golden.cases))(
    '%s changes a row that always comes as PyTorch does',
    (name) => {
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
        optimizer.applyToRows(table, { rows, gradients }, config.learningRate, step);
      }
      table.values.forEach((weight, i) => expect(weight).toBeCloseTo(weights.flat()[i], 4));
    },
  );

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    for (const { config } of Object.values(golden.cases)) descend(config, { interruptAt: 9 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
