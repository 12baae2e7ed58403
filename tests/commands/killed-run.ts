import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@axiswise/random';
import { expect } from 'vitest';
import { resultOf, documentOf, smallRun, start, temporaryFolder } from './axiswise.ts';

/** A run that writes a checkpoint after each step. */
export const checkpointedRun = (runDir: string): string[] => [
  ...smallRun,
  ...['--epochs', '3', '--checkpoint-seconds', '0', '--run-dir', runDir],
];

/**
 * Trains, is killed so many times at random moments and resumed each time, and expects the weights,
 * scores and metrics of a run that was left alone.
 *
 * The moments are spread evenly over the duration of a whole process: one falls into each part.
 */
export async function expectSameAfterKills(
  kills: number,
  callOf: (runDir: string) => string[] = checkpointedRun,
): Promise<void> {
  const folder = temporaryFolder();
  const whole = path.join(folder, 'whole');
  const call = [...callOf(whole), '--json'];
  const began = performance.now();
  documentOf(call, await start(call).outcome);
  const duration = performance.now() - began;

  const runDir = path.join(folder, 'killed');
  const random = new Random(20, 'moments to kill at');
  // From before the first checkpoint to after the last: start-up is a good part of the time.
  const [from, to] = [0.1, 0.75];
  const moments = Array.from(
    { length: kills },
    (_, i) => from + ((to - from) * (i + random.uniform())) / kills,
  );
  for (const moment of moments) {
    const { child, outcome } = start([...callOf(runDir), '--resume']);
    await sleep(moment * duration);
    child.kill('SIGKILL');
    await outcome;
    const record = path.join(runDir, 'run.json');
    if (existsSync(record)) JSON.parse(readFileSync(record, 'utf8'));
  }
  await resultOf([...callOf(runDir), '--resume']);
  expectSame(runDir, whole);
}

/** Expects the weights, scores and metrics of another run. */
export function expectSame(runDir: string, other: string): void {
  expect(resultOfRun(runDir)).toEqual(resultOfRun(other));
  expect(metricsOf(runDir)).toEqual(metricsOf(other));
}

/** What a finished run came to, without how long it took. */
function resultOfRun(runDir: string): { weightsSha256: string; test: object } {
  const { result } = JSON.parse(readFileSync(path.join(runDir, 'run.json'), 'utf8')) as {
    result: { weightsSha256: string; test: object };
  };
  return { weightsSha256: result.weightsSha256, test: result.test };
}

/** The metrics of every epoch, without how long it took. */
function metricsOf(runDir: string): unknown[] {
  return readFileSync(path.join(runDir, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { epoch: number; train: object; validation: object })
    .map(({ epoch, train, validation }) => ({ epoch, train, validation }));
}
