import type { BackendName } from '../backend-choices.ts';
import { CommandError, runCommand, typescriptArguments } from '@axiswise/processes';

/** The measurement of one engine on this machine. */
export interface BackendReport {
  readonly name: BackendName;
  readonly available: boolean;
  /** Why it is not available, with the remedy; empty if it is. */
  readonly reason: string;
  /** Null if it is not available, like the two below. */
  readonly version: string | null;
  readonly threads: number | null;
  /** Median for a float32 product of two 512 by 512 matrices (128 by 128 on cpu). */
  readonly gflops: number | null;
}

/** Options of {@link probeBackends}. */
export interface ProbeOptions {
  /** Threads of native TensorFlow; default all cores. */
  readonly threads?: number;
  /**
   * The command that measures one backend, see `measure-matmul.ts`; the backend's name is appended.
   */
  readonly command?: readonly string[];
  /** Limit for each backend; default 60 s. */
  readonly timeoutMs?: number;
}

const names: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

const remedies: Readonly<Record<BackendName, string>> = {
  tensorflow: 'install it anew with: npx axiswise native',
  wasm: 'install the packages anew with: npm ci',
  cpu: 'install the packages anew with: npm ci',
};

/**
 * Tries every engine, the preferred one first, and measures those that run.
 *
 * Each runs in its own process, one after another. So they do not disturb each other, and a crash
 * only makes that engine unavailable.
 */
export async function probeBackends(options: ProbeOptions = {}): Promise<BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const name of names) reports.push(await probe(name, options));
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
  // An engine may print to standard output before the result.
  const [, json] = /(?:^|\n)(\{.*\})\s*$/.exec(stdout) ?? [];
  if (json === undefined) {
    return unavailable(`it ended its process without a report; ${remedies[name]}`);
  }
  const report = JSON.parse(json) as
    { error: string } | { version: string; threads: number; gflops: number };
  if ('error' in report) return unavailable(report.error);
  const { version, threads: used, gflops } = report;
  return { name, available: true, reason: '', version, threads: used, gflops };
}
