import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '@axiswise/files';
import { isInputError } from '@axiswise/messages';
import { inject } from 'vitest';
import { axiswise, documentOf, type Outcome, smallRun } from './axiswise.ts';

/** Small runs that several tests look at, by name: one of each domain, and of other strategies. */
const calls = {
  images: smallRun,
  'images of span-both': [...smallRun, '--strategy', 'span-both'],
  'images of linear': [...smallRun, '--strategy', 'linear'],
  'images of locally-connected': [...smallRun, '--strategy', 'locally-connected'],
  spectrograms: [
    ...['train', 'spectrograms', '--data-options', 'speakers=2', 'utterances=2'],
    ...['--epochs', '8', '--batch-size', '8', '--filters', '8'],
  ],
  sentences: [
    ...['train', 'sentences', '--data-options', 'train=300', 'test=60'],
    ...['--width', '20', '--filters', '12', '--epochs', '4'],
  ],
  board: [
    ...['train', 'board', '--data-options', 'games=12', 'planes=12', '--filters', '8'],
    ...['--layers', '2', '--epochs', '2', '--batch-size', '32'],
  ],
  motion: [
    ...['train', 'motion', '--data-options', 'train=240', 'test=64'],
    ...['--epochs', '3', '--batch-size', '16'],
  ],
} as const satisfies Record<string, readonly string[]>;

/** A finished run that this test run trained once. */
export interface SharedRun<Result> {
  /** To be read, not written: other files look at it too. */
  readonly runDir: string;
  /** The call that trained it, without its run directory. */
  readonly words: readonly string[];
  readonly outcome: Outcome;
  readonly result: Result;
}

/**
 * A small run, trained by the first test that asks for it and read by all others, of other files too.
 *
 * It lies in a folder that tests/setup/shared-folder.ts makes for each test run; files that run at the same time
 * wait for each other.
 */
export async function sharedRun<Result>(name: keyof typeof calls): Promise<SharedRun<Result>> {
  const folder = path.join(inject('sharedFolder'), name.replaceAll(' ', '-'));
  const runDir = path.join(folder, 'run');
  const outcomeFile = path.join(folder, 'outcome.json');
  const words: readonly string[] = calls[name];
  await alone(folder, async () => {
    if (existsSync(outcomeFile)) return;
    mkdirSync(folder, { recursive: true });
    const outcome = await axiswise([...words, '--run-dir', runDir, '--json']);
    writeFileSync(outcomeFile, JSON.stringify(outcome));
  });
  const outcome = JSON.parse(readFileSync(outcomeFile, 'utf8')) as Outcome;
  return { runDir, words, outcome, result: documentOf<Result>(words, outcome) };
}

/** Works while no other process does; waits for its turn. */
async function alone(file: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    let began = false;
    try {
      await withFileLock(file, () => {
        began = true;
        return work();
      });
      return;
    } catch (error) {
      // Another one holds the lock; an error of the work itself is not for waiting.
      if (began || !isInputError(error)) throw error;
      await sleep(50);
    }
  }
}
