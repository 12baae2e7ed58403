import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { resultOf } from './axiswise.ts';
import { openTutorial } from './tutorial.ts';

/** The tutorial with the data and the epochs that its text has; that it works is shown by tutorial.test.ts. */
const tutorial = openTutorial();
const { workspace, wordsOf } = tutorial;
const call = { cwd: workspace.root };

afterAll(() => workspace.remove());

describe('the whole tutorial', () => {
  it('shows code that has the right types', async () => {
    workspace.write({
      'tsconfig.tutorial.json': JSON.stringify({
        extends: './tsconfig.base.json',
        include: ['experiments/*/*.ts'],
      }),
    });
    const tsc = workspace.path('node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [tsc, '--project', 'tsconfig.tutorial.json'], call);
  });

  it('trains to the accuracies that it shows', async () => {
    type Result = { parameters: number; test: { accuracy: number } };
    const trained = await Promise.all(
      [1, 2].map((nth) => resultOf<Result>(wordsOf('npx axiswise train', nth), call)),
    );
    // Another processor may round otherwise, and a network then goes another way.
    const tolerance = 0.04;
    for (const [i, strategy] of ['slide-time', 'span-both'].entries()) {
      const { parameters, test } = trained[i];
      const row = `\`${strategy}\` \\| ${parameters.toLocaleString('en-US')} \\| ([\\d.]+) %`;
      expect(Math.abs(test.accuracy - tutorial.accuracyShown(new RegExp(row)))).toBeLessThan(
        tolerance,
      );
    }
    const evaluated = await resultOf<Result & { confusion: number[][] }>(
      wordsOf('npx axiswise evaluate'),
      call,
    );
    expect(evaluated.test.accuracy).toBe(trained[0].test.accuracy);
    // Healthy and loose are what it mistakes most: what the text says.
    const { confusion } = evaluated;
    const mistakes = confusion.flatMap((row, label) => row.filter((_, i) => i !== label));
    expect(Math.max(confusion[0][3], confusion[3][0])).toBe(Math.max(...mistakes));
  });

  it('shows what its filters look for, drawn along its axes', async () => {
    const out = ['--out', workspace.path('filters.svg')];
    const { units } = await resultOf<{
      units: { activationBefore: number; activationAfter: number; examples: object[] }[];
    }>([...wordsOf('npx axiswise visualize'), ...out], call);
    expect(units).toHaveLength(3);
    for (const { activationBefore, activationAfter, examples } of units) {
      expect(activationAfter).toBeGreaterThan(5 * activationBefore);
      expect(examples).toHaveLength(1);
    }
    const svg = readFileSync(workspace.path('filters.svg'), 'utf8');
    for (const axis of ['sensor', 'time']) expect(svg).toContain(`>${axis}<`);
  });

  it('compares, and finds what it says', async () => {
    // Fewer examples than the text has: eight networks of its size would take minutes.
    const small = [
      ...['--data-options', 'train=400', 'test=100', '--epochs', '8'],
      ...['--seeds', '2', '--strategies', 'slide-time,span-both', '--tune', '0'],
    ];
    const words = wordsOf('npx axiswise compare').slice(0, 2);
    const { experiments } = await resultOf<{
      experiments: { strategies: { name: string; accuracy: { mean: number } }[] }[];
    }>([...words, ...small], call);
    const accuracy = new Map(
      experiments[0].strategies.map(({ name, accuracy: { mean } }) => [name, mean]),
    );
    expect(accuracy.get('slide-time')! - accuracy.get('span-both')!).toBeGreaterThan(0.1);
  });

  it('diagnoses, and finds what it says', async () => {
    // Fewer classifiers than the text's five seeds, and smaller ones, which would take minutes; what
    // they find is less certain, so that more may be lost without being called a loss.
    const fewer = ['--seeds', '3', '--epochs', '8', '--margin', '5'];
    const smaller = ['--train-examples', '400', '--test-examples', '200'];
    const { axes } = await resultOf<{
      axes: { axis: string; slide: { verdict: string }; subsample: { verdict: string } }[];
    }>([...wordsOf('npx axiswise diagnose'), ...fewer, ...smaller], call);
    const [sensor, time] = axes;
    expect(time).toMatchObject({ axis: 'time', slide: { verdict: 'yes' } });
    expect(time.subsample.verdict).not.toBe('yes');
    expect(sensor.axis).toBe('sensor');
    expect(sensor.slide.verdict).not.toBe('yes');
  });
});
