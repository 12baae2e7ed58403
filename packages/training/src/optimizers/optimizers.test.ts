import { readFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOptimizer, type OptimizerConfig } from './index.ts';

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
      const saved = [...optimizer.slots].map(
        ([name, slot]) => [name, slot.dataSync(), slot.shape] as const,
      );
      optimizer.dispose();
      optimizer = createOptimizer(config);
      const restored = new Map(
        saved.map(([name, values, shape]) => [name, tf.tensor(values, shape)]),
      );
      optimizer.restore(restored);
      tf.dispose([...restored.values()]);
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

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    for (const { config } of Object.values(golden.cases)) descend(config, { interruptAt: 9 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
