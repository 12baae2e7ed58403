/**
 * Our side of `npm run bench`: the two-block network on one engine, with the project's own trainer.
 * Reads one task per line ("train" or "infer") and writes one line of JSON for each.
 */
import { createInterface } from 'node:readline';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import { arraySplit } from '@axiswise/data';
import { Random } from '@axiswise/random';
import {
  block,
  defineAxes,
  dense,
  deriveNetwork,
  flatten,
  inputOf,
  pool,
  slide,
  yes,
} from '@axiswise/geometry';
import { buildNetwork } from '@axiswise/layers';
import { evaluate, scorerOf, train } from '@axiswise/training';

const [backend, threads, batchSize, batches] = process.argv.slice(2);
const engine = await useBackend(backend as BackendChoice, { threads: Number(threads) });

const anywhere = { patternsRecur: yes('a picture'), subsamplable: yes('a picture') };
const both = {
  move: { height: slide(3), width: slide(3) },
  pool: { height: pool(2), width: pool(2) },
};
const shape = [28, 28, 1];
const classes = 10;
const network = buildNetwork(
  deriveNetwork(inputOf(defineAxes({ height: anywhere, width: anywhere }), shape), [
    ...block(25, both),
    ...block(50, both),
    flatten(),
    dense(100),
    dense(classes, { activation: 'softmax' }),
  ]),
  { seed: 0 },
);
const random = new Random(0, 'benchmark');
const count = Number(batchSize) * Number(batches);
const split = arraySplit({
  inputs: Float32Array.from({ length: count * 784 }, () => random.uniform()),
  labels: Int32Array.from({ length: count }, () => random.integer(classes)),
  shape,
  classes,
});

const tasks: Record<string, () => Promise<unknown>> = {
  train: () =>
    train({
      network,
      train: split,
      shape,
      classes,
      seed: 0,
      config: {
        epochs: 1,
        batchSize: Number(batchSize),
        optimizer: { kind: 'adam', learningRate: 1e-3 },
      },
    }),
  infer: () =>
    evaluate(scorerOf(network.logits, shape), split, {
      batchSize: Number(batchSize),
      shape,
      classes,
    }),
};

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
say({ name: `Axiswise ${engine.name}`, version: engine.version });
for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await tasks[line.trim()]();
  const seconds = (performance.now() - start) / 1000;
  say({
    examplesPerSecond: count / seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  });
}
