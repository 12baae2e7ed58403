import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { resultOf, temporaryFolder } from './axiswise.ts';
import { checkpointedRun, expectSameAfterKills } from './killed-run.ts';

it('killed at twenty random moments a run ends with the weights of the uninterrupted one', () =>
  expectSameAfterKills(20));

// The rows of an embedding are updated one by one.
it('so does a run of sentences, killed at three', () =>
  expectSameAfterKills(3, (runDir) => [
    ...['train', 'sentences', '--data-options', 'train=300', 'test=60'],
    ...['--width', '20', '--filters', '12', '--epochs', '12'],
    ...['--checkpoint-seconds', '0', '--run-dir', runDir],
  ]));

it('ends with one sentence when no more can be written, and goes on afterwards', async () => {
  // A limit on the size of files stands for a full disk: the write fails the same way.
  const runDir = path.join(temporaryFolder(), 'run');
  const bin = path.resolve('packages/cli/bin/axiswise.js');
  const words = [process.execPath, bin, ...checkpointedRun(runDir)]
    .map((word) => `'${word}'`)
    .join(' ');
  const limited = promisify(execFile)('bash', ['-c', `ulimit -f 200; ${words}`], {
    env: { ...process.env, AXISWISE_BACKEND: process.env['AXISWISE_BACKEND'] ?? 'wasm' },
  });
  const { code, stderr } = await limited.then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(stderr).toMatch(/axiswise: cannot write .*step-.*safetensors: the file is larger than/);
  expect(code).toBe(2);
  await resultOf([...checkpointedRun(runDir), '--resume']);
});
