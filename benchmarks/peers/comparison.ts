/**
 * How long a whole comparison takes, ours and PyTorch's: five strategies of `images` at equal numbers of
 * parameters, each trained with several seeds on handwritten digits of MNIST, and scored.
 *
 *     npx tsx benchmarks/peers/comparison.ts            a table, and benchmarks/results/comparison-time.json
 *     npx tsx benchmarks/peers/comparison.ts --rounds 1 --seeds 1 --train-examples 1000 --epochs 1
 *                                                       less of it, and no file
 *
 * The contestants take turns, round after round; the median of the wall-clock times counts, from the start of
 * the first process to the end of the last. Every call starts cold: new processes, an empty cache folder, and
 * the data read from the files of MNIST.
 *
 * - Ours is `npx axiswise compare images` with the jobs that it takes by default: one process of one thread for
 *   each core. Once on wasm and, where it is installed, once on native TensorFlow.
 * - PyTorch's is comparison.py: all trials in one process, with the threads that it takes by itself, and with as
 *   many processes as there are cores, which share the trials and have one thread each. (With more threads each
 *   they would wait for each other.)
 *
 * Both sides train the same networks: comparison.py builds them from the layers that the experiment declares,
 * and the numbers of parameters are compared. Both hold out the same number of examples, train as many others,
 * drawn by the seed, with Adam, dropout and a cosine schedule, keep the weights of the epoch with the lowest
 * validation loss, score the test with them, count what is taken for what, score examples that are moved along
 * each axis as `compare` does, and write the weights. Ours also writes checkpoints and the predictions of each
 * trial, analyses the pairs of strategies, and writes a report.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { probeBackends } from '@axiswise/backend';
import { thisMachine } from '@axiswise/bench';
import type { Comparison } from '@axiswise/compare';
import { loadExperiment, sizedNetworkOf, sourceOf, trainingOf } from '@axiswise/experiment';
import { dataDirectory, writeFileAtomically } from '@axiswise/files';
import {
  convolutionKind,
  denseKind,
  dropoutKind,
  type NetworkGeometry,
  poolingKind,
} from '@axiswise/geometry';
import { parseInteger, percent, textTable } from '@axiswise/messages';
import { runCommand } from '@axiswise/processes';
import { examplesMoved, openTrainingRun, shiftsAlong } from '@axiswise/runner';
import { placeOf } from '@axiswise/runs';
import { median } from '@axiswise/statistics';
import {
  type ComparisonTime,
  type ComparisonTimeRow,
  isPeer,
  processesInWords,
  timesAsFast,
} from '../comparison-record.ts';
import { findPeers, reference } from './peers.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seeds: { type: 'string' },
    'train-examples': { type: 'string' },
    epochs: { type: 'string' },
    output: { type: 'string' },
  },
});

const root = path.join(import.meta.dirname, '../..');
const data = 'mnist';
const strategies = ['slide-both', 'no-pooling', 'slide-height', 'slide-width', 'span-both'];
const experiment = await loadExperiment('images');
const { config, validation: validationShare } = trainingOf(experiment);
const source = sourceOf(experiment, data);
const shape = [28, 28, 1];

const sizeOf = (name: Exclude<keyof typeof values, 'output'>, byDefault: number, to?: number) =>
  parseInteger('usage', `--${name}`, values[name] ?? String(byDefault), {
    from: 1,
    ...(to !== undefined && { to }),
  })!;
const rounds = sizeOf('rounds', 3);
const seeds = sizeOf('seeds', 4);
const trainExamples = sizeOf('train-examples', 10_000);
// Ours would end a trial before its last epoch where more than these do not improve it.
const epochs = sizeOf('epochs', 3, config.patience);
const validationExamples = Math.round(source.records!.train * validationShare);
const machine = thisMachine();

const networks = new Map(
  strategies.map((strategy) => {
    const geometry = { shape, classes: 10, vocabularySize: undefined, vectorsWidth: undefined };
    return [
      strategy,
      sizedNetworkOf(experiment, strategy, geometry, {}, { budget: 'parameters' }).network,
    ] as const;
  }),
);

/** The layers of a network as comparison.py builds them. */
function layersForPeer({ layers }: NetworkGeometry): object[] {
  return layers.map((layer) => {
    const kind = layer.kind.name;
    if (convolutionKind.is(layer)) {
      const { windows, filters, input, spec, weightSharing } = layer;
      const isPlain =
        weightSharing === 'full' &&
        spec.bias === 'filters' &&
        windows.every((each) => each.padBefore === each.padAfter && each.dilation === 1);
      if (!isPlain) throw new Error(`${layer.name} is not among the layers of comparison.py`);
      return {
        kind,
        inputs: input.channels,
        filters,
        kernel: windows.map(({ kernelSize }) => kernelSize),
        stride: windows.map(({ stride }) => stride),
        padding: windows.map(({ padBefore }) => padBefore),
        activation: spec.activation,
      };
    }
    if (poolingKind.is(layer)) {
      return {
        kind,
        kernel: layer.windows.map(({ kernelSize }) => kernelSize),
        stride: layer.windows.map(({ stride }) => stride),
      };
    }
    if (denseKind.is(layer)) {
      const { units, activation } = layer.spec;
      return { kind, inputs: layer.input.channels, units, activation };
    }
    return dropoutKind.is(layer) ? { kind, rate: layer.spec.rate } : { kind };
  });
}

