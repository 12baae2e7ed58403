import type { Engine } from '@axiswise/backend';
import type { Batch } from '@axiswise/data';
import { median } from '@axiswise/statistics';
import { type KernelTime, startKernelClock } from './kernel-times.ts';
import { referenceNetNamed } from './nets/index.ts';
import { learningRate, openNet, type OpenNet } from './open-net.ts';
import { examplesOf, randomBatches } from './random-batches.ts';

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
  /** Examples a second, by the median step. */
  readonly train: number;
  readonly infer: number;
  /** Mean times of a training step on the thread that leads. */
  readonly profile?: StepProfile;
  readonly peakMemoryBytes: number;
}

export interface StepProfile {
  /** All of a step, its kernels and what is between them; with the clocks, hence a little more than without. */
  readonly stepMilliseconds: number;
  /** Time outside of all kernels: JavaScript, copies, waiting for other threads. */
  readonly outsideMilliseconds: number;
  /** For each step, the kernel that takes longest first. */
  readonly kernels: readonly KernelTime[];
}

/** Batches in turn, so that nothing that depends on the batch stays in a cache. */
const batchesInTurn = 4;

/** Measures a reference network on the running engine. */
export async function measureNet(engine: Engine, task: NetTask): Promise<NetSpeed> {
  const net = referenceNetNamed(task.net);
  const opened = await openNet(net, { engine, workers: task.workers });
  try {
    const batches = randomBatches(net, batchesInTurn);
    const train = net.batchSize / median(await timesOf(trainer(opened, batches), task.seconds));
    const examples = examplesOf(net, batches);
    const infer =
      examples.length / median(await timesOf(() => opened.predict(examples), task.seconds));
    const profile =
      task.profile && (await profileOf(engine, trainer(opened, batches), task.seconds));
    return {
      train,
      infer,
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
    const kernels = clock.read().map(({ kernel, milliseconds, calls }) => ({
      kernel,
      milliseconds: milliseconds / steps,
      calls: calls / steps,
    }));
    const inKernels = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return {
      stepMilliseconds,
      outsideMilliseconds: stepMilliseconds - inKernels,
      kernels,
    };
  } finally {
    clock.stop();
  }
}
