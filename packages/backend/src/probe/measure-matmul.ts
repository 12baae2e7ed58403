/**
 * Entry of a child process: starts one backend, times matrix products on it and writes
 * `{version, threads, servesThreads, gflops}` or `{error}` as JSON on standard output.
 *
 * Argument 1: the backend. Argument 2: the number of threads, or nothing for its default.
 */
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';
import { matmulGflops } from './matmul-speed.ts';

const [name, threads] = process.argv.slice(2) as [BackendName, string | undefined];
try {
  const engine = await useBackend(name, threads ? { threads: Number(threads) } : {});
  // Pure JavaScript would need all the time for a single product of 512.
  const gflops = await matmulGflops(name === 'cpu' ? 128 : 512, { milliseconds: 350 });
  const { version, threads: used, servesThreads } = engine;
  console.log(JSON.stringify({ version, threads: used, servesThreads, gflops }));
} catch (cause) {
  console.log(JSON.stringify({ error: (cause as Error).message }));
}
