import { writeFileSync } from 'node:fs';
import type { Design } from '@axiswise/design';
import { Random } from '@axiswise/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npy, npz } from '../../packages/data/src/arrays/npy.fixture.ts';
import { NxWorkspace } from '../nx/workspace.ts';
import { resultOf } from './axiswise.ts';
import { checkExperiments } from './clean-experiments.ts';

/** A clone of this workspace, as far as a written experiment needs it. */
const workspace = new NxWorkspace();
const call = { cwd: workspace.root };

beforeAll(() => {
  workspace.copy('package.json', 'tsconfig.base.json', 'vitest.config.ts', 'tests/setup');
  workspace.copy('eslint.config.js', 'tsconfig.json', '.prettierrc.json', '.prettierignore');
  workspace.copyManifests();
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
    const outcomes = await checkExperiments(workspace);
    expect(outcomes).toEqual(['passed', 'passed', 'passed', 'passed']);
  });
});
