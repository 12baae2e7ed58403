import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadExperiment } from '@axiswise/experiment';
import { Random } from '@axiswise/random';
import { trainExperiment } from '@axiswise/runner';
import { testBackend } from '@axiswise/testing';
import { drawMotion, motionClasses } from '@axiswise/video';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  readonly testExamples: number;
  readonly test: { readonly accuracy: number; readonly loss: number };
  readonly weightsSha256: string;
}

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);

let runDir: string;
let words: readonly string[];
let trained: TrainResult;
beforeAll(async () => {
  ({ runDir, words, result: trained } = await sharedRun<TrainResult>('motion'));
});

/** A video of a class as lists of frames, rows and pixels. */
function frames(label: number): number[][][] {
  const pixels = drawMotion(label, new Random(1, 'videos of the test', label));
  return Array.from({ length: 12 }, (_, time) =>
    Array.from({ length: 16 }, (_, row) => {
      const start = (time * 16 + row) * 16;
      return [...pixels.subarray(start, start + 16)].map((value) => Number(value.toFixed(3)));
    }),
  );
}

/** Files of the user's: a line for each video. */
function fileOf(name: string, videos: readonly object[]): string {
  writeFileSync(at(name), videos.map((video) => JSON.stringify(video)).join('\n'));
  return at(name);
}

describe('motion: networks over three axes', () => {
  it('trains the same each time, and names classes in its predictions', async () => {
    const again = await resultOf<TrainResult>([...words, '--run-dir', at('again')]);
    expect(again.weightsSha256).toBe(trained.weightsSha256);
    const table = readFileSync(path.join(runDir, 'test-predictions.csv'), 'utf8').trim();
    expect(table.split('\n')).toHaveLength(1 + trained.testExamples);
    for (const name of motionClasses) expect(table).toContain(name);
  });

  it('goes on after an interruption to the same weights', async () => {
    let steps = 0;
    const interrupted = trainExperiment(await loadExperiment('motion'), {
      dataOptions: { train: '240', test: '64' },
      epochs: 3,
      batchSize: 16,
      backend: testBackend(),
      runDir: at('interrupted'),
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep() {
          if (++steps === 20) throw new Error('interrupted');
        },
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const resumed = await resultOf<TrainResult>([
      ...['train', 'motion', '--run-dir', at('interrupted'), '--resume'],
    ]);
    expect(resumed.weightsSha256).toBe(trained.weightsSha256);
    expect(resumed.test).toEqual(trained.test);
  });

  it('learns with two workers what one learns, but for rounding', async () => {
    const two = await resultOf<TrainResult>([...words, '--workers', '2', '--run-dir', at('two')]);
    expect(two.test.loss).toBeCloseTo(trained.test.loss, 3);
    // The saved model consists of standard layers, which add up in another order than ours.
    const [one, other] = [
      await resultOf<TrainResult>(['evaluate', at('two')]),
      await resultOf<TrainResult>(['evaluate', at('two'), '--workers', '2']),
    ];
    expect(one.test).toEqual(other.test);
    expect(one.test.accuracy).toBe(two.test.accuracy);
    expect(one.test.loss).toBeCloseTo(two.test.loss, 5);
  });

  it('trains on the user’s own videos in JSON lines, and predicts them', async () => {
    const file = fileOf(
      'videos.jsonl',
      Array.from({ length: 40 }, (_, i) => ({
        label: motionClasses[i % 4],
        input: frames(i % 4),
      })),
    );
    const mine = await resultOf<TrainResult>([
      ...['train', 'motion', '--data', file, '--epochs', '1', '--run-dir', at('mine')],
    ]);
    expect(mine.testExamples).toBe(8);
    const { predictions } = await resultOf<{ predictions: { label: string }[] }>([
      ...['predict', at('mine'), fileOf('one.jsonl', [{ input: frames(2) }])],
    ]);
    expect(predictions).toHaveLength(1);
    expect(motionClasses).toContain(predictions[0].label);
  });

  it('refuses videos of another length before it trains', async () => {
    const input = frames(0);
    const file = fileOf('short.jsonl', [
      { label: 'a', input },
      { label: 'b', input: input.slice(0, 11) },
    ]);
    const { code, stderr } = await axiswise(['train', 'motion', '--data', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/short\.jsonl.*line 2/);
  });
});
