/**
 * `npm run bench`: images/s of the two-block network in training and inference, ours and PyTorch's,
 * in one run and interleaved, so that a noisy machine troubles all alike. Ratios are what counts.
 *
 *     npm run bench                       a table, and benchmarks/results/throughput.json
 *     npm run bench -- --rounds 3         fewer rounds
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { probeBackends } from '@axiswise/backend';
import { mebibytes, textTable } from '@axiswise/messages';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    batches: { type: 'string', default: '16' },
    'batch-size': { type: 'string', default: '128' },
  },
});
const rounds = Number(values.rounds);
const taskNames = ['train', 'infer'] as const;

interface Answer {
  examplesPerSecond: number;
  peakMemoryBytes: number;
}

/** A process that answers one task at a time. */
class Contestant {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly threads: number;
  name = '';
  version = '';
  peakMemoryBytes = 0;
  readonly speeds: Record<string, number[]> = { train: [], infer: [] };

  private constructor(command: string, args: readonly string[], threads: number) {
    this.threads = threads;
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  static async start(
    command: string,
    args: readonly string[],
    threads: number,
  ): Promise<Contestant> {
    const contestant = new Contestant(command, args, threads);
    Object.assign(contestant, await contestant.#read<{ name: string; version: string }>());
    for (const task of taskNames) await contestant.run(task); // warm-up
    contestant.speeds['train'] = [];
    contestant.speeds['infer'] = [];
    return contestant;
  }

  async run(task: string): Promise<void> {
    this.#child.stdin!.write(`${task}\n`);
    const { examplesPerSecond, peakMemoryBytes } = await this.#read<Answer>();
    this.speeds[task].push(examplesPerSecond);
    this.peakMemoryBytes = peakMemoryBytes;
  }

  stop(): void {
    this.#child.stdin!.end();
  }

  async #read<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.name || this.#child.spawnargs.join(' ')} ended early`);
    return JSON.parse(value) as T;
  }
}

function pythonWithTorch(): string | undefined {
  const candidates = [
    process.env['AXISWISE_PYTHON'],
    path.join(here, 'peers/.venv/bin/python'),
    'python3',
  ];
  return candidates.find(
    (python) => python && spawnSync(python, ['-c', 'import torch']).status === 0,
  );
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const size = [values['batch-size'], values.batches];
const contestants: Contestant[] = [];
const tsx = import.meta.resolve('tsx');
for (const { name, available, reason } of await probeBackends()) {
  if (name === 'cpu') continue; // some hundred times slower: for unit tests only
  if (!available) {
    console.error(`left out: ${name}: ${reason}`);
    continue;
  }
  for (const threads of name === 'wasm' ? [1] : [1, 2]) {
    const script = path.join(here, 'contestant.ts');
    const args = ['--import', tsx, script, name, String(threads), ...size];
    contestants.push(await Contestant.start(process.execPath, args, threads));
  }
}
const python = pythonWithTorch();
if (python) {
  for (const threads of [1, 2]) {
    const script = path.join(here, 'peers/pytorch.py');
    contestants.push(await Contestant.start(python, [script, String(threads), ...size], threads));
  }
} else {
  console.error('left out: PyTorch: not found; see benchmarks/peers/README.md');
}

for (let round = 1; round <= rounds; round++) {
  console.error(`round ${round} of ${rounds}`);
  for (const task of taskNames) for (const contestant of contestants) await contestant.run(task);
}
for (const contestant of contestants) contestant.stop();

const reference = contestants.find(({ name, threads }) => name === 'PyTorch' && threads === 1);
const rows = contestants.map(({ name, version, threads, speeds, peakMemoryBytes }) => {
  const [train, infer] = taskNames.map((task) => median(speeds[task]));
  return {
    name,
    version,
    threads,
    train,
    infer,
    ...(reference && {
      trainToPyTorchOneThread: train / median(reference.speeds['train']),
      inferToPyTorchOneThread: infer / median(reference.speeds['infer']),
    }),
    peakMemoryBytes,
    speeds,
  };
});
const ratio = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));
console.log(
  textTable(
    [
      { title: 'engine' },
      { title: 'threads', align: 'right' },
      { title: 'train images/s', align: 'right' },
      { title: '× PyTorch', align: 'right' },
      { title: 'infer images/s', align: 'right' },
      { title: '× PyTorch', align: 'right' },
      { title: 'peak memory', align: 'right' },
    ],
    rows.map((row) => [
      `${row.name} ${row.version}`,
      String(row.threads),
      row.train.toFixed(0),
      ratio(row.trainToPyTorchOneThread),
      row.infer.toFixed(0),
      ratio(row.inferToPyTorchOneThread),
      mebibytes(row.peakMemoryBytes),
    ]),
  ),
);
console.log(`medians of ${rounds} interleaved rounds; ratios to PyTorch with one thread`);

await mkdir(path.join(here, 'results'), { recursive: true });
await writeFile(
  path.join(here, 'results/throughput.json'),
  `${JSON.stringify(
    {
      command: 'npm run bench',
      batchSize: Number(size[0]),
      batchesPerRound: Number(size[1]),
      rounds,
      node: process.versions.node,
      cpu: os.cpus()[0].model,
      cores: os.cpus().length,
      rows,
    },
    null,
    2,
  )}\n`,
);
