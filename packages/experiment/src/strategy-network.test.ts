import {
  blocks,
  defineAxes,
  dense,
  embedding,
  flatten,
  slide,
  span,
  type Strategy,
  yes,
} from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import type { Experiment } from './define-experiment.ts';
import { type Budget, networkOf, sizedNetworkOf } from './strategy-network.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const slides: Strategy = { blocks: [{ move: { time: slide(3), embedding: span() } }] };

/** An experiment whose network shuffles vectors as the strategy wants, or never does. */
const experimentOf = (obeys: boolean): Experiment =>
  ({
    axes: defineAxes({ time: anywhere, embedding: anywhere }),
    dataAxes: ['time'],
    strategies: { slides, shuffled: { ...slides, shuffled: ['embedding'] } },
    network: ({ strategy, classes }) => [
      embedding(4, { along: 'embedding', shuffled: obeys && strategy.shuffled !== undefined }),
      ...blocks([5], strategy),
      flatten(),
      dense(classes, { activation: 'softmax' }),
    ],
  }) satisfies Partial<Experiment> as unknown as Experiment;
const data = { shape: [9, 1], classes: 2, vocabularySize: 20 };

describe('a network at a multiple of the budget', () => {
  const sized = (scale: number, budget: Budget = 'parameters') =>
    sizedNetworkOf(experimentOf(true), 'slides', data, {}, { budget, scale });

  it('is so many times as large, but for its embedding', () => {
    // 20 vectors of 4; five filters of 12 weights; 35 numbers for each of two classes.
    expect(sized(1).network.totals.parameters).toBe(80 + 65 + 72);
    // Ten filters: 80 + 10 · 13 + 2 · 71 of 80 + 2 · 137.
    const { network, ratio } = sized(2);
    expect(network.totals.parameters).toBe(80 + 130 + 142);
    expect(ratio).toBe(352 / 354);
  });

  it('is refused without a budget, and where it is no multiple', () => {
    expect(() => sized(2, 'none')).toThrow(
      '2 times the budget is asked for, but the budget is none; choose parameters or macs',
    );
    expect(() => sized(0)).toThrow('scale must be a positive number, got 0');
    expect(() => sized(Number.NaN)).toThrow('scale must be a positive number, got NaN');
  });
});

describe('a strategy that wants an axis shuffled', () => {
  it('gets a network that shuffles it', () => {
    const { layers } = networkOf(experimentOf(true), 'shuffled', data);
    expect(layers[1].input.axes.map(({ shuffled }) => shuffled)).toEqual([undefined, true]);
  });

  it('is refused where the network leaves the axis in its order, at any size', () => {
    const message =
      'strategy "shuffled" wants "embedding" shuffled, but it comes in its own order; give the ' +
      'embedding that adds it { shuffled: true }';
    const experiment = experimentOf(false);
    expect(() => networkOf(experiment, 'shuffled', data)).toThrow(message);
    for (const budget of ['parameters', 'none'] as const) {
      expect(() => sizedNetworkOf(experiment, 'shuffled', data, {}, { budget })).toThrow(message);
    }
    expect(networkOf(experiment, 'slides', data).totals.parameters).toBeGreaterThan(0);
  });
});
