import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { typescriptArguments } from '@axiswise/processes';
import { expect, it } from 'vitest';

/** Modules of TensorFlow.js that a fresh process has loaded after it imported a file and ours. */
async function engineModules(...imports: readonly string[]): Promise<number> {
  const entry = new URL('./light-process.fixture.ts', import.meta.url);
  const args = [...typescriptArguments(entry), ...imports];
  return Number((await promisify(execFile)(process.execPath, args)).stdout);
}

it('declares experiments without TensorFlow.js', async () => {
  const names = ['board', 'images', 'sentences', 'spectrograms'];
  const files = names.map(
    (name) => new URL(`../../../experiments/${name}/experiment.ts`, import.meta.url).href,
  );
  expect(await engineModules('@axiswise/experiment', ...files)).toBe(0);
});

it('would see it', async () => {
  expect(await engineModules('@axiswise/training')).toBeGreaterThan(0);
});
