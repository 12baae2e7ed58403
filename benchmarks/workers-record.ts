import type { Machine } from '@axiswise/bench';

// What `benchmarks/workers.ts` writes into benchmarks/results/workers.json.

export interface WorkersGains {
  readonly machine: Machine;
  readonly engines: readonly {
    readonly backend: string;
    readonly version: string;
    readonly workers: number;
    readonly rows: readonly WorkersGain[];
  }[];
}

/** What several workers gain on one network. */
export interface WorkersGain {
  readonly net: string;
  readonly batchSize: number;
  readonly train: ExamplesPerSecond;
  readonly score: ExamplesPerSecond;
}

/** With one worker and with several. */
interface ExamplesPerSecond {
  readonly one: number;
  readonly several: number;
}
