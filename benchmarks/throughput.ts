/**
 * `npm run bench`: examples/s of the reference networks in training and inference, ours and the peers', in
 * one run and interleaved, so that a noisy machine troubles all alike. Ratios are what counts.
 *
 *     npm run bench                                     tables, and benchmarks/results/throughput.json
 *     npm run bench -- --nets image --nets board        some networks; what is known of the others stays
 *     npm run bench -- --rounds 3 --batches 4           fewer rounds, of fewer batches
 *     npm run bench -- --output /tmp/throughput.json    elsewhere
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type BackendReport, probeBackends, useBackend } from '@axiswise/backend';
import {
  openNet,
  randomBatches,
  type ReferenceNet,
  referenceNetNamed,
  referenceNets,
  settingInWords,
  settingsOf,
  thisMachine,
} from '@axiswise/bench';
import { writeFileAtomically } from '@axiswise/files';
import { parseInteger, textTable } from '@axiswise/messages';
import { typescriptArguments } from '@axiswise/processes';
import { median } from '@axiswise/statistics';
import { type ContestantCall, ContestantProcess } from './peers/contestant-process.ts';
import { writeNetFiles } from './peers/net-files.ts';
import { findPeers, type Peer } from './peers/peers.ts';
import {
  type NetThroughput,
  referenceSpeeds,
  speedCells,
  speedTitles,
  type Throughput,
  type ThroughputRow,
} from './throughput-record.ts';

const { values } = parseArgs({
  options: {
    nets: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '7' },
    batches: { type: 'string', default: '16' },
    output: {
      type: 'string',
      default: path.join(import.meta.dirname, 'results/throughput.json'),
    },
  },
});
const machine = thisMachine();
const rounds = Number(values.rounds);
const batchesPerRound = Number(values.batches);

function ourCalls(net: ReferenceNet, engines: readonly BackendReport[]): ContestantCall[] {
  return engines.flatMap((engine) =>
    settingsOf(engine, machine.cores).map(({ threads, workers }) => ({
      command: process.execPath,
      args: [
        ...typescriptArguments(new URL('./contestant.ts', import.meta.url)),
        ...[net.name, engine.name, String(threads), String(workers), values.batches],
      ],
      threads,
      workers,
    })),
  );
}

const peerCalls = (net: ReferenceNet, peers: readonly Peer[], folder: string): ContestantCall[] =>
  peers.flatMap(({ name, python, script, env, threads: each }) =>
    each.map((threads) => ({
      name,
      command: python,
      args: [script, 'speed', net.name, folder, String(threads)],
      env,
      threads,
      workers: 1,
    })),
  );

/** Weights and batches of a network, for the peers. */
async function writeForPeers(net: ReferenceNet, folder: string): Promise<void> {
  const engine = await useBackend('wasm');
  const { step, dispose } = await openNet(net, { engine });
  await writeNetFiles(folder, net, await step.weights(), randomBatches(net, batchesPerRound));
  await dispose();
}

/** Lets all contestants take turns at one network. */
async function measure(
  net: ReferenceNet,
  engines: readonly BackendReport[],
  peers: readonly Peer[],
): Promise<NetThroughput> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-bench-'));
  const contestants: ContestantProcess[] = [];
  try {
    if (peers.length > 0) await writeForPeers(net, folder);
    for (const call of [...ourCalls(net, engines), ...peerCalls(net, peers, folder)]) {
      contestants.push(await ContestantProcess.start(call));
    }
    for (let round = 1; round <= rounds; round++) {
      console.error(`${net.name}: round ${round} of ${rounds}`);
      for (const task of ['train', 'infer'] as const) {
        for (const contestant of contestants) {
          if (contestant.tasks.includes(task)) await contestant.run(task);
        }
      }
    }
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
    await rm(folder, { recursive: true });
  }
  const rows = contestants.map(({ call, name, version, tasks, speeds, peakMemoryBytes }) => ({
    name,
    version,
    threads: call.threads,
    workers: call.workers,
    train: median(speeds.train),
    infer: tasks.includes('infer') ? median(speeds.infer) : null,
    peakMemoryBytes,
    speeds,
  }));
  return { net: net.name, batchSize: net.batchSize, batchesPerRound, rounds, rows };
}

function table(measured: NetThroughput): string {
  const best = referenceSpeeds(measured);
  return textTable(
    [
      { title: measured.net },
      { title: 'on' },
      ...speedTitles.map((title) => ({ title, align: 'right' as const })),
    ],
    measured.rows.map((row: ThroughputRow) => [
      `${row.name} ${row.version}`,
      settingInWords(row),
      ...speedCells(row, best),
    ]),
  );
}

/** What an earlier call found out about other networks on the same machine. */
function earlier(but: readonly ReferenceNet[]): readonly NetThroughput[] {
  if (!existsSync(values.output)) return [];
  const before = JSON.parse(readFileSync(values.output, 'utf8')) as Throughput;
  if (!isDeepStrictEqual(before.machine, machine)) return [];
  return before.nets.filter(({ net }) => !but.some(({ name }) => name === net));
}

async function main(): Promise<void> {
  for (const [name, word] of Object.entries({ rounds: values.rounds, batches: values.batches })) {
    parseInteger('usage', `--${name}`, word, { from: 1 });
  }
  const nets = values.nets?.map(referenceNetNamed) ?? referenceNets;
  const probed = await probeBackends({ names: ['wasm', 'tensorflow'] });
  const engines = probed.filter(({ available }) => available);
  for (const { name, available, reason } of probed) {
    if (!available) console.error(`left out: ${name}: ${reason}`);
  }
  const { found, missing } = findPeers(machine.cores);
  for (const name of missing) console.error(`left out: ${name}: see benchmarks/peers/README.md`);
  for (const net of nets) {
    const measured = await measure(net, engines, found);
    console.log(`${table(measured)}\n`);
    const all = [...earlier([net]), measured];
    const result: Throughput = {
      command: 'npm run bench',
      machine,
      nets: referenceNets.flatMap(({ name }) => all.find((each) => each.net === name) ?? []),
    };
    // After each network, so that an interruption loses one at most.
    await writeFileAtomically(values.output, `${JSON.stringify(result, null, 2)}\n`);
  }
  console.log(
    `medians of ${rounds} interleaved rounds; ÷ PyTorch with the better of its numbers of threads`,
  );
}

await main();
