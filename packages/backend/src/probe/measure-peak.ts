/**
 * Entry of a child process, and of the threads that it starts: times matrix products of several sizes on
 * one backend, on so many threads at once that each has the engine for itself, and writes
 * `{peakGflops}` or `{error}` as JSON on standard output.
 *
 * Argument 1: the backend. Argument 2: threads of the engine. Argument 3: threads that use it.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, type Worker } from 'node:worker_threads';
import { typescriptThread } from '@axiswise/processes';
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';
import { matmulGflops } from './matmul-speed.ts';

/** For each size: to warm up, and to be timed. */
const warmUp = 100;
const milliseconds = 250;

/** GFLOP/s by size, for sizes that begin at the same times on every thread. */
async function speeds(name: BackendName, start: number): Promise<number[]> {
  const measured: number[] = [];
  // Pure JavaScript would need all the time for a single product of 512.
  for (const size of name === 'cpu' ? [64, 128] : [256, 512, 1024]) {
    const warmUntil = start + (warmUp + milliseconds) * measured.length + warmUp;
    measured.push(await matmulGflops(size, { milliseconds, warmUntil }));
  }
  return measured;
}

async function measure(name: BackendName, threads: number, copies: number): Promise<number> {
  const argv = [name, String(threads)];
  const others: Worker[] = Array.from({ length: copies - 1 }, () =>
    typescriptThread(new URL(import.meta.url), { argv }),
  );
  try {
    await Promise.all([
      useBackend(name, { threads }),
      ...others.map((each) => once(each, 'message')),
    ]);
    const start = Date.now();
    others.forEach((each) => each.postMessage(start));
    const answers = others.map(async (each) => (await once(each, 'message'))[0] as number[]);
    const all = await Promise.all([speeds(name, start), ...answers]);
    const together = all[0].map((_, i) => all.reduce((sum, each) => sum + each[i], 0));
    return Math.max(...together);
  } finally {
    await Promise.all(others.map((each) => each.terminate()));
  }
}

const [name, threads, copies] = process.argv.slice(2) as [BackendName, string, string];
if (isMainThread) {
  try {
    const peakGflops = await measure(name, Number(threads), Number(copies));
    console.log(JSON.stringify({ peakGflops }));
  } catch (cause) {
    console.log(JSON.stringify({ error: (cause as Error).message }));
  }
} else {
  const port = parentPort!;
  await useBackend(name, { threads: Number(threads) });
  port.once('message', (start: number) => {
    void speeds(name, start).then((measured) => port.postMessage(measured));
  });
  port.postMessage('ready');
}
