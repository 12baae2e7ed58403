/**
 * Entry of a child process: starts one backend, times matrix products on it and writes
 * `{version, threads, gflops}` or `{error}` as JSON on standard output.
 *
 * Argument 1: the backend. Argument 2: the number of threads, or nothing for its default.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';

const totalMs = 350;

/** GFLOP/s of a float32 product of two matrices of `size` by `size`, median over a third of a second. */
async function matmulGflops(size: number): Promise<number> {
  const a = tf.randomUniform([size, size]);
  const b = tf.randomUniform([size, size]);
  const once = async (): Promise<number> => {
    const start = performance.now();
    const c = tf.matMul(a, b);
    // One number is read back, so that an asynchronous engine is measured to its end.
    await tf.slice(c, [0, 0], [1, 1]).data();
    c.dispose();
    return performance.now() - start;
  };
  const times: number[] = [];
  const deadline = performance.now() + totalMs;
  await once(); // the first call compiles and allocates
  do times.push(await once());
  while (performance.now() < deadline);
  times.sort((x, y) => x - y);
  return (2 * size ** 3) / (times[Math.floor(times.length / 2)] * 1e6);
}

const [name, threads] = process.argv.slice(2) as [BackendName, string | undefined];
try {
  const engine = await useBackend(name, threads ? { threads: Number(threads) } : {});
  // Pure JavaScript would need all the time for a single product of 512.
  const gflops = await matmulGflops(name === 'cpu' ? 128 : 512);
  console.log(JSON.stringify({ version: engine.version, threads: engine.threads, gflops }));
} catch (cause) {
  console.log(JSON.stringify({ error: (cause as Error).message }));
}
