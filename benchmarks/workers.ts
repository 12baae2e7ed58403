/**
 * Measures what `--workers` gains: examples per second in training and in scoring, of the four experiments'
 * default networks, with one worker and with several, interleaved in one process.
 *
 *     npx tsx benchmarks/workers.ts                        wasm, two workers
 *     npx tsx benchmarks/workers.ts --backend tensorflow --workers 4 --net images --rounds 9
 *
 *     npx tsx benchmarks/workers.ts --quiet 120            counts only what was measured while other processes
 *                                                          took less than a tenth of a core (Linux); it waits
 *                                                          so many seconds for that, for each network
 *
 * Writes one JSON document to standard output: the best of the rounds.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BackendName, useBackend } from '@axiswise/backend';
import type { Split } from '@axiswise/data';
import {
  type DataGeometry,
  defaultStrategy,
  loadExperiment,
  sizedNetworkOf,
  trainingOf,
} from '@axiswise/experiment';
import { buildNetwork } from '@axiswise/layers';
import { Random } from '@axiswise/random';
import { evaluate, scorerOf, train, WorkerTeam } from '@axiswise/training';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    workers: { type: 'string', default: '2' },
    net: { type: 'string' },
    quiet: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    /** Of training, in a round. */
    steps: { type: 'string', default: '12' },
  },
});

/** The data of the reference networks, in shape. */
const nets: Record<
  string,
  { readonly example: DataGeometry; readonly options?: Record<string, number> }
> = {
  images: { example: { shape: [28, 28, 1], classes: 10 } },
  spectrograms: { example: { shape: [40, 51, 1], classes: 10 }, options: { filters: 64 } },
  sentences: {
    example: { shape: [56, 1], classes: 2, vocabularySize: 18_000 },
    options: { width: 300 },
  },
  board: {
    example: { shape: [19, 19, 48], classes: 361 },
    options: { filters: 64, layers: 6 },
  },
};

function randomSplit({ shape, classes, vocabularySize }: DataGeometry, length: number): Split {
  const random = new Random(0, 'workers');
  const size = shape.reduce((product, axis) => product * axis, 1);
  const inputs = Float32Array.from({ length: length * size }, () =>
    vocabularySize === undefined ? random.uniform() : random.integer(vocabularySize),
  );
  return {
    length,
    labels: Int32Array.from({ length }, () => random.integer(classes)),
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        out.set(inputs.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
      }
    },
  };
}

const workers = Number(values.workers);
const backend = values.backend as BackendName;
const engine = await useBackend(backend, { threads: 1 });

/** Seconds of all cores that this process used, and that all processes used. */
function coreSeconds(): { own: number; all: number } {
  const { user, system } = process.cpuUsage();
  const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1);
  const [ofUsers, nice, ofSystem, , , interrupts, soft, stolen] = ticks.map(Number);
  return {
    own: (user + system) / 1e6,
    all: (ofUsers + nice + ofSystem + interrupts + soft + stolen) / 100,
  };
}

/** Measures again and again until other processes left the cores alone; undefined after the deadline. */
async function undisturbed(
  measure: () => Promise<number>,
  deadline: number,
): Promise<number | undefined> {
  if (values.quiet === undefined) return measure();
  while (performance.now() < deadline) {
    const [before, begin] = [coreSeconds(), performance.now()];
    const measured = await measure();
    const [after, seconds] = [coreSeconds(), (performance.now() - begin) / 1000];
    const others = after.all - before.all - (after.own - before.own);
    if (others < 0.1 * seconds + 0.02) return measured;
    await sleep(300);
  }
  return undefined;
}

async function measure(name: string): Promise<object> {
  const experiment = await loadExperiment(name);
  const { example, options = {} } = nets[name];
  const strategy = defaultStrategy(experiment);
  const { network: geometry } = sizedNetworkOf(experiment, strategy, example, options, 'none');
  const { config } = trainingOf(experiment);
  const { batchSize } = config;
  const { shape, classes } = example;
  const split = randomSplit(example, batchSize * Number(values.steps));
  const network = buildNetwork(geometry, { seed: 0 });
  const team = await WorkerTeam.toTrain({
    ...{ network, shape, classes, batchSize, workers },
    entry: {
      module: new URL('../packages/runner/src/replica-module.ts', import.meta.url),
      data: {
        ...{ experiment: name, strategy, example, options, budget: 'none', seed: 0 },
        ...{ backend, threads: 1 },
      },
    },
  });
  const ofTraining = async (with_: WorkerTeam | undefined): Promise<number> => {
    const { bestBy, patience, restoreBest, ...once } = { ...config, epochs: 1 };
    const { examplesPerSecond } = await train({
      ...{ network, train: split, shape, classes, seed: 0, config: once, kinds: experiment },
      team: with_,
    });
    return examplesPerSecond;
  };
  const ofScoring = async (with_: WorkerTeam | undefined): Promise<number> => {
    const begin = performance.now();
    await evaluate(with_ ? await with_.scorer() : scorerOf(network.logits, shape), split, {
      ...{ batchSize, shape, classes },
    });
    return (1000 * split.length) / (performance.now() - begin);
  };
  const deadline = performance.now() + 1000 * Number(values.quiet ?? 0);
  const best: Record<string, number> = {};
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [count, with_] of [
      [1, undefined],
      [workers, team],
    ] as const) {
      const rates = { [`train${count}`]: ofTraining, [`score${count}`]: ofScoring };
      for (const [key, rate] of Object.entries(rates)) {
        // The first round warms up.
        if (round < 0) await rate(with_);
        else {
          const measured = await undisturbed(() => rate(with_), deadline);
          best[key] = Math.max(best[key] ?? 0, measured ?? 0);
        }
      }
    }
  }
  await team.dispose();
  network.model.dispose();
  const rounded = Object.entries(best).map(([key, rate]) => [key, Math.round(rate)] as const);
  return {
    net: name,
    ...Object.fromEntries(rounded),
    train: +(best[`train${workers}`] / best['train1']).toFixed(2),
    score: +(best[`score${workers}`] / best['score1']).toFixed(2),
  };
}

const rows: object[] = [];
for (const name of values.net ? [values.net] : Object.keys(nets)) {
  rows.push(await measure(name));
  process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
}
const { name, version } = engine;
console.log(
  JSON.stringify(
    {
      command: `npx tsx benchmarks/workers.ts ${process.argv.slice(2).join(' ')}`.trim(),
      engine: { name, version },
      workers,
      cpu: os.cpus()[0].model,
      cores: os.availableParallelism(),
      node: process.versions.node,
      rows,
    },
    null,
    2,
  ),
);
