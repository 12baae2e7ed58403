import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Comparison } from '@axiswise/compare';

/** What `compare --json` writes. */
export type Report = Comparison & { readonly reportPath: string };

/** A comparison of images that tunes, and trains each network for a second. */
export const tunedCallOf = (strategies: string, runDir: string, ...more: string[]): string[] => [
  ...['compare', 'images', '--strategies', strategies],
  ...['--data-options', 'train=200', 'test=50', '--batch-size', '32', '--jobs', '1'],
  ...['--run-dir', runDir, ...more],
];

/** The same, untuned. */
export const callOf = (strategies: string, runDir: string, ...more: string[]): string[] =>
  tunedCallOf(strategies, runDir, '--tune', '0', ...more);

export const call = (runDir: string, ...more: string[]): string[] =>
  callOf('slide-both,linear', runDir, ...more);

export const epochs = ['--epochs', '3'];

/** The processes in which a comparison began a trial, by what it wrote to standard error so far. */
export const processesOf = (trial: string, said: string): number[] =>
  [...said.matchAll(new RegExp(`^${trial} .* started, process (\\d+)$`, 'gm'))].map(([, id]) =>
    Number(id),
  );

/** What the record of a run says, as far as these tests read it. */
interface RunRecord {
  readonly status: string;
  readonly finishedAt?: string;
  readonly result?: { readonly weightsSha256: string };
}
/** The record of a trial of a comparison. */
export const recordOf = (runDir: string, trial: string): RunRecord =>
  JSON.parse(readFileSync(path.join(runDir, trial, 'run.json'), 'utf8')) as RunRecord;

/** Waits for a file or folder. */
export async function appears(...parts: string[]): Promise<void> {
  while (!existsSync(path.join(...parts))) await sleep(10);
}
