import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadExperiment } from '@axiswise/experiment';
import { writePng } from '@axiswise/image';
import { trainExperiment } from '@axiswise/runner';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, smallRun, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  readonly workers: number;
  readonly weightsSha256: string;
  readonly test: { readonly accuracy: number; readonly loss: number };
}

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const withTwo = [...smallRun, '--workers', '2'];

describe('axiswise train --workers 2', () => {
  let trained: TrainResult;
  beforeAll(async () => {
    trained = await resultOf<TrainResult>([...withTwo, '--run-dir', at('run')]);
  });

  it('learns what one thread learns, but for rounding, and records the number', async () => {
    const { result: alone } = await sharedRun<TrainResult>('images');
    expect(trained.test.loss).toBeCloseTo(alone.test.loss, 3);
    expect(trained.weightsSha256).not.toBe(alone.weightsSha256);
    const { environment } = JSON.parse(readFileSync(at('run/run.json'), 'utf8')) as {
      environment: { workers: number };
    };
    expect(environment.workers).toBe(2);
  });

  it('goes on after an interruption to the same weights, with as many threads', async () => {
    let steps = 0;
    const interrupted = trainExperiment(await loadExperiment('images'), {
      dataOptions: { train: '240', test: '60' },
      epochs: 2,
      batchSize: 32,
      workers: 2,
      backend: testBackend(),
      runDir: at('interrupted'),
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep() {
          if (++steps === 5) throw new Error('interrupted');
        },
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const call = ['train', 'images', '--run-dir', at('interrupted'), '--resume'];
    const { code, stderr } = await axiswise([...call, '--workers', '3']);
    expect(stderr).toContain('its workers is 2, but 3 is asked for');
    expect(code).toBe(2);
    const resumed = await resultOf<TrainResult>(call);
    expect(resumed.weightsSha256).toBe(trained.weightsSha256);
    expect(resumed.test).toEqual(trained.test);
  });

  it('trains embeddings, of which threads see the same table', async () => {
    const words = [
      ...['train', 'sentences', '--data-options', 'train=100', 'test=20', '--epochs', '2'],
      ...['--width', '20', '--filters', '4'],
    ];
    const [one, two] = [
      await resultOf<TrainResult>([...words, '--run-dir', at('one')]),
      await resultOf<TrainResult>([...words, '--workers', '2', '--run-dir', at('two')]),
    ];
    expect(two.test.loss).toBeCloseTo(one.test.loss, 4);
  });

  it('says how many are fastest where it is not said, and why', async () => {
    const { outcome, result } = await sharedRun<TrainResult>('images');
    expect(outcome.stderr).toMatch(/^1 worker, /m);
    expect(result.workers).toBe(1);
    expect(trained.workers).toBe(2);
  });

  it('scores the test data again to the same numbers, with any number of threads', async () => {
    for (const workers of ['1', '3']) {
      const scored = await resultOf<TrainResult>(['evaluate', at('run'), '--workers', workers]);
      expect(scored.test).toEqual(trained.test);
    }
  });

  it('predicts files to the same numbers', async () => {
    const pictures = [2, 3, 5, 7, 11].map((step) => at(`${step}.png`));
    for (const [i, file] of pictures.entries()) {
      const pixels = Float32Array.from({ length: 28 * 28 }, (_, j) => ((j * (i + 2)) % 28) / 28);
      await writePng(file, { height: 28, width: 28, channels: 1, pixels });
    }
    const predicted = (workers: string): Promise<unknown> =>
      resultOf(['predict', at('run'), ...pictures, '--workers', workers]);
    expect(await predicted('2')).toEqual(await predicted('1'));
  });

  it('refuses no thread at all', async () => {
    const { code, stderr } = await axiswise([...smallRun, '--workers', '0']);
    expect(stderr).toContain('--workers must be a positive integer, got 0');
    expect(code).toBe(2);
  });
});
