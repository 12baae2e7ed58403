import type { Engine } from '@axiswise/backend';
import type { Batch } from '@axiswise/data';
import { type KernelTime, startKernelClock } from './kernel-times.ts';
import { type ReferenceNet, referenceNetNamed } from './nets/index.ts';
import { learningRate, openNet, type OpenNet } from './open-net.ts';
import { randomBatches } from './random-batches.ts';

/** What is measured in one process: data that another process can be given. */
export interface NetTask {
  readonly net: string;
  /** Threads between which each batch is divided. */
  readonly workers: number;
  /** How long to train, and how long to infer; each after a third of that to warm up. */
  readonly seconds: number;
  /** Whether to time kernels as well, as long again. */
  readonly profile: boolean;
}

/** What was measured. */
export interface NetSpeed {
  /** Of examples a second, by the median step. */
  readonly train: number;
  /** Null where batches are divided, which inference does not do. */
  readonly infer: number | null;
  /** Mean times of a training step on the thread that leads. */
  readonly profile?: StepProfile;
  readonly peakMemoryBytes: number;
}

export interface StepProfile {
  /** All of a step, its kernels and what is between them; with the clocks, hence a little more than without. */
  readonly stepMilliseconds: number;
  /** Time outside of all kernels: JavaScript, copies, waiting for other threads. */
  readonly outsideMilliseconds: number;
  /** The kernels that take longest, for each step. */
  readonly kernels: readonly KernelTime[];
}

/** How many kernels a profile names. */
const kernelsNamed = 5;
/** Batches in turn, so that nothing that depends on the batch stays in a cache. */
const batchesInTurn = 4;

/** Measures a reference network on the running engine. */
export async function measureNet(engine: Engine, task: NetTask): Promise<NetSpeed> {
  const net = referenceNetNamed(task.net);
  const opened = await openNet(net, { engine, workers: task.workers });
  try {
    const batches = randomBatches(net, batchesInTurn);
    const speed = {
      train: net.batchSize / median(await timesOf(trainer(opened, batches), task.seconds)),
      infer: task.workers > 1 ? null : await inferenceSpeed(opened, net, batches, task.seconds),
    };
    const profile =
      task.profile && (await profileOf(engine, trainer(opened, batches), task.seconds));
    return {
      ...speed,
      ...(profile && { profile }),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await opened.dispose();
  }
}

/** Trains on one batch at each call. */
function trainer({ step }: OpenNet, batches: readonly Batch[]): () => Promise<unknown> {
  let steps = 0;
  return () => step.run(batches[steps % batches.length], { learningRate, step: ++steps });
}

async function inferenceSpeed(
  { score }: OpenNet,
  { batchSize }: ReferenceNet,
  batches: readonly Batch[],
  seconds: number,
): Promise<number> {
  let calls = 0;
  const infer = async () => score(batches[calls++ % batches.length].inputs, batchSize);
  return batchSize / median(await timesOf(infer, seconds));
}

/** Seconds of each call within a time; at least three, after one or more to warm up. */
async function timesOf(call: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const repeat = async (atLeast: number, limit: number): Promise<number[]> => {
    const times: number[] = [];
    const begin = performance.now();
    while (times.length < atLeast || performance.now() - begin < limit * 1000) {
      const start = performance.now();
      await call();
      times.push((performance.now() - start) / 1000);
    }
    return times;
  };
  await repeat(1, seconds / 3);
  return repeat(3, seconds);
}

async function profileOf(
  { name }: Engine,
  call: () => Promise<unknown>,
  seconds: number,
): Promise<StepProfile> {
  const clock = startKernelClock(name);
  try {
    await call();
    clock.read();
    const start = performance.now();
    let steps = 0;
    while (steps < 3 || performance.now() - start < seconds * 1000) {
      await call();
      steps++;
    }
    const stepMilliseconds = (performance.now() - start) / steps;
    const all = clock.read().map(({ kernel, milliseconds, calls }) => ({
      kernel,
      milliseconds: milliseconds / steps,
      calls: calls / steps,
    }));
    const inKernels = all.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return {
      stepMilliseconds,
      outsideMilliseconds: stepMilliseconds - inKernels,
      kernels: all.slice(0, kernelsNamed),
    };
  } finally {
    clock.stop();
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
