import { workerData } from 'node:worker_threads';
import { answerRequests } from './thread-pool.ts';

// A thread that squares numbers, fails on negative ones, and ends itself on zero.
answerRequests<number, number>((n) => {
  if (n === 0) process.exit(3);
  if (n < 0) throw new Error(`${n} is negative`);
  return n * n + (workerData as number);
});
