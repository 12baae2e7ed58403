import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from '../nx/workspace.ts';
import { answerOf } from './axiswise.ts';

/** What a generated domain finds with all its examples; that it works is shown by new-domain.test.ts. */
const workspace = new NxWorkspace();
const call = { cwd: workspace.root };

beforeAll(async () => {
  workspace.copy('nx.json', '.nxignore', '.gitignore', 'package.json', 'package-lock.json');
  workspace.copy('packages/nx');
  workspace.linkInstalled({ ownPackages: false });
  const { exitCode, output } = await workspace.nx([
    'g',
    '@axiswise/nx:domain',
    'heartbeats',
    '--axes',
    'beat',
  ]);
  expect(exitCode, output).toBe(0);
});
afterAll(() => workspace.remove());

describe('a generated domain', () => {
  it('compares at once', async () => {
    const words = ['--strategies', 'slide-beat,span-beat', '--seeds', '2', '--epochs', '10'];
    const { experiments } = await answerOf<{
      experiments: { strategies: { name: string; accuracy: { mean: number } }[] }[];
    }>(['compare', 'heartbeats', ...words], call);
    const [sliding, spanning] = experiments[0].strategies;
    expect(sliding.name).toBe('slide-beat');
    expect(sliding.accuracy.mean).toBeGreaterThan(spanning.accuracy.mean);
  }, 180_000);

  it('diagnoses at once, and is right', async () => {
    const { axes } = await answerOf<{
      axes: { axis: string; slide: { verdict: string }; subsample: { verdict: string } }[];
    }>(['diagnose', 'heartbeats', '--seeds', '3'], call);
    expect(axes).toMatchObject([{ axis: 'beat', slide: { verdict: 'yes' } }]);
    expect(axes[0].subsample.verdict).not.toBe('no');
  }, 180_000);
});
