import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from '../nx/workspace.ts';
import { resultOf } from './axiswise.ts';
import { checkExperiments } from './clean-experiments.ts';

/** What a generated domain finds with all its examples; that it works is shown by new-domain.test.ts. */
const workspace = new NxWorkspace();
const call = { cwd: workspace.root };

const generate = (...words: readonly string[]) =>
  workspace.nx(['g', '@axiswise/nx:domain', ...words]);

beforeAll(async () => {
  workspace.copy('nx.json', '.nxignore', '.gitignore', 'package.json', 'package-lock.json');
  workspace.copy('tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts', 'tests/setup');
  workspace.copy('eslint.config.js', '.prettierrc.json', '.prettierignore', 'packages/nx');
  workspace.copyManifests();
  workspace.linkInstalled({ ownPackages: false });
  for (const words of [
    ['my-sensors', '--axes=sensor,time'],
    ['heartbeats', '--axes', 'beat'],
  ]) {
    const { exitCode, output } = await generate(...words);
    expect(exitCode, output).toBe(0);
  }
});
afterAll(() => workspace.remove());

describe('a generated domain', () => {
  it('is clean: types, lint, format; and passes its own tests', async () => {
    const outcomes = await checkExperiments(workspace);
    expect(outcomes).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  it('shows what it is there to show: its patterns lie anywhere', async () => {
    const accuracyOf = async (...words: string[]) => {
      const { test } = await resultOf<{ test: { accuracy: number } }>(
        ['train', 'my-sensors', ...words],
        call,
      );
      return test.accuracy;
    };
    expect(await accuracyOf()).toBeGreaterThan(0.9);
    expect(await accuracyOf('--strategy', 'span-both')).toBeLessThan(0.7);
    const { test } = await resultOf<{ test: { accuracy: number } }>(['train', 'heartbeats'], call);
    expect(test.accuracy).toBeGreaterThan(0.8);
  });

  it('compares at once', async () => {
    const words = [
      ...['--strategies', 'slide-beat,span-beat', '--seeds', '2', '--epochs', '10'],
      ...['--tune', '2'],
    ];
    const { experiments } = await resultOf<{
      experiments: { strategies: { name: string; accuracy: { mean: number } }[] }[];
    }>(['compare', 'heartbeats', ...words], call);
    const [sliding, spanning] = experiments[0].strategies;
    expect(sliding.name).toBe('slide-beat');
    expect(sliding.accuracy.mean).toBeGreaterThan(spanning.accuracy.mean);
  });

  it('diagnoses at once, and is right', async () => {
    const { axes } = await resultOf<{
      axes: { axis: string; slide: { verdict: string }; subsample: { verdict: string } }[];
    }>(['diagnose', 'heartbeats', '--seeds', '3'], call);
    expect(axes).toMatchObject([{ axis: 'beat', slide: { verdict: 'yes' } }]);
    expect(axes[0].subsample.verdict).not.toBe('no');
  });
});

describe('the generator refuses', () => {
  it.each([
    [['data', '--axes=time'], 'the name "data" is taken by the Nx project @axiswise/data'],
    [['gestures', '--axes=time'], 'the name "gestures" is taken by the experiment of the package'],
    [['notes', '--axes=time'], 'experiments/notes exists already; choose another name'],
    [['other'], "Required property 'axes' is missing"],
  ])('%s', async (words, message) => {
    const packageJson = workspace.path('package.json');
    const original = readFileSync(packageJson, 'utf8');
    const withGestures = { ...JSON.parse(original), dependencies: { gestures: '1.0.0' } } as object;
    workspace.write({
      'experiments/notes/idea.txt': '',
      'package.json': JSON.stringify(withGestures),
      'node_modules/gestures/package.json': JSON.stringify({
        name: 'gestures',
        version: '1.0.0',
        axiswise: { experiments: { gestures: './experiment.js' } },
      }),
    });
    const folders = readdirSync(workspace.path('experiments'));
    const { exitCode, output } = await generate(...words);
    writeFileSync(packageJson, original);
    expect(exitCode).toBe(1);
    expect(output).toContain(message);
    expect(readdirSync(workspace.path('experiments'))).toEqual(folders);
  });

  it('nothing with --dry-run, and writes nothing', async () => {
    const { exitCode, output } = await generate('other', '--axes=time', '--dry-run');
    expect(exitCode).toBe(0);
    expect(output).toContain('CREATE experiments/other/experiment.ts');
    expect(readdirSync(workspace.path('experiments'))).not.toContain('other');
  });
});
