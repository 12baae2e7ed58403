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