/** What a contestant did: the same for all, but for the accuracy. */
interface Outcome {
  readonly version: string;
  readonly trials: readonly {
    readonly strategy: string;
    readonly seed: number;
    readonly parameters: number;
    readonly trainExamples: number;
    readonly validationExamples: number;
    readonly testExamples: number;
    readonly epochs: number;
    readonly accuracy: number;
  }[];
}

interface Contestant extends Pick<ComparisonTimeRow, 'name' | 'processes' | 'threads'> {
  /** Does the whole comparison in an empty folder; what `outcome` does is not timed. */
  run(folder: string): Promise<{ outcome(): Promise<Outcome> }>;
}

const allSeeds = Array.from({ length: seeds }, (_, seed) => seed);

function ours(backend: string): Contestant {
  const command = [
    ...['axiswise', 'compare', 'images', '--data', data, '--strategies', strategies.join()],
    ...['--seeds', seeds, '--sizes', trainExamples, '--epochs', epochs, '--backend', backend],
    // PyTorch's side trains the trials alone.
    ...['--tune', 0],
  ].map(String);
  return {
    name: `Axiswise ${backend}`,
    processes: Math.min(machine.cores, strategies.length * seeds),
    threads: 1,
    async run(folder) {
      const runDir = path.join(folder, 'run');
      const { AXISWISE_PREPARED_DIR: _, ...environment } = process.env;
      await runCommand('npx', [...command, '--run-dir', runDir], {
        cwd: root,
        env: {
          ...environment,
          AXISWISE_CACHE_DIR: path.join(folder, 'cache'),
          AXISWISE_DATA_DIR: dataDirectory(),
          npm_config_update_notifier: 'false',
        },
      });
      return { outcome: () => outcomeOf(runDir) };
    },
  };
}

async function outcomeOf(runDir: string): Promise<Outcome> {
  const comparison = JSON.parse(
    readFileSync(path.join(runDir, 'comparison.json'), 'utf8'),
  ) as Comparison;
  const trials: Outcome['trials'][number][] = [];
  for (const strategy of strategies) {
    for (const seed of allSeeds) {
      const place = placeOf({ kind: 'trial', of: runDir, strategy, seed, trainExamples });
      const { result } = (await openTrainingRun(place))!.record;
      trials.push({ ...result!, accuracy: result!.test.accuracy! });
    }
  }
  const { version } = comparison.environment.backend;
  return { version, trials };
}

function pytorch(processes: number, threads: number | null): Contestant | undefined {
  const peer = findPeers(machine.cores).found.find(({ name }) => name === reference);
  if (!peer) return undefined;
  return {
    name: peer.name,
    processes,
    threads,
    async run(folder) {
      const file = path.join(folder, 'task.json');
      await writeFile(file, JSON.stringify(taskFor(folder)));
      const { OMP_NUM_THREADS: _, ...environment } = process.env;
      const script = path.join(import.meta.dirname, 'comparison.py');
      const words = [script, file, processes, ...(threads === null ? [] : [threads])].map(String);
      const { stdout } = await runCommand(peer.python, words, { env: environment });
      return { outcome: () => Promise.resolve(JSON.parse(stdout) as Outcome) };
    },
  };
}

