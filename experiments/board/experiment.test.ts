import { networkOf, strategyNames } from '@axiswise/experiment';
import { poolingKind, upsamplingKind } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import board from './experiment.ts';

const planes48 = { shape: [19, 19, 48], classes: 361 };

describe('board', () => {
  it('is the policy network of AlphaGo at its sizes', () => {
    const { layers, totals } = networkOf(board, 'no-pooling', planes48, {
      filters: 192,
      layers: 12,
    });
    const first = 192 * 5 * 5 * 48 + 192;
    const others = 11 * (192 * 3 * 3 * 192 + 192);
    const last = 192 + 361;
    expect(totals.parameters).toBe(first + others + last);
    expect(layers.filter(poolingKind.is)).toEqual([]);
    expect(layers[0].outputShape).toEqual([19, 19, 192]);
  });

  it.each([0, 2])('outputs a score for each point, for every strategy, at depth %d', (depth) => {
    for (const strategy of strategyNames(board)) {
      const { layers } = networkOf(board, strategy, planes48, { depth });
      expect(layers.at(-1)!.outputShape).toEqual([361]);
    }
  });

  it('labels each point, with every strategy', () => {
    const targets = {
      ...{ task: 'position-classification', names: ['fate'] },
      ...{ shape: [19, 19], axes: ['row', 'column'] },
    };
    for (const strategy of strategyNames(board)) {
      for (const depth of [0, 1]) {
        const data = { ...planes48, classes: 2, targets };
        const { layers } = networkOf(board, strategy, data, { depth });
        expect(layers.at(-1)!.outputShape).toEqual([19, 19, 2]);
      }
    }
  });

  it('is a tower of residual blocks, normalised before each layer', () => {
    const options = { depth: 19, filters: 256 };
    const { layers, totals } = networkOf(board, 'no-pooling', planes48, options);
    const kinds = layers.map(({ kind }) => kind.name);
    expect(kinds.filter((kind) => kind === 'addition')).toHaveLength(19);
    expect(kinds.slice(1, 5)).toEqual([
      ...['identity', 'batch-normalization', 'activation', 'convolution'],
    ]);
    const first = 256 * 5 * 5 * 48 + 256;
    const tower = 38 * (2 * 256 + 256 * 3 * 3 * 256);
    expect(totals.parameters).toBe(first + tower + 2 * 256 + 256 + 361);
  });

  it('restores the resolution that its controls reduce', () => {
    for (const strategy of ['max-pooling', 'strided']) {
      const { layers } = networkOf(board, strategy, planes48);
      const upsampling = layers.find(upsamplingKind.is)!;
      expect(upsampling.inputShape).toEqual([10, 10, 32]);
      expect(upsampling.outputShape).toEqual([19, 19, 32]);
    }
  });
});
