import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { nativeInstalled } from '@axiswise/backend';
import { lockHolder } from '@axiswise/files';
import { withRunLock } from '@axiswise/runs';
import { describe, expect, it } from 'vitest';
import { axiswise, documentOf, resultOf, start, temporaryFolder } from './axiswise.ts';
import {
  appears,
  call,
  callOf,
  epochs,
  processesOf,
  recordOf,
  type Report,
  tunedCallOf,
} from './small-comparison.ts';

const trials = ['slide-both/seed-0', 'linear/seed-0'];

/** The comparison of the first test, which those below are set beside. */
const wholeDir = path.join(temporaryFolder(), 'comparison');
let whole: Report;

// Learning curves, and trials that fail for good: compare.long.test.ts; several sizes: compare-scales.long.test.ts.
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
      tuning: null,
      failures: [],
    });
    const [slideBoth, spanBoth, linear] = comparison.strategies;
    // Brought to the size of slide-both; a network without hidden layers cannot be.
    expect(slideBoth.sizeRatio).toBe(1);
    expect(Math.abs(spanBoth.sizeRatio! - 1)).toBeLessThan(0.02);
    expect(spanBoth.parameters).toBe(Math.round(137_660 * spanBoth.sizeRatio!));
    expect(linear).toMatchObject({ parameters: 7850, filter: null });
    for (const {
      accuracy,
      loss,
      learningCurve,
      shifts,
      confusion,
      ...more
    } of comparison.strategies) {
      const { metrics, perClass, neverPredicted } = more;
      expect(accuracy.values).toHaveLength(2);
      const mean = (accuracy.values[0]! + accuracy.values[1]!) / 2;
      expect(accuracy.mean).toBeCloseTo(mean, 12);
      expect(accuracy.low!).toBeLessThanOrEqual(mean);
      expect(learningCurve).toEqual([]);
      expect(shifts.map(({ axis }) => axis)).toEqual(['height', 'width']);
      expect(shifts[0].points.find(({ shift }) => shift === 0)!.accuracy.mean).toBe(mean);
      expect(confusion!.flat().reduce((sum, count) => sum + count)).toBe(100);
      // Digits are equally frequent: balanced accuracy is accuracy.
      expect(metrics!['balancedAccuracy'].values[0]).toBeCloseTo(accuracy.values[0]!, 12);
      expect(metrics!['logLoss'].values[1]).toBeCloseTo(loss.values[1]!, 4);
      expect(perClass!.map(({ examples }) => examples)).toEqual(new Array(10).fill(5));
      const recalled = perClass!.reduce((sum, { recall }) => sum + recall.mean, 0) / 10;
      expect(recalled).toBeCloseTo(mean, 12);
      const unpredicted = confusion![0].flatMap((_, c) =>
        confusion!.every((row) => row[c] === 0) ? [comparison.classes[c]] : [],
      );
      expect(neverPredicted).toEqual(unpredicted);
    }
    expect(comparison.testGroups).toBeNull();
    expect(comparison.pairs).toHaveLength(3);
    for (const pair of comparison.pairs) {
      expect(pair.pHolm).toBeGreaterThanOrEqual(pair.p!);
      expect(pair.verdict).toMatch(/better than|no difference shown/);
      expect(Object.keys(pair.metrics!)).toEqual([
        'balancedAccuracy',
        'f1Macro',
        'logLoss',
        'expectedCalibrationError',
      ]);
      const { difference, low, high } = pair.metrics!['balancedAccuracy'];
      expect(difference).toBeCloseTo(pair.difference, 12);
      expect(low).toBeLessThan(high!);
    }
    expect(comparison.claims).toMatchObject([
      { better: 'slide-both', worse: 'span-both', predicted: 'better' },
    ]);
    expect(existsSync(whole.reportPath)).toBe(true);
    const page = readFileSync(whole.reportPath, 'utf8');
    expect(page).toContain('slide-both');
    // Test examples on which the strategies disagree, drawn as pictures.
    const shown = comparison.disagreements!.flatMap(({ examples }) => examples);
    expect(shown.length).toBeGreaterThan(0);
    for (const { index, label } of shown) expect(page).toContain(`example ${index}, ${label}"`);

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

  it('tunes every strategy alike before the seeds that count, and goes on where it was killed', async () => {
    const tunedDir = path.join(temporaryFolder(), 'tuned');
    const more = ['--tune', '5', ...epochs, '--seeds', '1', '--jobs', '1'];
    const words = tunedCallOf('slide-both,linear', tunedDir, ...more);
    const first = start(words);
    await appears(tunedDir, 'slide-both/configuration-3/tuning/metrics.jsonl');
    first.child.kill('SIGKILL');
    await first.outcome;

    const { stdout, stderr } = await axiswise([...words, '--json']);
    expect(stderr).not.toContain('slide-both configuration 1 started');
    const [comparison] = (JSON.parse(stdout) as Report).experiments;
    expect(comparison).toMatchObject({ seeds: [0], options: {}, failures: [] });
    expect(comparison.tuning).toMatchObject({
      configurations: 5,
      seed: 1_000_000,
      metric: 'loss',
      better: 'lower',
      rungs: [
        { epochs: 1, trials: 5 },
        { epochs: 3, trials: 2 },
      ],
    });
    const space = ['learningRate', 'weightDecay', 'dropout'];
    expect(Object.keys(comparison.tuning!.space)).toEqual(space);
    const [slideBoth, linear] = comparison.strategies.map(({ tuned }) => tuned!);
    // A linear network has no dropout; what it has in common with others has the same values.
    expect(Object.keys(linear.values!)).toEqual(space.slice(0, 2));
    for (const { configurations } of [slideBoth, linear]) {
      expect(configurations.map(({ scores }) => scores.length).sort()).toEqual([1, 1, 1, 2, 2]);
      const firstScores = configurations.map(({ scores }) => scores[0].score);
      const promoted = configurations.filter(({ outcome }) => outcome === 'finished');
      expect(promoted.map(({ scores }) => scores[0].score).sort()).toEqual(
        firstScores.sort().slice(0, 2),
      );
    }
    const chosen = slideBoth.configurations[slideBoth.number!];
    expect(slideBoth.score).toBe(chosen.scores[1].score);
    expect(linear.configurations[1].values['learningRate']).toBe(
      slideBoth.configurations[1].values['learningRate'],
    );

    // The seed that counts is trained with what was chosen; no test example was scored before.
    const run = path.join('slide-both', `configuration-${slideBoth.number}`);
    const { configuration } = JSON.parse(
      readFileSync(path.join(tunedDir, run, 'seed-0/run.json'), 'utf8'),
    ) as { configuration: { training: { optimizer: object }; options: object; seed: number } };
    const { learningRate, weightDecay, dropout } = slideBoth.values!;
    expect(configuration.training.optimizer).toMatchObject({ learningRate, weightDecay });
    expect(configuration.options).toEqual({ depth: 0, dropout });
    expect(recordOf(tunedDir, path.join(run, 'tuning'))).toMatchObject({ status: 'running' });
    expect(existsSync(path.join(tunedDir, run, 'tuning/test-predictions.csv'))).toBe(false);
    expect(existsSync(path.join(tunedDir, run, 'tuning/checkpoints'))).toBe(false);
  }, 240_000);

  it('goes on with the others where every configuration of a strategy diverges', async () => {
    const runDir = path.join(temporaryFolder(), 'diverging');
    const words = tunedCallOf('slide-both,linear', runDir, '--tune', '2', '--seeds', '1');
    // So large a step that the products of several layers overflow, and those of one do not.
    const { code, stdout } = await axiswise([
      ...words,
      '--epochs',
      '2',
      ...['--optimizer', 'sgd', '--learning-rate', '1e4'],
      '--json',
    ]);
    expect(code).toBe(1);
    const [{ failures, strategies }] = (JSON.parse(stdout) as Report).experiments;
    expect(failures).toEqual([
      {
        strategy: 'slide-both',
        seed: 1_000_000,
        trainExamples: 190,
        message:
          "each of its 2 configurations diverged in tuning; declare lower learning rates in the experiment's tuning",
      },
    ]);
    expect(strategies[0].tuned).toMatchObject({ number: null, values: null, score: null });
    expect(strategies[0].tuned!.configurations[0]).toMatchObject({ outcome: 'diverged' });
    expect(strategies[0].accuracy.values).toEqual([null]);
    expect(strategies[1].accuracy.values[0]).toBeGreaterThan(0);
  }, 240_000);

  it('adds seeds until the claims are decided, goes on where it was killed, and says what that saved', async () => {
    const runDir = path.join(temporaryFolder(), 'auto');
    const more = ['--seeds', 'auto', '--max-seeds', '4', '--jobs', '1', '--epochs', '2'];
    const words = callOf('slide-both,span-both,linear', runDir, ...more);
    const first = start(words);
    await appears(runDir, 'linear/seed-1/metrics.jsonl');
    first.child.kill('SIGKILL');
    await first.outcome;

    const { stdout, stderr } = await axiswise([...words, '--json']);
    const report = JSON.parse(stdout) as Report;
    const [{ strategies, pairs, claims, decision, seeds, failures }] = report.experiments;
    expect(stderr).not.toContain('slide-both seed 0 (190 examples) started');
    expect(stderr).toMatch(/images: [01] of 1 comparison open after 3 seeds/);
    expect(failures).toEqual([]);
    const [slideBoth, spanBoth, linear] = strategies.map(({ accuracy }) => accuracy.values.length);
    // No claim is about the baseline, which rests after the third seed.
    expect(linear).toBe(3);
    expect(spanBoth).toBe(slideBoth);
    expect(seeds).toHaveLength(slideBoth);
    const [claimed] = pairs;
    expect(claimed).toMatchObject({ a: 'slide-both', b: 'span-both', seeds: slideBoth });
    expect(slideBoth).toBe(claimed.decidedAfter ?? 4);
    expect(decision).toEqual({
      minimumSeeds: 3,
      maximumSeeds: 4,
      trainings: 2 * slideBoth + 3,
      trainingsWithFixedSeeds: 15,
      fixedSeeds: 5,
    });
    // Two epochs teach neither much: nothing is supported.
    expect(strategies.map(({ trained }) => trained!.verdict)).not.toContain('trained');
    expect(strategies[1].trainingCurve!.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(strategies[1].trainingCurve![0].trainAccuracy!.values).toHaveLength(spanBoth);
    expect(claims[0].outcome).toBe('not testable');
    expect(claims[0].measured).toMatch(/^slide-both (did not train|was stopped early): /);

    // The same call, with other jobs, trains nothing and gives the same.
    const again = await axiswise([...words, '--jobs', '3', '--json']);
    expect(again.stderr).not.toContain('started');
    expect((JSON.parse(again.stdout) as Report).experiments).toEqual(report.experiments);
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
      [['compare', 'images', '--scales', '0'], /--scales must be a positive number, got 0/],
      [['compare', 'images', '--scales', '1,-4'], /--scales must be a positive number, got -4/],
      [['compare', 'images', '--scales', 'all'], /--scales must be a positive number, got 'all'/],
      [['compare', 'images', '--scales', '1,1'], /scales names 1 twice; name each once/],
      [
        ['compare', 'images', '--scales', '1,4', '--budget', 'none'],
        /scales are multiples of a budget, but the budget is none; choose parameters or macs/,
      ],
      [
        ['train', 'images', '--scale', '4'],
        /4 times the budget is asked for, but the budget is none/,
      ],
      [['compare', 'images', '--seeds', '0'], /--seeds must be a positive integer or auto, got 0/],
      [
        ['compare', 'images', '--seeds', 'auto', '--seeds', '5'],
        /--seeds must be a positive integer or auto, not both, got auto and 5/,
      ],
      [['compare', 'images', '--seeds', 'auto,5'], /not both, got auto and 5/],
      [['compare', 'images', '--seeds', 'many'], /a positive integer or auto, got 'many'/],
      [['compare', 'images', '--max-seeds', '8'], /--max-seeds is for --seeds auto.*leave it out/],
      [
        ['compare', 'images', '--seeds', 'auto', '--max-seeds', '2'],
        /--max-seeds must be an integer of at least 3, got 2/,
      ],
      [['compare', 'images', '--tune', '-1'], /--tune must be a non-negative integer, got -1/],
      [
        ['compare', 'images', '--seed', '1000000', '--data-options', 'train=100'],
        /the seeds that count must be others than 1000000/,
      ],
      [
        [
          'compare',
          'board',
          '--learning-rate',
          '1',
          '--optimizer',
          'adadelta',
          '--data-options',
          'games=10',
        ],
        /the call chooses all that board would tune; leave out some of it/,
      ],
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

  it.skipIf(nativeInstalled())(
    `refuses an engine that is missing before any data${nativeInstalled() ? ' (skipped: native TensorFlow is installed)' : ''}`,
    async () => {
      const folder = temporaryFolder();
      // Data that are not there either.
      const words = ['compare', 'images', '--data', 'mnist', '--data-dir', folder];
      const { code, stderr } = await axiswise([...words, '--backend', 'tensorflow'], {
        cwd: folder,
      });
      expect(stderr.trim()).toMatch(/native TensorFlow is not installed; .*npx axiswise native/);
      expect(code).toBe(2);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
