import { loadExperiment } from '@axiswise/experiment';
import { describe, expect, it } from 'vitest';
import { comparedNetworks, type NetworksCall, withDeclared } from './compared-networks.ts';
import type { CompareOptions } from './plan-comparison.ts';

const [images, board, sentences] = await Promise.all(
  ['images', 'board', 'sentences'].map(loadExperiment),
);
const of = (experiment: typeof images, call: NetworksCall) =>
  comparedNetworks(experiment, call, experiment.example);

describe('the networks of a comparison', () => {
  it('have the size of the first strategy, times each scale', () => {
    const { budget, reference, scales } = of(images, {
      strategies: ['slide-both', 'span-both', 'linear'],
      scales: [4, 0.25],
    });
    expect({ budget, reference }).toEqual({ budget: 'parameters', reference: 'slide-both' });
    expect(scales.map(({ scale, size }) => [scale, size])).toEqual([
      [0.25, 137_660 / 4],
      [4, 137_660 * 4],
    ]);
    for (const { strategies } of scales) {
      const [slides, spans, linear] = strategies;
      expect(Math.abs(slides.sizeRatio! - 1)).toBeLessThan(0.02);
      expect(Math.abs(spans.sizeRatio! - 1)).toBeLessThan(0.02);
      expect(linear.network.totals.parameters).toBe(7850);
    }
  });

  it('are as the experiment declares them for comparisons, unless the call chooses', () => {
    const parameters = (call: NetworksCall): number =>
      of(board, { strategies: ['no-pooling'], ...call }).scales[0].size!;
    // 16 filters: 300, 144, 144 and 144 weights with a bias each; a map of scores with 361 biases.
    expect(parameters({})).toBe(16 * 301 + 3 * 16 * 145 + 16 + 361);
    expect(parameters({ options: { filters: 8 } })).toBe(8 * 301 + 3 * 8 * 73 + 8 + 361);
  });

  it('never narrow down to a few units: a board that filters span', () => {
    const [{ strategies }] = of(board, { strategies: ['no-pooling', 'span-both'] }).scales;
    const [slides, spans] = strategies;
    expect(slides.shape).toBeUndefined();
    expect(spans.shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 0 });
    expect(spans.sizeRatio).toBeCloseTo(38_129 / 12_153, 10);
    const [{ strategies: quarter }] = of(board, {
      strategies: ['no-pooling'],
      scales: [0.25],
    }).scales;
    // Of three layers of 3×3 one is left.
    expect(quarter[0].shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 2 });
    expect(quarter[0].network.totals.parameters).toBe(8 * 301 + 8 * 73 + 8 + 361);
  });

  it('count the table of an embedding once', () => {
    const [{ size, strategies }] = of(sentences, {
      strategies: ['slide-time'],
      scales: [4],
    }).scales;
    const table = 968 * 50;
    expect(size).toBe(table + 4 * (25 * 50 * (3 + 4 + 5) + 75 + 152));
    expect(Math.abs(strategies[0].sizeRatio! - 1)).toBeLessThan(0.02);
  });

  it('are tuned by what changes them', () => {
    const call = { strategies: ['slide-both', 'linear'], tune: 5, epochs: 12 };
    const { tuning, scales } = of(images, call);
    expect(tuning).toMatchObject({ configurations: 5, metric: 'loss' });
    expect(tuning!.rungs).toEqual([
      { epochs: 3, trials: 5 },
      { epochs: 12, trials: 2 },
    ]);
    expect(scales[0].strategies.map(({ tunes }) => tunes)).toEqual([
      ['learningRate', 'weightDecay', 'dropout'],
      ['learningRate', 'weightDecay'],
    ]);
    expect(Object.keys(of(images, { ...call, learningRate: 0.1 }).tuning!.space)).toEqual([
      'weightDecay',
      'dropout',
    ]);
    expect(of(images, { ...call, tune: 0 }).tuning).toBeNull();
  });

  it('are as they are declared without a budget', () => {
    const { reference, scales } = of(images, { strategies: ['no-pooling'], budget: 'none' });
    expect(reference).toBeNull();
    expect(scales).toMatchObject([
      { scale: 1, size: null, strategies: [{ widthMultiplier: 1, sizeRatio: null }] },
    ]);
  });

  it.each([
    [{ scales: [0] }, 'scales must be a positive number, got 0'],
    [{ scales: [1, -1] }, 'scales must be a positive number, got -1'],
    [{ scales: [Infinity] }, 'scales must be a positive number, got Infinity'],
    [{ scales: [1, 2, 1] }, 'scales names 1 twice; name each once'],
    [{ scales: [] }, 'scales must name at least one multiple of the budget'],
    [
      { scales: [1, 2], budget: 'none' },
      'scales are multiples of a budget, but the budget is none; choose parameters or macs',
    ],
    [{ strategies: ['linear', 'linear'] }, 'a strategy is named twice in linear, linear'],
    [{ strategies: ['liner'] }, 'did you mean "linear"'],
    [{ tune: -1 }, 'tune must be a non-negative integer, got -1'],
  ] satisfies [NetworksCall, string][])('refuse %o', (call, message) => {
    expect(() => of(images, call)).toThrow(message);
  });
});

describe('what an experiment declares for comparisons', () => {
  const declaring = {
    ...board,
    comparison: { epochs: 6, batchSize: 32, trainExamples: 4500, options: { filters: 16 } },
  };

  it('fills the gaps of a call', () => {
    const declared = { epochs: 6, batchSize: 32, sizes: [4500], options: { filters: 16 } };
    expect(withDeclared(declaring, {})).toMatchObject(declared);
    const named: CompareOptions = { data: board.sources[0].name };
    expect(withDeclared(declaring, named)).toMatchObject(declared);
    const chosen = { epochs: 2, batchSize: 64, sizes: ['all' as const], options: { filters: 8 } };
    expect(withDeclared(declaring, chosen)).toEqual(chosen);
  });

  it('says how long the data that are declared first are compared, and no other', () => {
    const calls: CompareOptions[] = [{ data: './games' }, { dataOptions: { games: '20' } }];
    for (const call of calls) {
      expect(withDeclared(declaring, call)).toEqual({ ...call, options: { filters: 16 } });
    }
  });
});
