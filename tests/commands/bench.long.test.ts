import type { BenchReport } from '@axiswise/bench';
import { testBackend } from '@axiswise/testing';
import { expect, it } from 'vitest';
import { resultOf } from './axiswise.ts';

const backend = testBackend() === 'cpu' ? 'wasm' : testBackend();
const short = ['bench', '--nets', 'image', '--backend', backend, '--seconds', '0.1'];

it('divides batches between threads where it is asked to', async () => {
  const { rows } = await resultOf<BenchReport>([...short, '--workers', '2']);
  expect(rows).toMatchObject([{ threads: 1, workers: 2 }]);
  expect(rows[0].train.examplesPerSecond).toBeGreaterThan(0);
});
