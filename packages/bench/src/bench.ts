import {
  type BackendChoice,
  type BackendName,
  type BackendReport,
  type Engine,
  measurePeak,
  probeBackends,
} from '@axiswise/backend';
import { InputError } from '@axiswise/messages';
import { CommandError, runCommand, typescriptArguments } from '@axiswise/processes';
import { type Machine, thisMachine } from './machine.ts';
import type { NetSpeed, NetTask, StepProfile } from './measure-net.ts';
import { multiplyAdds } from './multiply-adds.ts';
import type { NetReport } from './net-process.ts';
import { type Setting, settingInWords, settingsOf } from './settings.ts';
import { type ReferenceNet, referenceNetNamed, referenceNets } from './nets/index.ts';

/** What is measured: networks, engines, threads. */
export interface BenchOptions {
  /** Names of reference networks; by default all. */
  readonly nets?: readonly string[] | undefined;
  /** By default every engine that runs, but `cpu`, whose steps take some hundred times as long. */
  readonly backend?: BackendChoice | undefined;
  /** Divides each batch between so many threads; by default one and all cores, each measured. */
  readonly workers?: number | undefined;
  /** Threads of the engine; by default one and all cores, each measured. */
  readonly threads?: number | undefined;
  /** How long each network trains, and how long it infers; default 1.5. */
  readonly seconds?: number | undefined;
  /** Whether to name the kernels that take longest. */
  readonly profile?: boolean | undefined;
  readonly observer?: BenchObserver;
}

/** What is called while engines are measured. */
export interface BenchObserver {
  /** Something that is not measured, and why. */
  onNotice?(line: string): void;
  /** Before each network: how many are measured and how many there are in all. */
  onRow?(done: number, total: number, what: string): void;
}

/** Examples a second, and what they come to. */
export interface Speed {
  readonly examplesPerSecond: number;
  /** Of the multiply-adds that the network needs, two operations each. */
  readonly gflops: number;
  /** How much of the engine's peak on as many threads that is. */
  readonly shareOfPeak: number;
}

/** An engine and what it is capable of. */
export interface EnginePeak {
  readonly backend: BackendName;
  readonly version: string;
  /** GFLOP/s of its best matrix product. */
  readonly peakGflops: { readonly oneThread: number; readonly allCores: number };
}

/** One network on one engine. */
export interface BenchRow {
  readonly net: string;
  readonly backend: BackendName;
  readonly version: string;
  readonly flags: Engine['flags'];
  readonly threads: number;
  readonly workers: number;
  readonly batchSize: number;
  /** Of one example in a training step. */
  readonly trainingMultiplyAdds: number;
  readonly peakGflops: number;
  readonly train: Speed;
  readonly infer: Speed;
  readonly peakMemoryBytes: number;
  readonly profile?: StepProfile;
}

/** What was measured on this machine. */
export interface BenchReport {
  readonly machine: Machine;
  readonly engines: readonly EnginePeak[];
  readonly rows: readonly BenchRow[];
}

/**
 * Measures how fast the reference networks train and infer on the engines of this machine, and how much of
 * each engine's peak that is.
 *
 * Every measurement has a process of its own, one after another, so that they do not disturb each other.
 *
 * @throws InputError where there is no such network, or the asked engine does not run, or not so.
 */
export async function bench(options: BenchOptions = {}): Promise<BenchReport> {
  const { observer, seconds = 1.5, profile = false } = options;
  const nets = options.nets?.map(referenceNetNamed) ?? referenceNets;
  const machine = thisMachine();
  const engines = await enginesFor(options);
  const plan = engines.flatMap((report) =>
    settingsOf(report, machine.cores, options).map((setting) => ({ report, setting })),
  );
  const total = plan.length * nets.length;
  const peaks = new Map<BackendName, EnginePeak>();
  const rows: BenchRow[] = [];
  for (const { report, setting } of plan) {
    const { name } = report;
    const peak = peaks.get(name) ?? (await peakOf(report, machine.cores));
    peaks.set(name, peak);
    for (const net of nets) {
      observer?.onRow?.(rows.length, total, `${net.name} on ${name}, ${settingInWords(setting)}`);
      const task = { net: net.name, workers: setting.workers, seconds, profile };
      rows.push(rowOf(net, peak, setting, await measured(name, setting, task)));
    }
  }
  return { machine, engines: [...peaks.values()], rows };
}

