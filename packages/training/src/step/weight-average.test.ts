import { readFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, expect, it } from 'vitest';
import { NetworkReplica } from './network-replica.ts';
import { shape, smallNetwork, task } from './small-network.fixture.ts';
import { WeightAverage } from './weight-average.ts';

// PyTorch's averages of the same weights; the script that made them stands beside the file.
const golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/averages.json', import.meta.url), 'utf8'),
) as { momentum: number; weights: number[][]; averages: number[][] };

beforeAll(() => useBackend(testBackend()));

it('averages kernels and tables as PyTorch does, and goes on from what is saved', async () => {
  const replica = new NetworkReplica({ network: smallNetwork({ width: 2 }), shape, task });
  const initial = await replica.weights();
  const table = [...initial.keys()].find((name) => name.endsWith('/table'))!;
  let average = new WeightAverage(replica, golden.momentum);
  for (const [i, values] of golden.weights.entries()) {
    const state = new Map(initial);
    state.set('dense_1/kernel', { shape: [2, 2], values: Float32Array.from(values) });
    const rows = Float32Array.from({ length: 12 }, (_, j) => values[j % 4]);
    state.set(table, { shape: [6, 2], values: rows });
    replica.assign(state);
    average.add(i + 1);
    const averages = await average.weights();
    expect(averages.get('dense_1/bias')).toEqual(initial.get('dense_1/bias'));
    averages
      .get('dense_1/kernel')!
      .values.forEach((value, j) => expect(value).toBeCloseTo(golden.averages[i][j], 5));
    averages
      .get(table)!
      .values.forEach((value, j) => expect(value).toBeCloseTo(golden.averages[i][j % 4], 5));
    if (i % 7 === 3) {
      const saved = await average.saved();
      average.dispose();
      average = new WeightAverage(replica, golden.momentum);
      average.restore(saved);
    }
  }
  average.dispose();
});
