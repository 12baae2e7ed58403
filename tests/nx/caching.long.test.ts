import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmallWorkspace } from './small-workspace.ts';

// More changes than in caching.test.ts: Nx takes seconds for each.
const workspace = new SmallWorkspace();
afterAll(() => workspace.remove());

const train = ['train', 'images'];
const trainAll = ['run-many', '-t', 'train'];
const all = ['images', 'marks', 'sounds', 'words'];

beforeAll(async () => {
  expect(await workspace.ran(trainAll)).toEqual(all);
});

it('fails where the command line does, with its words, and does not cache that', async () => {
  const before = workspace.recorded().length;
  for (const calls of [1, 2]) {
    const { exitCode, output, cached } = await workspace.nx([...train, '--epochs=0']);
    expect(exitCode).not.toBe(0);
    expect(output).toContain('recorded a wrong call');
    expect(cached).toBe(false);
    expect(workspace.recorded().length).toBe(before + calls);
  }
});

describe('runs again', () => {
  it('all when the lock file changes', async () => {
    expect(await workspace.ranWithEdited(['package-lock.json'], trainAll)).toEqual(all);
  });

  it('with another engine, and when native TensorFlow is installed, unless the call names another engine', async () => {
    const auto = { AXISWISE_BACKEND: 'auto' };
    expect(await workspace.runs(train, auto)).toBe(true);
    const tfjsNode = 'packages/backend/node_modules/@tensorflow/tfjs-node';
    workspace.write({
      [`${tfjsNode}/package.json`]: '{"name":"@tensorflow/tfjs-node","version":"4.22.0"}',
      [`${tfjsNode}/lib/napi-v8/tfjs_binding.node`]: 'a binding',
    });
    expect(await workspace.runs(train, auto)).toBe(true);
    expect(await workspace.runs(train, auto)).toBe(false);
    expect(await workspace.runs(train)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('with another version of Node', async () => {
    workspace.write({
      'node_modules-bin/node': `#!/bin/sh\n[ "$1" = --version ] && echo v99.0.0 && exit\nexec '${process.execPath}' "$@"\n`,
    });
    chmodSync(workspace.path('node_modules-bin/node'), 0o755);
    const path = `${workspace.path('node_modules-bin')}:${process.env.PATH}`;
    expect(await workspace.runs(train, { PATH: path })).toBe(true);
  });

  it("when a picture in the user's folder is replaced by one of the same size", async () => {
    const pictures = [...train, '--', '--data', 'pictures'];
    expect(await workspace.runs(pictures)).toBe(true);
    expect(await workspace.runs(pictures)).toBe(false);
    workspace.write({ 'pictures/cat/1.png': 'c' });
    expect(await workspace.runs(pictures)).toBe(true);
  });

  it('each time when the call names a run directory, which Nx could not restore', async () => {
    const elsewhere = [...train, '--run-dir=runs/nx/elsewhere'];
    expect(await workspace.runs(elsewhere)).toBe(true);
    expect(workspace.recorded().at(-1)).toContain('--run-dir=runs/nx/elsewhere');
    expect(workspace.recorded().at(-1)).not.toContain('--run-dir=runs/nx/images');
    expect(await workspace.runs(elsewhere)).toBe(true);
  });
});

it('explains from the cache, whatever the engine', async () => {
  expect(await workspace.runs(['explain', 'images'])).toBe(true);
  expect(workspace.recorded().at(-1)).toEqual(['explain', 'images']);
  expect(await workspace.runs(['explain', 'images'], { AXISWISE_BACKEND: 'cpu' })).toBe(false);
});
