/**
 * Entry of a child process of the tests: calls `useBackend` several times, computes after each call
 * and writes the results to a file, so that the tests see everything else on standard output.
 *
 * Argument 1: the file. Argument 2: the calls, as JSON.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import * as tf from '@axiswise/tensorflow';
import type { BackendChoice } from './backend-choices.ts';
import { useBackend } from './engine.ts';

const [file, calls] = process.argv.slice(2);
const outcomes: object[] = [];
for (const { choice, threads } of JSON.parse(calls) as {
  choice: BackendChoice;
  threads?: number;
}[]) {
  try {
    const engine = await useBackend(choice, threads === undefined ? {} : { threads });
    const [sum] = tf.tidy(() => tf.tensor1d([1, 2, 3]).sum().dataSync());
    const tasks = process.platform === 'linux' ? readdirSync('/proc/self/task').length : NaN;
    outcomes.push({ ...engine, sum, running: tf.getBackend(), tasks });
  } catch (cause) {
    const { message, inputError } = cause as Error & { inputError?: boolean };
    outcomes.push({ error: message, inputError });
  }
}
writeFileSync(file, JSON.stringify(outcomes));
