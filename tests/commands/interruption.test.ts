import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { answerOf, axiswise, smallRun, start, temporaryFolder } from './axiswise.ts';

const run = (runDir: string): string[] => [
  ...smallRun,
  '--epochs',
  '5',
  '--checkpoint-seconds',
  '0',
  '--run-dir',
  runDir,
];

describe('an interrupted run', () => {
  it('killed at twenty random moments ends with the weights of the uninterrupted one', async () => {
    const folder = temporaryFolder();
    interface Answer {
      weightsSha256: string;
      test: object;
    }
    const whole = path.join(folder, 'whole');
    const began = performance.now();
    const uninterrupted = await answerOf<Answer>(run(whole));
    const duration = performance.now() - began;

    const runDir = path.join(folder, 'killed');
    const random = new Random(20, 'moments to kill at');
    let kills = 0;
    while (kills < 20) {
      const { child, outcome } = start([...run(runDir), '--resume']);
      // From before the first checkpoint to after the last: start-up is a good part of the time.
      await sleep(random.uniform(0.1, 0.75) * duration);
      child.kill('SIGKILL');
      await outcome;
      kills++;
      const record = path.join(runDir, 'run.json');
      if (existsSync(record)) JSON.parse(readFileSync(record, 'utf8'));
    }
    const resumed = await answerOf<Answer>([...run(runDir), '--resume']);
    expect(resumed.weightsSha256).toBe(uninterrupted.weightsSha256);
    expect(resumed.test).toEqual(uninterrupted.test);
    const learned = (of: string): unknown[] =>
      readFileSync(path.join(of, 'metrics.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { epoch: number; train: object; validation: object })
        .map(({ epoch, train, validation }) => ({ epoch, train, validation }));
    expect(learned(runDir)).toEqual(learned(whole));
  }, 240_000);

  it('goes on only with what it began with', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    const { child, outcome } = start([...run(runDir), '--epochs', '300']);
    while (!existsSync(path.join(runDir, 'checkpoints'))) await sleep(50);
    child.kill('SIGINT');
    const { code, stderr } = await outcome;
    expect(code).toBe(130);
    expect(stderr).toMatch(/the same call with --resume goes on from the checkpoint/);
    const refusals: [string[], RegExp][] = [
      [['--strategy', 'no-pooling'], /its strategy is "slide-both", but "no-pooling" is asked for/],
      [['--seed', '9'], /its seed is 0, but 9 is asked for/],
      [['--epochs', '3'], /its training.epochs is 300, but 3 is asked for/],
      [['--backend', 'cpu'], /began on the \w+ backend and cannot go on with cpu/],
    ];
    for (const [words, sentence] of refusals) {
      const refused = await axiswise([
        'train',
        'images',
        '--run-dir',
        runDir,
        '--resume',
        ...words,
      ]);
      expect(refused.stderr).toMatch(sentence);
      expect(refused.code).toBe(2);
    }
    const file = path.join(runDir, 'run.json');
    const record = readFileSync(file, 'utf8');
    writeFileSync(file, record.replace('"experiment": "images"', '"experiment": "spectrograms"'));
    const other = await axiswise(['train', 'images', '--run-dir', runDir, '--resume']);
    expect(other.stderr).toMatch(/holds a run of the experiment "spectrograms", not of "images"/);
    expect(other.code).toBe(2);
  });
});

describe('a place that cannot be written', () => {
  it('is named in one sentence: a file where a folder should be', async () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, stderr } = await axiswise([...smallRun, '--run-dir', path.join(file, 'run')]);
    expect(stderr).toMatch(/cannot write .*file\/run: a part of that path is a file, not a folder/);
    expect(code).toBe(2);
  });

  it('is named in one sentence: a folder with something else in it', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'photos'));
    const { code, stderr } = await axiswise([...smallRun, '--run-dir', folder]);
    expect(stderr).toMatch(/is not empty \(it holds photos\)/);
    expect(code).toBe(2);
  });

  it('ends with one sentence when no more can be written, and goes on afterwards', async () => {
    // A limit on the size of files stands for a full disk: the write fails the same way.
    const runDir = path.join(temporaryFolder(), 'run');
    const bin = path.resolve('packages/cli/bin/axiswise.js');
    const words = [process.execPath, bin, ...run(runDir)].map((word) => `'${word}'`).join(' ');
    const limited = promisify(execFile)('bash', ['-c', `ulimit -f 200; ${words}`], {
      env: { ...process.env, AXISWISE_BACKEND: process.env['AXISWISE_BACKEND'] ?? 'wasm' },
    });
    const { code, stderr } = await limited.then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
    expect(stderr).toMatch(/axiswise: cannot write .*step-.*safetensors: the file is larger than/);
    expect(code).toBe(2);
    await answerOf([...run(runDir), '--resume']);
  });
});
