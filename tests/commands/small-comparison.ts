import type { Comparison } from '@axiswise/compare';
import type { start } from './axiswise.ts';

/** What `compare --json` writes. */
export type Report = Comparison & { readonly reportPath: string };

/** A comparison of images that trains each network for a second. */
export const callOf = (strategies: string, runDir: string, ...more: string[]): string[] => [
  ...['compare', 'images', '--strategies', strategies],
  ...['--data-options', 'train=200', 'test=50', '--batch-size', '32'],
  ...['--run-dir', runDir, ...more],
];

export const call = (runDir: string, ...more: string[]): string[] =>
  callOf('slide-both,linear', runDir, ...more);

export const epochs = ['--epochs', '3'];

/** Waits until a comparison begins a trial for the `nth` time, and gives the trial's process. */
export function processOf(
  { child }: ReturnType<typeof start>,
  trial: string,
  nth = 1,
): Promise<number> {
  let said = '';
  return new Promise((resolve) => {
    child.stderr!.on('data', (chunk) => {
      said += String(chunk);
      const begun = [...said.matchAll(new RegExp(`^${trial} .* started, process (\\d+)$`, 'gm'))];
      if (begun.length >= nth) resolve(Number(begun[nth - 1][1]));
    });
  });
}
