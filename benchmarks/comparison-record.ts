import type { Machine } from '@axiswise/bench';
import { median } from '@axiswise/statistics';

// What benchmarks/peers/comparison.ts writes into benchmarks/results/comparison-time.json.

export interface ComparisonTime {
  readonly command: string;
  readonly machine: Machine;
  readonly data: string;
  readonly seeds: number;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly testExamples: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly rounds: number;
  /** Trainable numbers of every network, by strategy: the same for all. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly rows: readonly ComparisonTimeRow[];
}

/** One contestant. */
export interface ComparisonTimeRow {
  readonly name: string;
  readonly version: string;
  readonly processes: number;
  /** Of each process; null for as many as it takes by itself. */
  readonly threads: number | null;
  /** Wall-clock seconds of the whole comparison, one for each round. */
  readonly seconds: readonly number[];
  /** Of the test examples, the mean over seeds, by strategy. */
  readonly accuracy: Readonly<Record<string, number>>;
}

/** Whether a row is of the framework with which ours is compared. */
export const isPeer = ({ name }: Pick<ComparisonTimeRow, 'name'>): boolean => name === 'PyTorch';

/** `2 processes of 1 thread each`. */
export function processesInWords({
  processes,
  threads,
}: Pick<ComparisonTimeRow, 'processes' | 'threads'>): string {
  const each =
    threads === null ? 'its own threads' : threads === 1 ? '1 thread' : `${threads} threads`;
  return processes === 1 ? `1 process, ${each}` : `${processes} processes, ${each} each`;
}

/** How many times as fast as a peer a contestant is: the ratio of the medians. */
export const timesAsFast = (row: ComparisonTimeRow, peer: ComparisonTimeRow): string =>
  (median(peer.seconds) / median(row.seconds)).toFixed(2);
