import type { BenchReport } from '@axiswise/bench';
import { testBackend } from '@axiswise/testing';
import { expect, it } from 'vitest';
import { axiswise, resultOf } from './axiswise.ts';

const backend = testBackend() === 'cpu' ? 'wasm' : testBackend();
const short = ['bench', '--nets', 'image', '--backend', backend, '--seconds', '0.1'];

it('says how fast a net trains, and how much of the peak that is', async () => {
  const words = [...short, '--threads', '1', '--profile'];
  const { machine, engines, rows } = await resultOf<BenchReport>(words);
  expect(machine).toMatchObject({ node: process.versions.node });
  expect(engines).toHaveLength(1);
  expect(rows).toHaveLength(1);
  const [{ train, infer, profile, peakGflops, ...row }] = rows;
  expect(row).toMatchObject({ net: 'image', backend, threads: 1, workers: 1, batchSize: 128 });
  expect(peakGflops).toBe(engines[0].peakGflops.oneThread);
  // 4,765,950 multiply-adds an example, see packages/bench.
  expect(train.gflops).toBeCloseTo((train.examplesPerSecond * 2 * 4_765_950) / 1e9, 6);
  expect(train.shareOfPeak).toBeCloseTo(train.gflops / peakGflops, 9);
  expect(train.shareOfPeak).toBeGreaterThan(0);
  // Forwards only, 1,639,350.
  expect(infer!.gflops).toBeCloseTo((infer!.examplesPerSecond * 2 * 1_639_350) / 1e9, 6);
  const { kernels, stepMilliseconds, outsideMilliseconds } = profile!;
  expect(kernels.length).toBeGreaterThan(5);
  expect(kernels.map(({ kernel }) => kernel)).toContain('Conv2DBackpropFilter');
  const inKernels = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  expect(inKernels + outsideMilliseconds).toBeCloseTo(stepMilliseconds, 6);
});

it('refuses a net that there is none of', async () => {
  const { code, stderr } = await axiswise(['bench', '--nets', 'picture']);
  expect(stderr).toContain('--nets must be one of image, spectrogram, sentence, board');
  expect(code).toBe(2);
});
