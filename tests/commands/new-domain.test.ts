import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from '../nx/workspace.ts';
import { resultOf, axiswise } from './axiswise.ts';

/** A clone of this workspace, as far as a new experiment needs it, without the experiments. */
const workspace = new NxWorkspace();
const call = { cwd: workspace.root };

const generate = (...words: readonly string[]) =>
  workspace.nx(['g', '@axiswise/nx:domain', ...words]);

/** Every file of the workspace that npm and git know, with what it holds. */
function files(): Map<string, string> {
  return new Map(
    readdirSync(workspace.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => !/[\\/](node_modules|runs|\.nx)[\\/]/.test(file))
      .map((file) => [file.slice(workspace.root.length + 1), readFileSync(file, 'utf8')]),
  );
}

interface Trained {
  readonly test: { readonly accuracy: number };
  readonly runDir: string;
}

/** Runs of the generated domains, which the first test trains. */
const runs = new Map<string, string>();
let before: Map<string, string>;
let output: string;

beforeAll(async () => {
  workspace.copy('nx.json', '.nxignore', '.gitignore', 'package.json', 'package-lock.json');
  workspace.copy('.prettierrc.json', '.prettierignore', 'packages/nx');
  workspace.copyManifests();
  workspace.linkInstalled({ ownPackages: false });
  before = files();
  const first = await generate('my-sensors', '--axes=sensor,time');
  expect(first.exitCode, first.output).toBe(0);
  output = first.output;
  const second = await generate('heartbeats', '--axes', 'beat');
  expect(second.exitCode, second.output).toBe(0);
});
afterAll(() => workspace.remove());

const written = (name: string) =>
  ['README.md', 'experiment.test.ts', 'experiment.ts', 'source.ts'].map(
    (file) => `experiments/${name}/${file}`,
  );

// That it is clean, shows what it is there to show, compares and diagnoses: new-domain.long.test.ts.
describe('a generated domain', () => {
  it('is a folder of its own, and nothing else has changed', () => {
    for (const file of written('my-sensors')) expect(output).toContain(`CREATE ${file}`);
    const after = files();
    const fresh = [...after.keys()].filter((file) => !before.has(file)).sort();
    expect(fresh).toEqual([...written('heartbeats'), ...written('my-sensors')]);
    for (const [file, content] of before) expect(after.get(file), file).toBe(content);
  });

  it('is an Nx project, with targets', async () => {
    const { output } = await workspace.nx(['show', 'project', 'my-sensors', '--json']);
    const { targets } = JSON.parse(output) as { targets: object };
    expect(Object.keys(targets)).toEqual(
      expect.arrayContaining(['train', 'compare', 'diagnose', 'explain', 'test', 'lint']),
    );
  });

  it('trains at once', async () => {
    const few = ['--epochs', '8', '--train-examples', '500'];
    for (const name of ['my-sensors', 'heartbeats']) {
      const trained = await resultOf<Trained>(['train', name, ...few], call);
      // Four classes. With all examples: new-domain.long.test.ts.
      expect(trained.test.accuracy).toBeGreaterThan(0.5);
      runs.set(name, trained.runDir);
    }
    const explained = await resultOf<{ strategy: string }>(['explain', 'my-sensors'], call);
    expect(explained.strategy).toBe('slide-time');
  });

  it('shows what excites its outputs, along one axis and along two', async () => {
    for (const [name, axis] of [
      ['my-sensors', 'sensor'],
      ['heartbeats', 'beat'],
    ]) {
      const out = workspace.path(`${name}.svg`);
      const { units } = await resultOf<{
        units: { activationBefore: number; activationAfter: number }[];
      }>(['visualize', runs.get(name)!, '--steps', '20', '--top', '1', '--out', out], call);
      for (const { activationBefore, activationAfter } of units) {
        expect(activationAfter).toBeGreaterThan(activationBefore);
      }
      expect(readFileSync(out, 'utf8')).toContain(`>${axis}<`);
    }
  });

  it("trains on the user's own lines, and predicts others", async () => {
    // A peak or a dip, somewhere.
    const line = (label: string, i: number) => {
      const height = label === 'up' ? 5 : -5;
      return JSON.stringify({
        label,
        input: Array.from({ length: 64 }, (_, t) => (t === 20 + (i % 20) ? height : 0)),
      });
    };
    const mine = workspace.path('mine.jsonl');
    const labels = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 'up' : 'down'));
    writeFileSync(mine, labels.map(line).join('\n'));
    const { runDir, testExamples } = await resultOf<{ runDir: string; testExamples: number }>(
      ['train', 'heartbeats', '--data', mine, '--run-dir', 'runs/mine'],
      call,
    );
    expect(testExamples).toBe(16);
    const other = workspace.path('other.jsonl');
    writeFileSync(other, ['up', 'down'].map(line).join('\n'));
    const { predictions } = await resultOf<{ predictions: object[] }>(
      ['predict', runDir, other],
      call,
    );
    expect(predictions).toMatchObject([
      { part: 'line 1', label: 'up' },
      { part: 'line 2', label: 'down' },
    ]);
    const { code, stderr } = await axiswise(
      ['train', 'my-sensors', '--data', mine, '--run-dir', 'runs/wrong'],
      call,
    );
    expect(code).toBe(2);
    expect(stderr).toContain(`${mine}, line 1: "input" nests 1 list, but 2 are wanted`);
  });
});
