import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NxWorkspace } from './workspace.ts';

/** The real command line under Nx, training an experiment that takes a second. */
const workspace = new NxWorkspace();

/** Bars that lie or stand, somewhere in an 8×8 picture. */
const BARS = `
import { arraySplit } from '@axiswise/data';
import { defineExperiment } from '@axiswise/experiment';
import { blocks, defineAxes, dense, flatten, slide, yes } from '@axiswise/geometry';
import { Random } from '@axiswise/random';

const shape = [8, 8, 1];
const anywhere = { patternsRecur: yes('bars lie anywhere'), subsamplable: yes('bars stay bars') };

const split = (length: number, random: Random) => {
  const labels = Int32Array.from({ length }, () => random.integer(2));
  const inputs = new Float32Array(length * 64);
  labels.forEach((label, i) => {
    const at = random.integer(8);
    for (let j = 0; j < 8; j++) inputs[i * 64 + (label === 0 ? 8 * at + j : 8 * j + at)] = 1;
  });
  return arraySplit({ inputs, labels, shape, classes: 2 });
};

export default defineExperiment({
  name: 'bars',
  title: 'Bars that lie or stand',
  cites: [],
  deviations: [],
  axes: defineAxes({ height: anywhere, width: anywhere }),
  example: { shape, classes: 2 },
  sources: [
    {
      name: 'bars',
      description: 'bars in 8×8 pictures',
      load: async ({ seed }) => ({
        name: 'bars',
        axes: ['height', 'width'],
        shape,
        classes: ['lying', 'standing'],
        splits: { train: split(64, new Random(seed, 'train')), test: split(16, new Random(seed, 'test')) },
        sha256: String(seed).padStart(64, '0'),
      }),
    },
  ],
  strategies: { both: { blocks: [{ move: { height: slide(3), width: slide(3) } }] } },
  network: ({ strategy, classes }) => [
    ...blocks([2], strategy), flatten(), dense(classes, { activation: 'softmax' }),
  ],
  training: { epochs: 2, batchSize: 16, optimizer: { kind: 'adam', learningRate: 0.01 }, validation: 0.25 },
  expects: 'nothing',
});
`;

beforeAll(() => {
  workspace.copy('nx.json', '.nxignore', '.gitignore', 'package.json', 'package-lock.json');
  workspace.copy('tsconfig.json', 'tsconfig.base.json', 'packages');
  workspace.linkInstalled();
  workspace.write({ 'experiments/bars/experiment.ts': BARS });
});
afterAll(() => workspace.remove());

async function train(...options: string[]) {
  const env = { AXISWISE_BACKEND: 'wasm' };
  const result = await workspace.nx(['train', 'bars', '--', ...options], env);
  expect(result.exitCode, result.output).toBe(0);
  return result;
}

const runRecord = () =>
  JSON.parse(readFileSync(workspace.path('runs/nx/bars/run.json'), 'utf8')) as {
    result: { seconds: number; weightsSha256: string };
  };

it('trains, restores what it trained, and trains again when code changes', async () => {
  const first = await train('--epochs=1');
  expect(first.cached).toBe(false);
  const trained = runRecord();

  rmSync(workspace.path('runs'), { recursive: true });
  const restored = await train('--epochs=1');
  expect(restored.cached).toBe(true);
  expect(restored.output).toContain(trained.result.weightsSha256);
  expect(runRecord()).toEqual(trained);
  expect(existsSync(workspace.path('runs/nx/bars/model/model.json'))).toBe(true);

  // The configuration is the same, so a run directory that was continued would keep the old result.
  appendFileSync(workspace.path('experiments/bars/experiment.ts'), '\n// changed\n');
  expect((await train('--epochs=1')).cached).toBe(false);
  const again = runRecord();
  expect(again.result.weightsSha256).toBe(trained.result.weightsSha256);
  expect(again.result.seconds).not.toBe(trained.result.seconds);
});
