import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, smallRun, start, temporaryFolder } from './axiswise.ts';
import { checkpointedRun, expectSame } from './killed-run.ts';

describe('an interrupted run', () => {
  // At twenty moments: interruption.long.test.ts.
  it('killed while it trains ends with the weights of the uninterrupted one', async () => {
    const [whole, killed] = ['whole', 'killed'].map((name) => path.join(temporaryFolder(), name));
    await resultOf(checkpointedRun(whole));
    const { child, outcome } = start(checkpointedRun(killed));
    while (!existsSync(path.join(killed, 'checkpoints'))) await sleep(5);
    child.kill('SIGKILL');
    await outcome;
    await resultOf([...checkpointedRun(killed), '--resume']);
    expectSame(killed, whole);
  });

  it('goes on only with what it began with', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    const { child, outcome } = start([...checkpointedRun(runDir), '--epochs', '300']);
    while (!existsSync(path.join(runDir, 'checkpoints'))) await sleep(50);
    child.kill('SIGINT');
    const { code, stderr } = await outcome;
    expect(code).toBe(130);
    expect(stderr).toMatch(/the same command with --resume continues from the last checkpoint/);
    const refusals: [string[], RegExp][] = [
      [['--strategy', 'no-pooling'], /its strategy is "slide-both", but "no-pooling" is asked for/],
      [['--seed', '9'], /its seed is 0, but 9 is asked for/],
      [['--epochs', '3'], /its training.epochs is 300, but 3 is asked for/],
      [
        ['--backend', 'cpu'],
        /its backend is "\w+", but "cpu" is asked for; leave that out, choose another --run-dir/,
      ],
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
    expect(other.stderr).toMatch(/its experiment is "spectrograms", but "images" is asked for/);
    expect(other.code).toBe(2);
  });
});

// A full disk: interruption.long.test.ts.
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
});