/** All that comparison.py is told. */
function taskFor(folder: string): object {
  const files = source.files!.map((file) => path.join(dataDirectory(), data, file.path));
  return {
    folder,
    files: { train: files.slice(0, 2), test: files.slice(2) },
    networks: Object.fromEntries(
      [...networks].map(([strategy, network]) => [strategy, layersForPeer(network)]),
    ),
    // In the order in which `compare` trains them.
    trials: allSeeds.flatMap((seed) => strategies.map((strategy) => ({ strategy, seed }))),
    trainExamples,
    validationExamples,
    epochs,
    batchSize: config.batchSize,
    learningRate: config.optimizer.learningRate,
    warmup: config.schedule!.warmup,
    movedExamples: examplesMoved,
    // What is not moved is the same along both axes, and scored once.
    moves: [0, 1].flatMap((axis) =>
      shiftsAlong(shape[axis])
        .filter((shift) => axis === 0 || shift !== 0)
        .map((shift) => [axis, shift]),
    ),
  };
}

/** @throws Error where a contestant did something else than it should. */
function check({ name }: Contestant, { trials }: Outcome): void {
  const testExamples = source.records!.test;
  for (const strategy of strategies) {
    const { parameters } = networks.get(strategy)!.totals;
    const own = trials.filter((trial) => trial.strategy === strategy);
    const wanted = { parameters, trainExamples, validationExamples, testExamples, epochs };
    for (const [what, value] of Object.entries(wanted)) {
      const other = own.find((trial) => trial[what as keyof typeof wanted] !== value);
      if (own.length === seeds && !other) continue;
      throw new Error(
        `${name}, ${strategy}: ${what} should be ${value} in ${seeds} trials, got ` +
          (other ? other[what as keyof typeof wanted] : `${own.length} trials`),
      );
    }
  }
}

const accuracyOf = ({ trials }: Outcome): Record<string, number> =>
  Object.fromEntries(
    strategies.map((strategy) => {
      const own = trials.filter((trial) => trial.strategy === strategy);
      return [strategy, own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length];
    }),
  );

async function findContestants(): Promise<Contestant[]> {
  const probed = await probeBackends({ names: ['wasm', 'tensorflow'] });
  for (const { name, available, reason } of probed) {
    if (!available) console.error(`left out: ${name}: ${reason}`);
  }
  const peers = [pytorch(1, null), ...(machine.cores > 1 ? [pytorch(machine.cores, 1)] : [])];
  if (!peers[0]) console.error(`left out: ${reference}: see benchmarks/peers/README.md`);
  return [
    ...probed.filter(({ available }) => available).map(({ name }) => ours(name)),
    ...peers.filter((peer) => peer !== undefined),
  ];
}

async function measure(contestants: readonly Contestant[]): Promise<ComparisonTimeRow[]> {
  const seconds = contestants.map((): number[] => []);
  const last: Outcome[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-comparison-'));
      try {
        const began = performance.now();
        const { outcome } = await contestant.run(folder);
        seconds[i].push((performance.now() - began) / 1000);
        last[i] = await outcome();
      } finally {
        await rm(folder, { recursive: true });
      }
      check(contestant, last[i]);
      console.error(
        `round ${round} of ${rounds}: ${contestant.name}, ${processesInWords(contestant)}: ` +
          `${seconds[i].at(-1)!.toFixed(1)} s`,
      );
    }
  }
  return contestants.map(({ name, processes, threads }, i) => ({
    name,
    version: last[i].version,
    processes,
    threads,
    seconds: seconds[i],
    accuracy: accuracyOf(last[i]),
  }));
}

function table(rows: readonly ComparisonTimeRow[]): string {
  const peers = rows.filter(isPeer);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return textTable(
    [
      { title: 'contestant' },
      { title: 'on' },
      { title: 'seconds', align: 'right' },
      ...peers.map((peer) => ({
        title: `× ${peer.name}, ${processesInWords(peer)}`,
        align: 'right' as const,
      })),
      { title: 'mean accuracy', align: 'right' },
    ],
    rows.map((row) => [
      `${row.name} ${row.version}`,
      processesInWords(row),
      median(row.seconds).toFixed(1),
      ...peers.map((peer) => timesAsFast(row, peer)),
      percent(mean(Object.values(row.accuracy))),
    ]),
  );
}

const rows = await measure(await findContestants());
console.log(table(rows));
const isAsDeclared = Object.entries(values).every(([name]) => name === 'output');
if (isAsDeclared || values.output !== undefined) {
  const result: ComparisonTime = {
    command: 'npx tsx benchmarks/peers/comparison.ts',
    machine,
    data,
    seeds,
    trainExamples,
    validationExamples,
    testExamples: source.records!.test,
    epochs,
    batchSize: config.batchSize,
    rounds,
    parameters: Object.fromEntries(
      [...networks].map(([strategy, { totals }]) => [strategy, totals.parameters]),
    ),
    rows,
  };
  await writeFileAtomically(
    values.output ?? path.join(root, 'benchmarks/results/comparison-time.json'),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
