import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const plugin = path.join(import.meta.dirname, '../plugin.cjs');

/** The files that a fresh process has loaded after some JavaScript. */
async function loadedFiles(code: string): Promise<string[]> {
  const script = `${code}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: path.join(import.meta.dirname, '../../..'),
  });
  return JSON.parse(stdout) as string[];
}

const isEngineOrExperiment = (file: string): boolean =>
  /[/\\]@tensorflow[/\\]|[/\\]experiments[/\\]/.test(file);

it('builds the graph of this workspace without an engine and without experiments', async () => {
  const files = await loadedFiles(
    `const { createNodes: [, infer] } = require(${JSON.stringify(plugin)});
     const nodes = infer(['experiments/images/experiment.ts', 'packages/cli/package.json'], undefined,
       { workspaceRoot: process.cwd() });
     if (nodes.length !== 2) throw new Error('nothing was inferred')`,
  );
  expect(files.some((file) => file.includes('infer.ts'))).toBe(true);
  expect(files.filter(isEngineOrExperiment)).toEqual([]);
});

it('would see an engine', async () => {
  const files = await loadedFiles(`require('@tensorflow/tfjs-core')`);
  expect(files.some(isEngineOrExperiment)).toBe(true);
});
