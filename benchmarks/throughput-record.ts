import type { Machine } from '@axiswise/bench';
import { count, mebibytes } from '@axiswise/messages';
import { reference } from './peers/peers.ts';

// What `npm run bench` writes into benchmarks/results/throughput.json.

export interface Throughput {
  readonly command: string;
  readonly machine: Machine;
  readonly nets: readonly NetThroughput[];
}

/** One network: all contestants took turns. */
export interface NetThroughput {
  readonly net: string;
  readonly batchSize: number;
  readonly batchesPerRound: number;
  readonly rounds: number;
  readonly rows: readonly ThroughputRow[];
}

export interface ThroughputRow {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
  readonly workers: number;
  /** Examples a second, the median of the rounds. */
  readonly train: number;
  /** Null where it does not infer in this setting. */
  readonly infer: number | null;
  readonly peakMemoryBytes: number;
  readonly speeds: Readonly<Record<'train' | 'infer', readonly number[]>>;
}

/** What others are compared with: the reference with the number of threads that suits it best. */
export function referenceSpeeds({
  rows,
}: Pick<NetThroughput, 'rows'>): { readonly train: number; readonly infer: number } | undefined {
  const own = rows.filter(({ name }) => name === reference);
  if (own.length === 0) return undefined;
  const best = (of: 'train' | 'infer'): number => Math.max(...own.map((row) => row[of] ?? 0));
  return { train: best('train'), infer: best('infer') };
}

/** A ratio with two digits, or a dash where there is none. */
export const ratioText = (speed: number | null, to: number | undefined): string =>
  speed === null || to === undefined ? '-' : (speed / to).toFixed(2);

/** The titles of {@link speedCells}. */
export const speedTitles = [
  'train examples/s',
  '÷ PyTorch',
  'infer examples/s',
  '÷ PyTorch',
  'peak memory',
];

/** What a table says of the speed of a contestant, beside that of {@link referenceSpeeds}. */
export const speedCells = (
  { train, infer, peakMemoryBytes }: ThroughputRow,
  best: ReturnType<typeof referenceSpeeds>,
): string[] => [
  count(train),
  ratioText(train, best?.train),
  infer === null ? '-' : count(infer),
  ratioText(infer, best?.infer),
  mebibytes(peakMemoryBytes),
];
