import type { BackendReport } from '@axiswise/backend';
import { expect, it } from 'vitest';
import { settingInWords, settingsOf } from './settings.ts';

const engine = (threads: number, servesThreads: boolean): BackendReport => ({
  name: 'wasm',
  available: true,
  reason: '',
  version: '1',
  threads,
  servesThreads,
  gflops: 1,
});
const wordsOf = (...args: Parameters<typeof settingsOf>): string[] =>
  settingsOf(...args).map(settingInWords);

it('measures an engine alone, and on all cores in each way that it can', () => {
  expect(wordsOf(engine(1, true), 4)).toEqual(['1 thread', '4 workers']);
  expect(wordsOf(engine(4, false), 4)).toEqual(['1 thread', '4 threads']);
  expect(wordsOf(engine(4, true), 4)).toEqual(['1 thread', '4 threads', '4 workers']);
  expect(wordsOf(engine(1, true), 1)).toEqual(['1 thread']);
});

it('measures it as asked', () => {
  expect(wordsOf(engine(4, true), 4, { workers: 2, threads: 2 })).toEqual([
    '2 workers of 2 threads',
  ]);
  // An engine without threads of its own has one.
  expect(wordsOf(engine(1, true), 4, { threads: 3 })).toEqual(['1 thread']);
});
