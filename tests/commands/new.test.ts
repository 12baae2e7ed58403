import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

/** A project that has what this checkout has installed. */
const project = temporaryFolder();
const call = { cwd: project };
writeFileSync(path.join(project, 'package.json'), '{ "name": "mine", "type": "module" }');
symlinkSync(path.resolve('node_modules'), path.join(project, 'node_modules'), 'junction');

describe('new', () => {
  it('writes an experiment into a project, which trains', async () => {
    const { files } = await resultOf<{ files: string[] }>(
      ['new', 'my-sensors', '--axes', 'sensor,time'],
      call,
    );
    expect(files.map((file) => file.replaceAll(path.sep, '/'))).toEqual([
      'experiments/my-sensors/README.md',
      'experiments/my-sensors/experiment.test.ts',
      'experiments/my-sensors/experiment.ts',
      'experiments/my-sensors/source.ts',
    ]);
    const text = readFileSync(path.join(project, 'experiments/my-sensors/experiment.ts'), 'utf8');
    expect(text).toMatch(/name: ['"]my-sensors['"]/);
    const { test } = await resultOf<{ test: { accuracy: number } }>(
      ['train', 'my-sensors', '--backend', 'wasm', '--workers', '1', '--epochs', '4'],
      call,
    );
    // Of four classes, of which chance gets a quarter right.
    expect(test.accuracy).toBeGreaterThan(0.35);
  });

  it('refuses in one sentence, and writes nothing', async () => {
    const elsewhere = temporaryFolder();
    writeFileSync(path.join(elsewhere, 'package.json'), '{}');
    mkdirSync(path.join(project, 'experiments/there'), { recursive: true });
    for (const [words, cwd, message] of [
      [['there', '--axes', 'time'], project, /experiments.there exists already; choose another/],
      [['images', '--axes', 'time'], project, /the name "images" is taken by the experiment of /],
      [['Mine', '--axes', 'time'], project, /"Mine" cannot name an experiment/],
      [['mine', '--axes', 'a,b,c'], project, /--axes names 3 axes \(a, b, c\)/],
      [['mine', '--axes', 'time'], elsewhere, /Axiswise is not installed there/],
      [['mine'], project, /Missing required argument: axes/],
    ] as const) {
      const { code, stderr } = await axiswise(['new', ...words], { cwd });
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    expect(existsSync(path.join(project, 'experiments/mine'))).toBe(false);
    expect(existsSync(path.join(elsewhere, 'experiments'))).toBe(false);
  });
});
