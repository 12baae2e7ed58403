import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Design } from '@axiswise/design';
import { Random } from '@axiswise/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npy, npz } from '../../packages/data/src/arrays/npy.fixture.ts';
import { CHECKOUT, NxWorkspace } from '../nx/workspace.ts';
import { resultOf } from './axiswise.ts';

/** A clone of this workspace, as far as a written experiment needs it. */
const workspace = new NxWorkspace();
const call = { cwd: workspace.root };

beforeAll(() => {
  workspace.copy('package.json', 'tsconfig.base.json', 'vitest.config.ts', 'tests/setup');
  workspace.copy('eslint.config.js', 'tsconfig.json', '.prettierrc.json', '.prettierignore');
  // The lint knows the packages by their manifests.
  const manifests = readdirSync(join(CHECKOUT, 'packages')).map(
    (name) => `packages/${name}/package.json`,
  );
  workspace.copy(...manifests);
  workspace.linkInstalled({ ownPackages: false });
});
afterAll(() => workspace.remove());

/** Four classes, each with a pattern at all six sensors that begins anywhere along time, in noise. */
function signals(examples: number): Buffer {
  const drawn = new Random(0, 'patterns');
  const patterns = [0, 1, 2, 3].map(() =>
    Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => drawn.normal(0, 1.4))),
  );
  const random = new Random(0, 'examples');
  const labels = Array.from({ length: examples }, (_, i) => i % 4);
  const values: number[] = [];
  for (const label of labels) {
    const input = Array.from({ length: 6 * 24 }, () => random.normal());
    const start = random.integer(19);
    patterns[label].forEach((curve, sensor) =>
      curve.forEach((value, i) => (input[sensor * 24 + start + i] += value)),
    );
    values.push(...input);
  }
  return npz({ x: npy('<f4', [examples, 6, 24], values), y: npy('<i8', [examples], labels) });
}

describe('a designed experiment', () => {
  it('does what the data needs, and is better than what does not', async () => {
    writeFileSync(workspace.path('signals.npz'), signals(1500));
    const { recommended, axes, strategies } = await resultOf<Design>(
      [
        ...['design', '--data', 'signals.npz', '--axes', 'sensor,time'],
        ...['--seeds', '3', '--tune', '0', '--epochs', '8', '--jobs', '1'],
        ...['--train-examples', '400', '--test-examples', '400'],
      ],
      call,
    );
    expect(recommended).toMatchObject({
      strategy: 'slide-time',
      move: { sensor: 'span', time: 'slide' },
    });
    expect(axes[1].moving).toMatchObject({ certainty: 'shown', verdict: 'yes' });
    const spanned = strategies.find(({ name }) => name === 'span-both')!;
    expect(spanned.behind!.difference).toBeGreaterThan(0.02);
  });

  it('is clean: types, lint, format; and passes its own tests', async () => {
    workspace.write({
      'tsconfig.generated.json': JSON.stringify({
        extends: './tsconfig.base.json',
        include: ['experiments/*/*.ts'],
      }),
    });
    const node = (script: string, ...words: string[]) =>
      promisify(execFile)(process.execPath, [`node_modules/${script}`, ...words], {
        cwd: workspace.root,
      }).then(
        () => 'passed',
        (error: Error & { stdout: string; stderr: string }) =>
          `${script} failed:\n${error.stdout}${error.stderr}`,
      );
    const outcomes = await Promise.all([
      node('typescript/bin/tsc', '--project', 'tsconfig.generated.json'),
      node('eslint/bin/eslint.js', '--max-warnings=0', 'experiments'),
      node('prettier/bin/prettier.cjs', '--check', 'experiments'),
      node('vitest/vitest.mjs', 'run', 'experiments/'),
    ]);
    expect(outcomes).toEqual(['passed', 'passed', 'passed', 'passed']);
  });
});
