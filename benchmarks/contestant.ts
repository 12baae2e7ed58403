/**
 * Our side of `npm run bench`: a reference network on one engine, with the trainer's own step. Reads one task
 * a line ("train" or "infer"), each over all batches once, and writes one line of JSON for each. The first line
 * that it writes says who it is, and which tasks it knows.
 *
 *     contestant.ts NET BACKEND THREADS WORKERS BATCHES
 */
import { createInterface } from 'node:readline';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import {
  examplesOf,
  learningRate,
  openNet,
  randomBatches,
  referenceNetNamed,
} from '@axiswise/bench';

const [name, backend, threads, workers, count] = process.argv.slice(2);
const net = referenceNetNamed(name);
const engine = await useBackend(backend as BackendChoice, { threads: Number(threads) });
const { step, predict, dispose } = await openNet(net, { engine, workers: Number(workers) });
const batches = randomBatches(net, Number(count));

const examples = examplesOf(net, batches);

let steps = 0;
const tasks: Record<string, () => Promise<unknown>> = {
  async train() {
    for (const batch of batches) await step.run(batch, { learningRate, step: ++steps });
  },
  infer: () => predict(examples),
};

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
say({ name: `Axiswise ${engine.name}`, version: engine.version, tasks: Object.keys(tasks) });
for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await tasks[line.trim()]();
  const seconds = (performance.now() - start) / 1000;
  say({
    examplesPerSecond: examples.length / seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  });
}
await dispose();
