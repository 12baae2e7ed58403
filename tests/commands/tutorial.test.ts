import { readFileSync } from 'node:fs';
import { domainFiles } from '@axiswise/scaffold';
import { afterAll, describe, expect, it } from 'vitest';
import { resultOf } from './axiswise.ts';
import { openTutorial, runProgram } from './tutorial.ts';

const tutorial = openTutorial();
const { commands, files, workspace, wordsOf } = tutorial;
const code = [...files].filter(([file]) => file.endsWith('.ts'));
const call = { cwd: workspace.root };

afterAll(() => workspace.remove());

// The experiment as a package of its own: outside-experiment.long.test.ts.
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
    const written = domainFiles({ name: 'vibration', axes: ['sensor', 'time'] });
    const paths = written.map(({ path }) => `experiments/vibration/${path}`);
    for (const [file] of code) expect(paths).toContain(file);
  });

  // That its types are right: tutorial.long.test.ts.
  it('shows code that is formatted and passes its tests', async () => {
    const node = (script: string, ...words: string[]) =>
      runProgram([process.execPath, `node_modules/${script}`, ...words], workspace.root);
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
