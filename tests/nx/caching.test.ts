import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SmallWorkspace } from './small-workspace.ts';

// Which change makes `nx train` run again; further ones: caching.long.test.ts. What real training does
// under Nx is the subject of train.long.test.ts.
const workspace = new SmallWorkspace();
afterAll(() => workspace.remove());

const train = ['train', 'images'];
const trainAll = ['run-many', '-t', 'train'];
const all = ['images', 'marks', 'sounds', 'words'];

it('calls the command line with a run directory of its own', async () => {
  expect(await workspace.ran(trainAll)).toEqual(all);
  expect(workspace.recorded().find(([, name]) => name === 'images')).toEqual([
    'train',
    'images',
    '--run-dir=runs/nx/images',
    '--overwrite=true',
  ]);
});

it('does not run again when only prose, tests and test support change; restores what is gone', async () => {
  const runJson = workspace.path('runs/nx/images/run.json');
  const written = readFileSync(runJson, 'utf8');
  rmSync(workspace.path('runs/nx'), { recursive: true });
  const edited = [
    'README.md',
    'experiments/images/README.md',
    'packages/data/README.md',
    'packages/data/src/index.test.ts',
    'packages/testing/src/index.ts',
  ];
  expect(await workspace.ranWithEdited(edited, trainAll)).toEqual([]);
  expect(readFileSync(runJson, 'utf8')).toBe(written);
  expect(readFileSync(workspace.path('runs/mine/run.json'), 'utf8')).toBe('{}');
});

describe('runs again', () => {
  it('what has changed itself, or imports what has changed, however far away; nothing else', async () => {
    const edited = [
      'experiments/marks/experiment.ts',
      'packages/audio/src/index.ts',
      'packages/data/src/index.ts',
    ];
    expect(await workspace.ranWithEdited(edited, trainAll)).toEqual(['images', 'marks', 'sounds']);
  });

  it('all when the command line changes', async () => {
    expect(await workspace.ranWithEdited(['packages/cli/bin/axiswise.js'], trainAll)).toEqual(all);
  });

  it('with another option, however it is written; when the named data set changes, no other', async () => {
    expect(await workspace.runs([...train, '--', '--data=mnist'])).toBe(true);
    expect(workspace.recorded().at(-1)).toContain('--data=mnist');
    appendFileSync(join(workspace.dataDir, 'other/file'), 'more');
    expect(await workspace.runs([...train, '--data=mnist'])).toBe(false);
    appendFileSync(join(workspace.dataDir, 'mnist/images'), 'more');
    expect(await workspace.runs([...train, '--data=mnist'])).toBe(true);
  });
});

it('refuses to replace a run that Nx does not own', async () => {
  const before = workspace.recorded().length;
  const { exitCode, output } = await workspace.nx([...train, '--run-dir=runs/mine']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('--run-dir runs/mine already holds a run');
  expect(workspace.recorded().length).toBe(before);
});
