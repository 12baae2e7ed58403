import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT } from '../nx/workspace.ts';
import { axiswise, type Outcome, resultOf, start } from './axiswise.ts';
import { openTutorial } from './tutorial.ts';

const tutorial = openTutorial();
const { commands, files, workspace, wordsOf } = tutorial;
const code = [...files].filter(([file]) => file.endsWith('.ts'));
const call = { cwd: workspace.root };
const tarball = 'acme-axiswise-vibration-1.0.0.tgz';

afterAll(() => workspace.remove());

/** Runs a program as a user does, with no network and nothing of npm's own environment. */
async function run(words: readonly string[], cwd: string): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  );
  const { stdout } = await promisify(execFile)(words[0], words.slice(1), {
    cwd,
    env: {
      ...env,
      AXISWISE_BACKEND: 'wasm',
      npm_config_offline: 'true',
      npm_config_audit: 'false',
    },
  });
  return stdout;
}

describe('the tutorial', () => {
  it('adds a domain in under 150 lines', () => {
    expect(code.map(([file]) => file)).toEqual([
      'experiments/vibration/source.ts',
      'experiments/vibration/experiment.ts',
      'experiments/vibration/experiment.test.ts',
    ]);
    const lines = code.flatMap(([, content]) => content.trimEnd().split('\n'));
    expect(lines.length).toBeLessThan(150);
  });

  it('begins with the generator, whose files it replaces', () => {
    const [generate] = commands;
    expect(generate).toBe('npx nx g @axiswise/nx:domain vibration --axes=sensor,time');
    const templates = join(CHECKOUT, 'packages/nx/src/generators/domain/files');
    for (const [file] of code) {
      const template = file.replace('experiments/vibration', templates);
      expect(existsSync(`${template}.template`), file).toBe(true);
    }
  });

  // That its types are right: tutorial.long.test.ts.
  it('shows code that is formatted and passes its tests', async () => {
    const node = (script: string, ...words: string[]) =>
      run([process.execPath, `node_modules/${script}`, ...words], workspace.root);
    await Promise.all([
      node('prettier/bin/prettier.cjs', '--check', 'experiments'),
      node('vitest/vitest.mjs', ...wordsOf('npx vitest').slice(2)),
    ]);
  });

  it('explains what its filters see', async () => {
    const { layers } = await resultOf<{ layers: { receptiveField: object }[] }>(
      wordsOf('npx axiswise explain'),
      call,
    );
    expect(layers[0].receptiveField).toEqual({ sensor: 6, time: 32 });
    const spanning = await resultOf<typeof layers>(wordsOf('npx axiswise explain', 1), call);
    expect(spanning).toMatchObject({ strategy: 'span-both' });
  });

  // With less than the text has, which would take minutes. What it finds with all of it, and that it
  // compares and diagnoses: tutorial.long.test.ts.
  const less = ['--data-options', 'train=240', 'test=100', '--epochs', '6'];
  type Result = { runDir: string; parameters: number; test: { accuracy: number } };

  it('trains and scores networks of the sizes that it shows', async () => {
    const trained: Result[] = [];
    for (const [i, strategy] of ['slide-time', 'span-both'].entries()) {
      const result = await resultOf<Result>(
        [...wordsOf('npx axiswise train', i + 1), ...less],
        call,
      );
      const parameters = result.parameters.toLocaleString('en-US');
      tutorial.accuracyShown(new RegExp(`\\\`${strategy}\\\` \\| ${parameters} \\| ([\\d.]+) %`));
      trained.push(result);
    }
    const [sliding, spanning] = trained;
    expect(sliding.test.accuracy).toBeGreaterThan(spanning.test.accuracy + 0.1);
    const evaluated = await resultOf<Result>(wordsOf('npx axiswise evaluate'), call);
    expect(evaluated.test.accuracy).toBe(sliding.test.accuracy);
  });

  it('shows what its filters look for, drawn along its axes', async () => {
    const out = ['--steps', '20', '--out', workspace.path('filters.svg')];
    const { units } = await resultOf<{
      units: { activationBefore: number; activationAfter: number; examples: object[] }[];
    }>([...wordsOf('npx axiswise visualize'), ...out], call);
    expect(units).toHaveLength(3);
    for (const { activationBefore, activationAfter, examples } of units) {
      expect(activationAfter).toBeGreaterThan(activationBefore);
      expect(examples).toHaveLength(1);
    }
    const svg = readFileSync(workspace.path('filters.svg'), 'utf8');
    for (const axis of ['sensor', 'time']) expect(svg).toContain(`>${axis}<`);
  });

  it("takes the reader's own recordings", async () => {
    const lists = Array.from({ length: 6 }, (_, s) =>
      Array.from({ length: 256 }, (_, t) => Math.sin(s + t)),
    );
    const line = (label: string, split: string) => JSON.stringify({ label, input: lists, split });
    const lines = ['healthy', 'worn'].flatMap((label) => [
      ...Array.from({ length: 10 }, () => line(label, 'train')),
      line(label, 'test'),
    ]);
    workspace.write({ 'recordings.jsonl': lines.join('\n') });
    const words = wordsOf('npx axiswise train vibration --data');
    const result = await resultOf([...words, '--epochs', '1'], call);
    expect(result).toMatchObject({ data: 'recordings.jsonl', testExamples: 2 });
  });
});

