import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { typescriptArguments } from '@axiswise/processes';
import { expect, it } from 'vitest';

it('declares experiments without TensorFlow.js', async () => {
  const experiments = ['board', 'images', 'motion', 'sentences', 'spectrograms'].map(
    (name) => new URL(`../../../experiments/${name}/experiment.ts`, import.meta.url).href,
  );
  const entry = new URL('./light-process.fixture.ts', import.meta.url);
  // The last one loads TensorFlow.js, and so shows that the others would be seen to.
  const imports = ['@axiswise/experiment', ...experiments, '@axiswise/training'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...typescriptArguments(entry),
    ...imports,
  ]);
  const loaded = JSON.parse(stdout) as number[];
  expect(loaded.slice(0, -1)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(loaded.at(-1)).toBeGreaterThan(0);
});
