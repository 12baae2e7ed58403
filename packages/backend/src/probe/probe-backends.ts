import type { BackendName } from '../backend-choices.ts';
import { CommandError, runCommand, typescriptArguments } from '@axiswise/processes';

/** The measurement of one engine on this machine. */
export interface BackendReport {
  readonly name: BackendName;
  readonly available: boolean;
  /** Why it is not available, with the remedy; empty if it is. */
  readonly reason: string;
  /** Null if it is not available, like all below. */
  readonly version: string | null;
  readonly threads: number | null;
  /** Whether several threads of a process can use it at the same time, as {@link Engine} says. */
  readonly servesThreads: boolean | null;
  /** Median for a float32 product of two 512 by 512 matrices (128 by 128 on cpu). */
  readonly gflops: number | null;
}

/** Options of {@link probeBackends}. */
export interface ProbeOptions {
  /** By default every engine. */
  readonly names?: readonly BackendName[];
  /** Threads of native TensorFlow; default all cores. */
  readonly threads?: number;
  /**
   * The command that measures one backend, see `measure-matmul.ts`; the backend's name is appended.
   */
  readonly command?: readonly string[];
  /** Limit for each backend; default 60 s. */
  readonly timeoutMs?: number;
}

const allNames: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

const remedies: Readonly<Record<BackendName, string>> = {
  tensorflow: 'install it anew with: npx axiswise native',
  wasm: 'install the packages anew with: npm ci',
  cpu: 'install the packages anew with: npm ci',
};

/**
 * Tries every engine, or those asked for, the preferred one first, and measures those that run.
 *
 * Each runs in its own process, one after another. So they do not disturb each other, and a crash
 * only makes that engine unavailable.
 */
export async function probeBackends(options: ProbeOptions = {}): Promise<BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const name of options.names ?? allNames) reports.push(await probe(name, options));
  return reports;
}

async function probe(name: BackendName, options: ProbeOptions): Promise<BackendReport> {
  const { threads, timeoutMs = 60_000 } = options;
  const command = options.command ?? [
    process.execPath,
    ...typescriptArguments(new URL('./measure-matmul.ts', import.meta.url)),
  ];
  const unavailable = (reason: string): BackendReport => ({
    name,
    available: false,
    reason,
    version: null,
    threads: null,
    servesThreads: null,
    gflops: null,
  });
  let stdout: string;
  try {
    const args = [...command.slice(1), name, ...(threads === undefined ? [] : [String(threads)])];
    ({ stdout } = await runCommand(command[0], args, { timeoutMs }));
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    return unavailable(`it crashed when tried (${cause.message}); ${remedies[name]}`);
  }
  const report = lastDocument(stdout) as
    | { error: string }
    | { version: string; threads: number; servesThreads: boolean; gflops: number }
    | undefined;
  if (report === undefined) {
    return unavailable(`it ended its process without a report; ${remedies[name]}`);
  }
  if ('error' in report) return unavailable(report.error);
  return { name, available: true, reason: '', ...report };
}

/** What a child process reports: an engine may print to standard output before it. */
function lastDocument(stdout: string): unknown {
  const [, json] = /(?:^|\n)(\{.*\})\s*$/.exec(stdout) ?? [];
  return json === undefined ? undefined : JSON.parse(json);
}

/**
 * Measures how fast an engine is at its best: float32 products of matrices of several sizes, the fastest
 * size, in a process of its own.
 *
 * @returns GFLOP/s, of all threads together.
 * @throws Error where the engine does not run.
 */
export async function measurePeak(
  name: BackendName,
  {
    threads,
    copies,
  }: {
    /** Threads of the engine. */
    readonly threads: number;
    /** Threads that use it, each for itself at the same time; more than one only where it `servesThreads`. */
    readonly copies: number;
  },
): Promise<number> {
  const entry = typescriptArguments(new URL('./measure-peak.ts', import.meta.url));
  const args = [...entry, name, String(threads), String(copies)];
  const { stdout } = await runCommand(process.execPath, args, { timeoutMs: 120_000 });
  const report = lastDocument(stdout) as { error: string } | { peakGflops: number } | undefined;
  if (report !== undefined && 'peakGflops' in report) return report.peakGflops;
  throw new Error(`the peak of ${name} could not be measured: ${report?.error ?? 'no report'}`);
}
