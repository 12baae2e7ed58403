import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { call, callOf, epochs, processesOf, type Report, tunedCallOf } from './small-comparison.ts';

describe('compare', () => {
  it('draws learning curves over sizes of the training set', async () => {
    const runDir = path.join(temporaryFolder(), 'sizes');
    const more = [...epochs, '--seeds', '1', '--sizes', '50,all'];
    const [comparison] = (await resultOf<Report>(callOf('linear', runDir, ...more))).experiments;
    const [{ learningCurve, accuracy }] = comparison.strategies;
    // Smaller sets are trained on for more epochs: by √(190 / 50).
    expect(learningCurve.map(({ trainExamples, epochs }) => [trainExamples, epochs])).toEqual([
      [50, 6],
      [190, 3],
    ]);
    expect(learningCurve[1].accuracy).toEqual(accuracy);
  });

  it('chooses the same, and trains the same weights, however many trials run at a time', async () => {
    const found = [];
    for (const jobs of ['1', '3']) {
      const runDir = path.join(temporaryFolder(), `jobs-${jobs}`);
      const more = ['--tune', '5', ...epochs, '--seeds', '1', '--jobs', jobs];
      const words = tunedCallOf('span-both,linear', runDir, ...more);
      const [{ strategies }] = (await resultOf<Report>(words)).experiments;
      const run = `linear/configuration-${strategies[1].tuned!.number}/seed-0/run.json`;
      const { result } = JSON.parse(readFileSync(path.join(runDir, run), 'utf8')) as {
        result: { weightsSha256: string };
      };
      found.push([strategies.map(({ tuned }) => tuned), result.weightsSha256]);
    }
    expect(found[1]).toEqual(found[0]);
  }, 240_000);

  it('reports a trial that fails twice, and goes on with the others', async () => {
    const runDir = path.join(temporaryFolder(), 'comparison');
    let said = '';
    let deaths = 0;
    const words = [...call(runDir, '--seeds', '1', ...epochs), '--json'];
    const { code, stdout, stderr } = await axiswise(words, {
      onStderr(text) {
        said += text;
        const began = processesOf('slide-both seed 0', said);
        for (; deaths < began.length; deaths++) process.kill(began[deaths], 'SIGKILL');
      },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/slide-both seed 0 .*failed twice: its process ended with SIGKILL/);
    const [comparison] = (JSON.parse(stdout) as Report).experiments;
    expect(comparison.failures).toMatchObject([
      { strategy: 'slide-both', seed: 0, message: 'its process ended with SIGKILL' },
    ]);
    expect(comparison.strategies[0].accuracy.values).toEqual([null]);
    expect(comparison.strategies[1].accuracy.values[0]).toBeGreaterThan(0);
  }, 240_000);
});
