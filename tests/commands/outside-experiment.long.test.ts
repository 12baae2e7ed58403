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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT } from '../nx/workspace.ts';
import { axiswise, type Outcome, start } from './axiswise.ts';
import { openTutorial, runProgram } from './tutorial.ts';

const { commands, workspace, wordsOf } = openTutorial();
const tarball = 'acme-axiswise-vibration-1.0.0.tgz';

afterAll(() => workspace.remove());

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
    await runProgram([join(CHECKOUT, 'node_modules/.bin/esbuild'), ...esbuild], workspace.root);
    await runProgram(wordsOf('npm pack'), workspace.root);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "mine", "private": true }');
    cpSync(workspace.path(tarball), join(project, tarball));
    // Without the flag npm would look for the peers in its registry.
    await runProgram(
      [...wordsOf('npm install'), '--legacy-peer-deps', '--ignore-scripts'],
      project,
    );
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
    const result = await runProgram(
      ['npx', '--no', 'axiswise', 'train', 'vibration', ...small],
      project,
    );
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
    await runProgram([...wordsOf('npm install'), '--package-lock-only', '--ignore-scripts'], clone);
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