/** The engines that are asked for and run, and can do what is asked of them. */
async function enginesFor(options: BenchOptions): Promise<BackendReport[]> {
  const { backend, observer } = options;
  const names = backend === undefined || backend === 'auto' ? fastEngines : [backend];
  const reports = await probeBackends({ names });
  if (names.length === 1) {
    const problem = problemWith(reports[0], options);
    if (problem) throw problem;
    return reports;
  }
  const fit = reports.filter((report) => {
    const problem = problemWith(report, options);
    if (problem) observer?.onNotice?.(`left out: ${report.name}: ${problem.message}`);
    return problem === undefined;
  });
  return backend === 'auto' ? fit.slice(0, 1) : fit;
}

/** The engines that networks of a usual size are trained on, the preferred one first. */
const fastEngines: readonly BackendName[] = ['tensorflow', 'wasm'];

function problemWith(
  { name, available, reason, servesThreads }: BackendReport,
  { workers = 1 }: BenchOptions,
): InputError | undefined {
  if (!available) return new InputError('backend', reason);
  if (workers === 1 || servesThreads) return undefined;
  return new InputError(
    'workers-unsupported',
    `the backend ${name} cannot divide a batch between ${workers} workers`,
  );
}

async function peakOf(
  { name, version, threads, servesThreads }: BackendReport,
  cores: number,
): Promise<EnginePeak> {
  const oneThread = await measurePeak(name, { threads: 1, copies: 1 });
  const onAll = {
    threads: threads! > 1 ? cores : 1,
    copies: threads! === 1 && servesThreads ? cores : 1,
  };
  const allCores = cores === 1 ? oneThread : await measurePeak(name, onAll);
  return { backend: name, version: version!, peakGflops: { oneThread, allCores } };
}

/** Measures in a process of its own. */
async function measured(
  name: BackendName,
  { threads }: Setting,
  task: NetTask,
): Promise<Exclude<NetReport, { error: string }>> {
  const entry = typescriptArguments(new URL('./net-process.ts', import.meta.url));
  const args = [...entry, name, String(threads), JSON.stringify(task)];
  let stdout: string;
  try {
    ({ stdout } = await runCommand(process.execPath, args));
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    throw new Error(`${task.net} on ${name} could not be measured: ${cause.message}`, { cause });
  }
  const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as NetReport;
  if ('error' in report) {
    throw new Error(`${task.net} on ${name} could not be measured: ${report.error}`);
  }
  return report;
}

function rowOf(
  net: ReferenceNet,
  { peakGflops: { oneThread, allCores } }: EnginePeak,
  { workers }: Setting,
  { engine, speed }: { readonly engine: Engine; readonly speed: NetSpeed },
): BenchRow {
  const needed = multiplyAdds(net.geometry);
  const used = engine.threads * workers;
  const peakGflops = used === 1 ? oneThread : Math.min(allCores, oneThread * used);
  const speedOf = (examplesPerSecond: number, macs: number): Speed => {
    const gflops = (2 * macs * examplesPerSecond) / 1e9;
    return { examplesPerSecond, gflops, shareOfPeak: gflops / peakGflops };
  };
  return {
    net: net.name,
    backend: engine.name,
    version: engine.version,
    flags: engine.flags,
    threads: engine.threads,
    workers,
    batchSize: net.batchSize,
    trainingMultiplyAdds: needed.training,
    peakGflops,
    train: speedOf(speed.train, needed.training),
    infer: speedOf(speed.infer, needed.inference),
    peakMemoryBytes: speed.peakMemoryBytes,
    ...(speed.profile && { profile: speed.profile }),
  };
}
