/**
 * How long commands take that compute nothing: the wall time of each, and its ratio to that of `node -e 0`.
 * All calls of a round follow each other, so that a noisy machine troubles them alike. The least of the
 * rounds counts. Goals on an idle machine: 0.3 s for `--help`, 1 s for `explain images`, 1.5 s for one step of
 * training, with the data prepared before, and with the evaluation and the model that follow.
 *
 *     npx tsx benchmarks/start-up.ts                a table, and benchmarks/results/start-up.json
 *     npx tsx benchmarks/start-up.ts --rounds 3     fewer rounds
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFileAtomically } from '@axiswise/files';
import { requirePositiveInteger, textTable } from '@axiswise/messages';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = requirePositiveInteger('usage', '--rounds', Number(values.rounds));

const run = path.join(await mkdtemp(path.join(os.tmpdir(), 'axiswise-start-up-')), 'run');
const axiswise = (...words: string[]): string[] => ['packages/cli/bin/axiswise.js', ...words];
const calls: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'axiswise --help': axiswise('--help'),
  'axiswise explain images': axiswise('explain', 'images'),
  'axiswise data list': axiswise('data', 'list'),
  'axiswise runs': axiswise('runs'),
  'axiswise train images, one step': axiswise(
    ...['train', 'images', '--epochs', '1', '--train-examples', '128', '--backend', 'wasm'],
    ...['--run-dir', run, '--overwrite'],
  ),
};

function secondsOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return (performance.now() - start) / 1000;
}

const seconds = Object.fromEntries(Object.keys(calls).map((name) => [name, [] as number[]]));
// The first round fills the caches of the file system and of tsx, and does not count.
for (let round = 0; round <= rounds; round++) {
  for (const [name, args] of Object.entries(calls)) {
    const taken = secondsOf(args);
    if (round > 0) seconds[name].push(taken);
  }
}

const least = (name: string): number => Math.min(...seconds[name]);
const rows = Object.keys(calls).map((name) => ({
  name,
  seconds: least(name),
  ratio: least(name) / least('node -e 0'),
}));
const machine = {
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cpu: os.cpus()[0].model.trim(),
  cores: os.availableParallelism(),
};
await writeFileAtomically(
  path.join(here, 'results/start-up.json'),
  `${JSON.stringify({ machine, rounds, rows }, null, 2)}\n`,
);
console.log(
  textTable(
    [
      { title: 'call' },
      { title: 'seconds', align: 'right' },
      { title: 'ratio to node -e 0', align: 'right' },
    ],
    rows.map(({ name, seconds: taken, ratio }) => [name, taken.toFixed(2), ratio.toFixed(1)]),
  ),
);
await rm(path.dirname(run), { recursive: true });
