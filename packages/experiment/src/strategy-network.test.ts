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
import { networkOf, sizedNetworkOf } from './strategy-network.ts';

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
