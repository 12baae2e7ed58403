/**
 * Measures what `--workers` gains: examples per second in training and in scoring, of the default networks of
 * four experiments, with one worker and with several, interleaved in one process.
 *
 *     npx tsx benchmarks/workers.ts                        wasm, two workers
 *     npx tsx benchmarks/workers.ts --backend tensorflow --workers 4 --net images --rounds 9
 *
 * Writes `results/workers.json`; what it holds of other engines stays. Of all steps that were timed, the one counts than which a tenth
 * are faster: the rest may have shared the cores with other processes.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type BackendName, useBackend } from '@axiswise/backend';
import { thisMachine } from '@axiswise/bench';
import type { Split } from '@axiswise/data';
import {
  type DataGeometry,
  defaultStrategy,
  loadExperiment,
  sizedNetworkOf,
  trainingOf,
} from '@axiswise/experiment';
import { writeFileAtomically } from '@axiswise/files';
import { buildNetwork } from '@axiswise/layers';
import { Random } from '@axiswise/random';
import { classificationOf, evaluate, scorerOf, train, WorkerTeam } from '@axiswise/training';
import type { WorkersGain, WorkersGains } from './workers-record.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    workers: { type: 'string', default: '2' },
    net: { type: 'string' },
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

async function measure(name: string): Promise<WorkersGain> {
  const experiment = await loadExperiment(name);
  const { example, options = {} } = nets[name];
  const strategy = defaultStrategy(experiment);
  const { network: geometry } = sizedNetworkOf(experiment, strategy, example, options, {
    budget: 'none',
  });
  const { config } = trainingOf(experiment);
  const { batchSize } = config;
  const { shape, classes } = example;
  const task = classificationOf(classes);
  const split = randomSplit(example, batchSize * Number(values.steps));
  const network = buildNetwork(geometry, { seed: 0 });
  const team = await WorkerTeam.toTrain({
    ...{ network, shape, task, batchSize, workers },
    entry: {
      module: new URL('../packages/runner/src/replica-module.ts', import.meta.url),
      data: {
        ...{ experiment: name, strategy, example, options, budget: 'none', seed: 0 },
        ...{ backend, threads: 1, classes: task.form.classes },
      },
    },
  });
  /** Milliseconds between the ends of steps. */
  const ofTraining = async (with_: WorkerTeam | undefined): Promise<number[]> => {
    const { bestBy, patience, restoreBest, ...once } = { ...config, epochs: 1 };
    const times: number[] = [];
    let last = 0;
    const onStep = (): void => {
      const now = performance.now();
      if (last > 0) times.push(now - last);
      last = now;
    };
    await train({
      ...{ network, train: split, shape, task, seed: 0, config: once, kinds: experiment },
      observer: { onStep },
      team: with_,
    });
    return times;
  };
  /** Milliseconds a batch. */
  const ofScoring = async (with_: WorkerTeam | undefined): Promise<number[]> => {
    const begin = performance.now();
    await evaluate(with_ ? await with_.scorer() : scorerOf(network.logits, shape), split, {
      ...{ batchSize, shape, task },
    });
    return [(batchSize * (performance.now() - begin)) / split.length];
  };
  const times: Record<string, number[]> = {};
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [count, with_] of [
      [1, undefined],
      [workers, team],
    ] as const) {
      for (const [key, timed] of [
        [`train${count}`, ofTraining],
        [`score${count}`, ofScoring],
      ] as const) {
        const measured = await timed(with_);
        // The first round warms up.
        if (round >= 0) (times[key] ??= []).push(...measured);
      }
    }
  }
  await team.dispose();
  network.model.dispose();
  const rate = (key: string): number => (1000 * batchSize) / tenth(times[key]);
  return {
    net: name,
    batchSize,
    train: { one: rate('train1'), several: rate(`train${workers}`) },
    score: { one: rate('score1'), several: rate(`score${workers}`) },
  };
}

/** The value than which a tenth are smaller. */
const tenth = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)];

const rows: WorkersGain[] = [];
for (const name of values.net ? [values.net] : Object.keys(nets)) {
  const gain = await measure(name);
  rows.push(gain);
  for (const [what, { one, several }] of Object.entries({ train: gain.train, score: gain.score })) {
    console.log(
      `${name}, ${what}: ${Math.round(one)} examples/s with one worker, ${Math.round(several)} with ` +
        `${workers}: ${(several / one).toFixed(2)} times`,
    );
  }
}
const file = path.join(import.meta.dirname, 'results/workers.json');
const machine = thisMachine();
const before = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as WorkersGains)
  : undefined;
const known = before && isDeepStrictEqual(before.machine, machine) ? before.engines : [];
const { name, version } = engine;
const gains: WorkersGains = {
  machine,
  engines: [
    ...known.filter((each) => each.backend !== name || each.workers !== workers),
    { backend: name, version, workers, rows },
  ],
};
// A part of the nets is looked at, and not published.
if (!values.net) await writeFileAtomically(file, `${JSON.stringify(gains, null, 2)}\n`);
