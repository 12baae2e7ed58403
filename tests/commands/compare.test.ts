import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { lockHolder } from '@axiswise/files';
import { withRunLock } from '@axiswise/runs';
import { describe, expect, it } from 'vitest';
import { axiswise, documentOf, resultOf, start, temporaryFolder } from './axiswise.ts';
import { call, callOf, epochs, processesOf, type Report } from './small-comparison.ts';

interface RunRecord {
  readonly status: string;
  readonly finishedAt?: string;
  readonly result?: { readonly weightsSha256: string };
}
const recordOf = (runDir: string, trial: string): RunRecord =>
  JSON.parse(readFileSync(path.join(runDir, trial, 'run.json'), 'utf8')) as RunRecord;
const trials = ['slide-both/seed-0', 'linear/seed-0'];

/** Waits for a file or folder. */
async function appears(...parts: string[]): Promise<void> {
  while (!existsSync(path.join(...parts))) await sleep(10);
}

/** The comparison of the first test, which those below are set beside. */
const wholeDir = path.join(temporaryFolder(), 'comparison');
let whole: Report;

// Learning curves, and trials that fail for good: compare.long.test.ts.
describe('compare', () => {
  it('says which strategy is better, how sure that is, and what the theory said', async () => {
    const words = callOf('slide-both,span-both,linear', wholeDir, ...epochs, '--seeds', '2');
    whole = await resultOf<Report>(words);
    const [comparison] = whole.experiments;
    expect(comparison).toMatchObject({
      experiment: 'images',
      data: 'digits',
      seeds: [0, 1],
      epochs: 3,
      trainExamples: 190,
      testExamples: 50,
      budget: { of: 'parameters', reference: 'slide-both', size: 137_660 },
      failures: [],
    });
    const [slideBoth, spanBoth, linear] = comparison.strategies;
    // Brought to the size of slide-both; a network without hidden layers cannot be.
    expect(slideBoth.sizeRatio).toBe(1);
    expect(Math.abs(spanBoth.sizeRatio! - 1)).toBeLessThan(0.02);
    expect(spanBoth.parameters).toBe(Math.round(137_660 * spanBoth.sizeRatio!));
    expect(linear).toMatchObject({ parameters: 7850, filter: null });
    for (const { accuracy, learningCurve, shifts, confusion } of comparison.strategies) {
      expect(accuracy.values).toHaveLength(2);
      const mean = (accuracy.values[0]! + accuracy.values[1]!) / 2;
      expect(accuracy.mean).toBeCloseTo(mean, 12);
      expect(accuracy.low!).toBeLessThanOrEqual(mean);
      expect(learningCurve).toEqual([]);
      expect(shifts.map(({ axis }) => axis)).toEqual(['height', 'width']);
      expect(shifts[0].points.find(({ shift }) => shift === 0)!.accuracy.mean).toBe(mean);
      expect(confusion!.flat().reduce((sum, count) => sum + count)).toBe(100);
    }
    expect(comparison.pairs).toHaveLength(3);
    for (const pair of comparison.pairs) {
      expect(pair.pHolm).toBeGreaterThanOrEqual(pair.p!);
      expect(pair.verdict).toMatch(/better than|no difference shown/);
    }
    expect(comparison.claims).toMatchObject([
      { better: 'slide-both', worse: 'span-both', predicted: 'better' },
    ]);
    expect(existsSync(whole.reportPath)).toBe(true);
    expect(readFileSync(whole.reportPath, 'utf8')).toContain('slide-both');

    // The same call again trains nothing and gives the same.
    const finishedAt = recordOf(wholeDir, 'linear/seed-1').finishedAt;
    const again = await resultOf<Report>(words);
    expect(again.experiments).toEqual(whole.experiments);
    expect(recordOf(wholeDir, 'linear/seed-1').finishedAt).toBe(finishedAt);
  });

  it('goes on after kill -9, and starts a trial once more whose process died', async () => {
    const runDir = path.join(temporaryFolder(), 'killed');
    const more = [...epochs, '--seeds', '1', '--checkpoint-seconds', '0', '--jobs', '1'];
    const first = start(call(runDir, ...more));
    await appears(runDir, 'slide-both/seed-0/checkpoints');
    first.child.kill('SIGKILL');
    await first.outcome;

    // The killed trial may have to write a checkpoint before it ends; on a slow disk, that long.
    const trial = path.join(runDir, 'slide-both/seed-0');
    while (await lockHolder(path.join(trial, 'run'))) await sleep(10);
    let leave: () => void;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const atWork = withRunLock(trial, 'run', () => left);

    let said = '';
    let killed = false;
    const words = [...call(runDir, ...more), '--json'];
    const second = await axiswise(words, {
      onStderr(text) {
        said += text;
        if (processesOf('slide-both seed 0', said).length > 0) setTimeout(leave, 1500);
        const began = processesOf('linear seed 0', said);
        if (killed || began.length === 0) return;
        killed = true;
        process.kill(began[0], 'SIGKILL');
      },
    });
    await atWork;
    expect(second.stderr).toMatch(/linear seed 0 .*its process ended with SIGKILL; started again/);
    const resumed = documentOf<Report>(words, second);
    expect(resumed.experiments[0].failures).toEqual([]);
    const accuracyOf = ({ experiments }: Report, name: string) =>
      experiments[0].strategies.find((strategy) => strategy.name === name)!.accuracy.values[0];
    for (const name of ['slide-both', 'linear']) {
      expect(accuracyOf(resumed, name)).toBe(accuracyOf(whole, name));
    }
    for (const trial of trials) {
      expect(recordOf(runDir, trial).result!.weightsSha256).toBe(
        recordOf(wholeDir, trial).result!.weightsSha256,
      );
    }
  }, 240_000);

  it('refuses a wrong call in one sentence, before anything is trained', async () => {
    const folder = temporaryFolder();
    const refusals: [string[], RegExp][] = [
      [['compare', 'image'], /there is no experiment "image"; did you mean "images"/],
      [['compare', 'all', 'images'], /"all" stands alone/],
      [['compare', 'images', '--strategies', 'slide-bth'], /did you mean "slide-both"/],
      [['compare', 'images', '--strategies', 'linear,linear'], /named twice/],
      [
        ['compare', 'images', '--sizes', '100,some'],
        /--sizes must be positive integers or all, as 100,1000,all, got 'some'/,
      ],
      [['compare', 'images', '--seeds', '0'], /--seeds must be a positive integer, got 0/],
      [
        ['compare', 'images', '--sizes', '1000000', '--data-options', 'train=100'],
        /there are 95 .*; ask for at most 95/,
      ],
      [
        ['compare', 'images', 'board', '--data', 'mnist'],
        /the data can be chosen for one experiment only, got 2/,
      ],
      [
        call(wholeDir, '--seeds', '1', '--epochs', '2'),
        /its training.epochs is 3, but 2 is asked for.*choose another --run-dir/,
      ],
    ];
    for (const [words, sentence] of refusals) {
      const { code, stderr } = await axiswise(words, { cwd: folder });
      expect(stderr.trim().split('\n').at(-1)).toMatch(sentence);
      expect(code).toBe(2);
    }
  });
});
