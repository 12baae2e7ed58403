import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultOf, temporaryFolder } from './axiswise.ts';
import type { Report } from './small-comparison.ts';

describe('motion', () => {
  it('is compared tuned, with curves of shifts along all three axes and frames in the report', async () => {
    const report = await resultOf<Report>([
      ...['compare', 'motion', '--strategies', 'slide-all,slide-plane,linear', '--tune', '2'],
      ...['--seeds', '2', '--epochs', '4', '--batch-size', '16', '--jobs', '1'],
      ...[
        '--data-options',
        'train=120',
        'test=40',
        '--run-dir',
        path.join(temporaryFolder(), 'comparison'),
      ],
    ]);
    const [{ strategies, pairs, claims, failures, tuning, disagreements }] = report.experiments;
    expect(failures).toEqual([]);
    expect(strategies.map(({ name }) => name)).toEqual(['slide-all', 'slide-plane', 'linear']);
    expect(strategies[0].shifts.map(({ axis }) => axis)).toEqual(['time', 'height', 'width']);
    // Filters that span the time are brought to the size of those that slide along it.
    expect(Math.abs(strategies[1].sizeRatio! - 1)).toBeLessThan(0.02);
    expect(Object.keys(tuning!.space)).toEqual(['learningRate', 'weightDecay', 'dropout']);
    expect(pairs).toHaveLength(3);
    expect(claims).toMatchObject([{ better: 'slide-all', worse: 'slide-plane' }]);
    const shown = disagreements!.flatMap(({ examples }) => examples);
    expect(shown.length).toBeGreaterThan(0);
    const page = readFileSync(report.reportPath, 'utf8');
    for (const { index, label } of shown) expect(page).toContain(`example ${index}, ${label}"`);
  });
});