describe('an experiment from outside', () => {
  const project = join(workspace.scratch, 'project');
  const link = (target: string, at: string): void => {
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(realpathSync(target), at, 'junction');
  };

  /**
   * A project that Axiswise is installed in. The packages are no more in the registry than its own are
   * when a reader tries this, so they are linked, where `npm install` would have put them.
   */
  beforeAll(async () => {
    const esbuild = wordsOf('npx esbuild').slice(2);
    await run([join(CHECKOUT, 'node_modules/.bin/esbuild'), ...esbuild], workspace.root);
    await run(wordsOf('npm pack'), workspace.root);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "mine", "private": true }');
    cpSync(workspace.path(tarball), join(project, tarball));
    // Without the flag npm would look for the peers in its registry.
    await run([...wordsOf('npm install'), '--legacy-peer-deps', '--ignore-scripts'], project);
    for (const name of readdirSync(join(CHECKOUT, 'packages'))) {
      link(join(CHECKOUT, 'packages', name), join(project, 'node_modules/@axiswise', name));
    }
    link(
      join(CHECKOUT, 'packages/cli/bin/axiswise.js'),
      join(project, 'node_modules/.bin/axiswise'),
    );
    // The name is free again: two that bring it are the subject of the last test.
    rmSync(workspace.path('experiments/vibration'), { recursive: true });
  });

  it('is found by its name and trains, from the package that npm installed', async () => {
    expect(commands.at(-1)).toBe('npx axiswise train vibration');
    const small = ['--epochs', '1', '--data-options', 'train=50', 'test=10', '--json'];
    const result = await run(['npx', '--no', 'axiswise', 'train', 'vibration', ...small], project);
    expect(JSON.parse(result)).toMatchObject({
      experiment: 'vibration',
      testExamples: 10,
      runDir: 'runs/vibration/slide-time-machine-seed0',
    });
  });

  it('is content with Axiswise as its peer in this very workspace', async () => {
    const clone = join(workspace.scratch, 'clone');
    const manifests = ['packages', 'experiments'].flatMap((folder) =>
      readdirSync(join(CHECKOUT, folder)).map((name) => join(folder, name, 'package.json')),
    );
    for (const file of ['package.json', 'package-lock.json', ...manifests]) {
      if (existsSync(join(CHECKOUT, file))) cpSync(join(CHECKOUT, file), join(clone, file));
    }
    cpSync(workspace.path(tarball), join(clone, tarball));
    // Without `--legacy-peer-deps`: npm must find the peers in packages/.
    await run([...wordsOf('npm install'), '--package-lock-only', '--ignore-scripts'], clone);
    const { packages } = JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { peerDependencies?: object }>;
    };
    const installed = packages['node_modules/@acme/axiswise-vibration'];
    expect(Object.keys(installed.peerDependencies!)).toContain('@axiswise/experiment');
  });

  it('is refused with a sentence where something is wrong with it', async () => {
    const folder = join(project, 'node_modules/@acme/axiswise-vibration');
    const experiment = join(folder, 'experiment.js');
    const original = readFileSync(experiment, 'utf8');
    const words = ['explain', 'vibration'];
    const failure = async (outcome: Promise<Outcome>) => {
      const { code, stderr } = await outcome;
      expect(code).toBe(2);
      return stderr;
    };
    writeFileSync(experiment, original.replace('@axiswise/geometry', '@axiswise/absent'));
    // What cannot be imported is the affair of Node, not of a process in which tests run.
    expect(await failure(start(words, { cwd: project }).outcome)).toMatch(
      /the experiment "vibration" of the package @acme\/axiswise-vibration does not load: Cannot find package '@axiswise\/absent'/,
    );
    rmSync(experiment);
    expect(await failure(axiswise(words, { cwd: project }))).toMatch(
      /the package @acme\/axiswise-vibration says that its experiment "vibration" is .*experiment\.js, but there is no such file/,
    );
    writeFileSync(experiment, original);
    cpSync(folder, join(project, 'node_modules/hum'), { recursive: true });
    const dependencies = { '@acme/axiswise-vibration': '*', hum: '*' };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ dependencies }));
    expect(await failure(axiswise(words, { cwd: project }))).toMatch(
      /two experiments are called "vibration": the package @acme\/axiswise-vibration and the package hum bring one each/,
    );
  });
});
