import os from 'node:os';
import type { BackendName } from '@axiswise/backend';
import { plural } from '@axiswise/messages';

/** A number of workers, or as many as are fastest on this machine. */
export type Workers = number | 'fastest';

/** Work that workers would divide. */
export interface DividedWork {
  readonly backend: BackendName;
  /** Multiply-accumulates of one step. */
  readonly macs: number;
  /** Examples of a step: it cannot be divided into more parts. */
  readonly examples: number;
  /** Numbers that the threads exchange in a step: the parameters that are trained. */
  readonly exchanged: number;
  readonly steps: number;
  /** By default those of this machine. */
  readonly cores?: number;
}

/** How many workers are fastest, with the milliseconds that a step takes with one and with these. */
export interface WorkersChoice {
  readonly workers: number;
  readonly cores: number;
  readonly alone: number;
  readonly together: number;
}

/** Multiply-accumulates a millisecond on one core, as the reference networks reach (benchmarks/workers.ts). */
const macsPerMillisecond: Record<BackendName, number> = {
  tensorflow: 5e7,
  wasm: 3e7,
  cpu: 1e5,
};
/** Each of several threads is slower than one alone: they share the memory's bandwidth. */
const slowdown = 1.1;
/** Milliseconds that a step takes longer, whatever is divided, and for each thread that is asked. */
const exchangeMilliseconds = 0.5;
const askMilliseconds = 0.03;
/** Milliseconds for each number that is exchanged: five copies, the sum, and what waits meanwhile. */
const exchangedMilliseconds = 2e-5;
/** Until the threads have started. */
const startMilliseconds = 1500;

/**
 * Finds the number of workers with which work is done soonest, by arithmetic: from the work, the number of
 * cores and what was measured of the engines once. Nothing is measured here, so the same call on the same
 * machine has the same number of workers, and with it the same bits.
 */
export function fastestWorkers(work: DividedWork): WorkersChoice {
  const { backend, macs, examples, exchanged, steps } = work;
  const { cores = os.availableParallelism() } = work;
  const alone = macs / macsPerMillisecond[backend];
  const stepWith = (workers: number): number =>
    workers === 1
      ? alone
      : (slowdown * alone) / workers +
        exchangeMilliseconds +
        askMilliseconds * workers +
        exchangedMilliseconds * exchanged;
  const totalWith = (workers: number): number =>
    steps * stepWith(workers) + (workers === 1 ? 0 : startMilliseconds);
  let workers = 1;
  for (let more = 2; more <= Math.min(cores, examples); more++) {
    if (totalWith(more) < totalWith(workers)) workers = more;
  }
  return { workers, cores, alone, together: stepWith(workers) };
}

/** One line: how many workers there are, and why. */
export function describeChoice({ workers, cores, alone, together }: WorkersChoice): string {
  if (workers > 1) {
    return (
      `${workers} workers, the fastest on ${plural(cores, 'core')}: a step should take about ` +
      `${milliseconds(together)} ms instead of ${milliseconds(alone)}`
    );
  }
  return cores === 1
    ? '1 worker, since there is one core'
    : '1 worker, the fastest: the work is too short to be divided';
}

const milliseconds = (value: number): string =>
  value >= 10 ? String(Math.round(value)) : value.toFixed(1);
