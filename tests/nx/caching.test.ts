import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from './workspace.ts';

/**
 * Which change makes `nx train` run again, on a small workspace with the plugin and the nx.json of
 * this one. Its command line trains nothing: it notes each call, and writes the run directory that
 * it was told to. What real training does under Nx is the subject of train.test.ts.
 */
const workspace = new NxWorkspace();
const calls = join(workspace.scratch, 'calls.jsonl');
const dataDir = join(workspace.scratch, 'data');
const env = { AXISWISE_DATA_DIR: dataDir, AXISWISE_BACKEND: 'wasm', CALLS: calls };

const RECORDER = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const call = process.argv.slice(2);
appendFileSync(process.env.CALLS, JSON.stringify(call) + '\\n');
const runDir = call.find((word) => word.startsWith('--run-dir='))?.slice('--run-dir='.length);
if (runDir) {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(runDir + '/run.json', JSON.stringify(call));
}
console.log('recorded');
`;

const packageJson = (name: string, storey: number | 'dev', ...dependencies: string[]): string =>
  JSON.stringify({
    name: `@axiswise/${name}`,
    version: '0.1.0',
    exports: { '.': './src/index.ts' },
    axiswise: { storey },
    dependencies: Object.fromEntries(dependencies.map((other) => [`@axiswise/${other}`, '*'])),
  });

/** An experiment of the small workspace that imports one thing. */
const experiment = (name: string, line: string) => ({
  [`experiments/${name}/package.json`]: JSON.stringify({ name: `@axiswise/experiment-${name}` }),
  [`experiments/${name}/experiment.ts`]: `${line}\n`,
});

beforeAll(() => {
  // The plugin asks the packages of the checkout where data lies.
  workspace.copy('nx.json', '.nxignore', '.gitignore', 'packages/nx');
  workspace.write({
    'package.json': JSON.stringify({
      name: 'small',
      private: true,
      workspaces: ['packages/*', 'experiments/*'],
    }),
    'package-lock.json': JSON.stringify({ name: 'small', lockfileVersion: 3, packages: {} }),
    'tsconfig.base.json': JSON.stringify({ compilerOptions: { module: 'nodenext' } }),
    'README.md': 'A small workspace.\n',
    'packages/cli/package.json': packageJson('cli', 4),
    'packages/cli/bin/axiswise.js': RECORDER,
    'packages/data/package.json': packageJson('data', 0),
    'packages/data/src/index.ts': 'export const data = 0;\n',
    'packages/data/src/index.test.ts': `import { fake } from '@axiswise/testing';\nfake;\n`,
    'packages/data/README.md': 'Data.\n',
    'packages/image/package.json': packageJson('image', 1, 'data'),
    'packages/image/src/index.ts': `export { data as image } from '@axiswise/data';\n`,
    'packages/audio/package.json': packageJson('audio', 1),
    'packages/audio/src/index.ts': 'export const audio = 0;\n',
    'packages/testing/package.json': packageJson('testing', 'dev', 'data'),
    'packages/testing/src/index.ts': `export { data as fake } from '@axiswise/data';\n`,
    ...experiment('images', `export { image } from '@axiswise/image';`),
    ...experiment('sounds', `export { audio } from '@axiswise/audio';`),
    ...experiment('marks', 'export default 0;'),
    ...experiment('words', 'export default 0;'),
    'experiments/images/README.md': 'Images.\n',
  });
  workspace.linkInstalled();
  mkdirSync(join(dataDir, 'mnist'), { recursive: true });
  mkdirSync(join(dataDir, 'other'));
  writeFileSync(join(dataDir, 'mnist/images'), 'pixels');
  workspace.write({
    'runs/mine/run.json': '{}',
    'pictures/cat/1.png': 'a',
    'pictures/dog/1.png': 'b',
  });
});
afterAll(() => workspace.remove());

/** The arguments of every call of the command line so far. */
function recorded(): string[][] {
  if (!existsSync(calls)) return [];
  return readFileSync(calls, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The experiments for which this call of Nx called the command line; the others were cached. */
async function ran(args: readonly string[], overrides: Record<string, string> = {}) {
  const before = recorded().length;
  const result = await workspace.nx(args, { ...env, ...overrides });
  expect(result.output).toContain('Successfully ran target');
  const names = recorded()
    .slice(before)
    .map(([, name]) => name);
  expect(result.cached).toBe(names.length === 0);
  return names.sort();
}

/** Whether a call for one experiment called the command line. */
const runs = async (args: readonly string[], overrides?: Record<string, string>) =>
  (await ran(args, overrides)).length > 0;

/** {@link ran} while these files of the workspace have one more line. */
async function ranWithEdited(files: readonly string[], args: readonly string[]) {
  const contents = files.map((file) => readFileSync(workspace.path(file), 'utf8'));
  try {
    for (const file of files) appendFileSync(workspace.path(file), '\n');
    return await ran(args);
  } finally {
    files.forEach((file, i) => writeFileSync(workspace.path(file), contents[i]));
  }
}

const train = ['train', 'images'];
const trainAll = ['run-many', '-t', 'train'];
const all = ['images', 'marks', 'sounds', 'words'];

it('calls the command line with a run directory of its own', async () => {
  expect(await ran(trainAll)).toEqual(all);
  expect(recorded().find(([, name]) => name === 'images')).toEqual([
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
  expect(await ranWithEdited(edited, trainAll)).toEqual([]);
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
    expect(await ranWithEdited(edited, trainAll)).toEqual(['images', 'marks', 'sounds']);
  });

  it('all when the command line changes, and when the lock file does', async () => {
    expect(await ranWithEdited(['packages/cli/bin/axiswise.js'], trainAll)).toEqual(all);
    expect(await ranWithEdited(['package-lock.json'], trainAll)).toEqual(all);
  });

  it('with another engine, and when native TensorFlow is installed, unless the call names another engine', async () => {
    const auto = { AXISWISE_BACKEND: 'auto' };
    expect(await runs(train, auto)).toBe(true);
    const tfjsNode = 'packages/backend/node_modules/@tensorflow/tfjs-node';
    workspace.write({
      [`${tfjsNode}/package.json`]: '{"name":"@tensorflow/tfjs-node","version":"4.22.0"}',
      [`${tfjsNode}/lib/napi-v8/tfjs_binding.node`]: 'a binding',
    });
    expect(await runs(train, auto)).toBe(true);
    expect(await runs(train, auto)).toBe(false);
    expect(await runs(train)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('with another version of Node', async () => {
    workspace.write({
      'node_modules-bin/node': `#!/bin/sh\n[ "$1" = --version ] && echo v99.0.0 && exit\nexec '${process.execPath}' "$@"\n`,
    });
    chmodSync(workspace.path('node_modules-bin/node'), 0o755);
    const path = `${workspace.path('node_modules-bin')}:${process.env.PATH}`;
    expect(await runs(train, { PATH: path })).toBe(true);
  });

  it('with another option, however it is written; when the named data set changes, no other', async () => {
    expect(await runs([...train, '--', '--data=mnist'])).toBe(true);
    expect(recorded().at(-1)).toContain('--data=mnist');
    appendFileSync(join(dataDir, 'other/file'), 'more');
    expect(await runs([...train, '--data=mnist'])).toBe(false);
    appendFileSync(join(dataDir, 'mnist/images'), 'more');
    expect(await runs([...train, '--data=mnist'])).toBe(true);
  });

  it("when a picture in the user's folder is replaced by one of the same size", async () => {
    const pictures = [...train, '--', '--data', 'pictures'];
    expect(await runs(pictures)).toBe(true);
    expect(await runs(pictures)).toBe(false);
    workspace.write({ 'pictures/cat/1.png': 'c' });
    expect(await runs(pictures)).toBe(true);
  });

  it('each time when the call names a run directory, which Nx could not restore', async () => {
    const elsewhere = [...train, '--run-dir=runs/nx/elsewhere'];
    expect(await runs(elsewhere)).toBe(true);
    expect(recorded().at(-1)).toContain('--run-dir=runs/nx/elsewhere');
    expect(recorded().at(-1)).not.toContain('--run-dir=runs/nx/images');
    expect(await runs(elsewhere)).toBe(true);
  });
});

it('refuses to replace a run that Nx does not own', async () => {
  const before = recorded().length;
  const { exitCode, output } = await workspace.nx([...train, '--run-dir=runs/mine'], env);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('--run-dir runs/mine already holds a run');
  expect(recorded().length).toBe(before);
});

it('explains from the cache, whatever the engine', async () => {
  expect(await runs(['explain', 'images'])).toBe(true);
  expect(recorded().at(-1)).toEqual(['explain', 'images']);
  expect(await runs(['explain', 'images'], { AXISWISE_BACKEND: 'cpu' })).toBe(false);
});
