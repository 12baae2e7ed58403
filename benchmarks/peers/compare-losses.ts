/**
 * Trains the reference networks ten steps here and in the peers, from the same weights on the same
 * batches, and compares the losses: ours with those that the peer computes with 64 bits. Fails where they
 * differ by more than the tolerance below.
 *
 *     npx tsx benchmarks/peers/compare-losses.ts
 *     npx tsx benchmarks/peers/compare-losses.ts --nets board --backend tensorflow --workers 2
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BackendChoice, type Engine, useBackend } from '@axiswise/backend';
import {
  learningRate,
  openNet,
  randomBatches,
  type ReferenceNet,
  referenceNetNamed,
  referenceNets,
} from '@axiswise/bench';
import { textTable } from '@axiswise/messages';
import { runCommand } from '@axiswise/processes';
import { findPeers, type Peer } from './peers.ts';
import { writeNetFiles } from './net-files.ts';

const steps = 10;

/** Ten steps of one network, here and in a peer. */
export interface LossComparison {
  readonly net: string;
  readonly peer: string;
  readonly ours: readonly number[];
  /** How far our losses are from those that the peer computes with 64 bits: the largest, relative to the loss. */
  readonly ourError: number;
  /** The same of the peer's own losses with 32 bits: what rounding does. */
  readonly theirError: number;
  /** Whether ours is within the tolerance. */
  readonly agrees: boolean;
}

/**
 * Our error may be so large, and so many times the peer's own besides.
 *
 * The first allows for Keras, which computes the powers of Adam's decay with 32 bits, so that its steps are
 * 6e-6 too long. The second is for rounding: Adam divides a gradient by its own size, so that one near zero,
 * whose sign is rounding, moves a weight by the whole learning rate. In the board's six layers errors grow by
 * more than a thousand times in ten steps, on every engine.
 */
const tolerance = 1e-4;
const timesTheirs = 10;

/** Compares the losses of a network on the running engine with those of each peer. */
export async function compareLosses(
  net: ReferenceNet,
  options: {
    readonly engine: Engine;
    readonly workers?: number;
    readonly peers: readonly Peer[];
  },
): Promise<LossComparison[]> {
  const { engine, workers, peers } = options;
  const comparisons: LossComparison[] = [];
  for (const peer of peers) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-losses-'));
    const { step, dispose } = await openNet(net, { engine, workers });
    try {
      // Where Adam also moves tokens that are absent, all steps take the same batch: then none is.
      const isOther = net.vocabularySize !== undefined && !peer.leavesAbsentTokens;
      const batches = randomBatches(net, isOther ? 1 : steps);
      await writeNetFiles(folder, net, await step.weights(), batches);
      const ours: number[] = [];
      for (let i = 0; i < steps; i++) {
        const batch = batches[i % batches.length];
        ours.push((await step.run(batch, { learningRate, step: i + 1 })).loss);
      }
      const { float32, float64 } = await lossesOf(peer, net, folder);
      const errorOf = (losses: readonly number[]): number =>
        Math.max(...losses.map((loss, i) => Math.abs(loss - float64[i]) / float64[i]));
      const [ourError, theirError] = [errorOf(ours), errorOf(float32)];
      comparisons.push({
        net: net.name,
        peer: peer.name,
        ours,
        ourError,
        theirError,
        // Not so where one is NaN.
        agrees: ourError <= tolerance + timesTheirs * theirError,
      });
    } finally {
      await dispose();
      await rm(folder, { recursive: true });
    }
  }
  return comparisons;
}

interface PeerLosses {
  readonly float32: readonly number[];
  readonly float64: readonly number[];
}

async function lossesOf(
  { python, script, env }: Peer,
  { name }: ReferenceNet,
  folder: string,
): Promise<PeerLosses> {
  const { stdout } = await runCommand(python, [script, 'losses', name, folder], {
    env: { ...process.env, ...env },
    timeoutMs: 300_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as PeerLosses;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      nets: { type: 'string', multiple: true },
      backend: { type: 'string', default: 'wasm' },
      workers: { type: 'string', default: '1' },
    },
  });
  const nets = values.nets?.map(referenceNetNamed) ?? referenceNets;
  const { found, missing } = findPeers(1);
  for (const name of missing) console.error(`left out: ${name}: see benchmarks/peers/README.md`);
  if (found.length === 0) {
    process.exitCode = 1;
    return;
  }
  const engine = await useBackend(values.backend as BackendChoice, { threads: 1 });
  const all: LossComparison[] = [];
  for (const net of nets) {
    all.push(
      ...(await compareLosses(net, { engine, workers: Number(values.workers), peers: found })),
    );
  }
  console.log(
    textTable(
      [
        { title: 'net' },
        { title: 'peer' },
        { title: 'loss of step 1', align: 'right' },
        { title: `of step ${steps}`, align: 'right' },
        { title: 'our error', align: 'right' },
        { title: 'theirs', align: 'right' },
        { title: 'agrees' },
      ],
      all.map(({ net, peer, ours, ourError, theirError, agrees }) => [
        net,
        peer,
        ours[0].toFixed(6),
        ours[steps - 1].toFixed(6),
        ourError.toExponential(1),
        theirError.toExponential(1),
        agrees ? 'yes' : 'NO',
      ]),
    ),
  );
  const bad = all.filter(({ agrees }) => !agrees);
  console.log(
    `error: the largest relative difference from the peer's losses with 64 bits; ` +
      `${all.length - bad.length} of ${all.length} of ours are at most ${tolerance} + ${timesTheirs} × theirs`,
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
