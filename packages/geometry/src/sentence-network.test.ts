import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, no, yes } from './axes.ts';
import { convolution } from './convolution.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { InputError } from '@axiswise/messages';
import { flatten } from './flatten.ts';
import { globalPooling } from './global-pooling.ts';
import { deriveNetwork } from './network.ts';
import type { LayerSpec } from './layer-kind.ts';
import { parallel } from './parallel.ts';
import { slide, span } from './filter-strategy.ts';

const sentence = defineAxes({
  time: {
    patternsRecur: yes('a phrase may stand anywhere'),
    subsamplable: no('words are missing'),
  },
  embedding: {
    patternsRecur: no('dimensions have no order'),
    subsamplable: no('it loses meaning'),
  },
});
const words = inputOf(sentence, [59, 1], { names: ['time'], vocabularySize: 18_766 });

/** Kim 2014, figure 1. */
const kim: LayerSpec[] = [
  embedding(300, { along: 'embedding' }),
  parallel(
    [3, 4, 5].map((length) => [
      convolution(100, { move: { time: slide(length), embedding: span() } }),
      globalPooling(['time']),
    ]),
  ),
  flatten(),
  dropout(0.5),
  dense(2, { activation: 'softmax', maxNorm: 3 }),
];

describe('a network over sentences', () => {
  const { layers, totals } = deriveNetwork(words, kim);
  const layer = (name: string) => layers.find((candidate) => candidate.name === name)!;

  it('has the parameters that Kim counts', () => {
    expect(layer('embedding_1').parameters).toBe(18_766 * 300);
    // Windows of 3, 4 and 5 words of 300 numbers, 100 filters each with a bias.
    const filters = 100 * (3 + 4 + 5) * 300 + 300;
    expect(totals.parameters).toBe(18_766 * 300 + filters + 300 * 2 + 2);
    expect(layer('convolution_3').macs).toBe(55 * 100 * 5 * 300);
  });

  it('says what each layer receives from, in an order to compute them', () => {
    expect(layers.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['embedding_1', []],
      ['convolution_1', ['embedding_1']],
      ['global_pooling_1', ['convolution_1']],
      ['convolution_2', ['embedding_1']],
      ['global_pooling_2', ['convolution_2']],
      ['convolution_3', ['embedding_1']],
      ['global_pooling_3', ['convolution_3']],
      ['concatenation_1', ['global_pooling_1', 'global_pooling_2', 'global_pooling_3']],
      ['flatten_1', ['concatenation_1']],
      ['dropout_1', ['flatten_1']],
      ['dense_1', ['dropout_1']],
    ]);
  });

  it('adds the axis of the vectors and knows what each layer sees', () => {
    expect(layer('embedding_1').outputShape).toEqual([59, 300, 1]);
    expect(layer('embedding_1').axes).toEqual(['time', 'embedding', 'channels']);
    expect(layer('convolution_2').outputShape).toEqual([56, 1, 100]);
    expect(layer('convolution_2').receptiveField).toEqual({ time: 4, embedding: 300 });
    expect(layer('global_pooling_2').outputShape).toEqual([1, 1, 100]);
    expect(layer('global_pooling_2').receptiveField).toEqual({ time: 59, embedding: 300 });
    expect(layer('concatenation_1').outputShape).toEqual([1, 1, 300]);
  });

  it('counts only the tables that are trained, and makes each a channel', () => {
    const multichannel = deriveNetwork(words, [
      embedding(300, {
        along: 'embedding',
        tables: [
          { from: 'vectors', trained: false },
          { from: 'vectors', trained: true },
        ],
      }),
      ...kim.slice(1),
    ]).layers[0];
    expect(multichannel.outputShape).toEqual([59, 300, 2]);
    expect(multichannel.parameters).toBe(18_766 * 300);
  });

  it('knows whether an axis is shuffled', () => {
    const [, filters] = deriveNetwork(words, [
      embedding(8, { along: 'embedding', shuffled: true }),
      convolution(4, { move: { time: slide(3), embedding: span() } }),
    ]).layers;
    expect(filters.input.axes[1].shuffled).toBe(true);
  });

  it.each<[string, LayerSpec[], RegExp]>([
    [
      'tokens reach a filter',
      [convolution(4, { move: { time: slide(3), embedding: span() } })],
      /needs numbers, but its input is tokens; put an embedding before it/,
    ],
    ['tokens reach a dense layer', [flatten(), dense(2)], /put an embedding before it/],
    [
      'an embedding adds an axis that nobody declared',
      [embedding(8, { along: 'vector' })],
      /adds the axis "vector", but of the axes time, embedding the input has time/,
    ],
    [
      'an embedding is given numbers',
      [embedding(8, { along: 'embedding' }), embedding(8, { along: 'embedding' })],
      /replaces tokens, but its input is numbers/,
    ],
    [
      'branches end differently',
      [
        embedding(8, { along: 'embedding' }),
        parallel(
          [3, 4].map((length) => [
            convolution(4, { move: { time: slide(length), embedding: span() } }),
          ]),
        ),
      ],
      /one is time 57 × embedding 1 and another time 56 × embedding 1; pool over whole axes/,
    ],
    [
      'pooling names a stranger',
      [embedding(8, { along: 'embedding' }), globalPooling(['word'])],
      /names the axis "word", but the axes are time, embedding/,
    ],
  ])('refuses it where %s', (_, specs, message) => {
    expect(() => deriveNetwork(words, specs)).toThrow(message);
    expect(() => deriveNetwork(words, specs)).toThrow(InputError);
  });

  it('refuses inputs that cannot be', () => {
    expect(() => inputOf(sentence, [59, 1])).toThrow(/2 dimensions .*axes are \[time, embedding/);
    expect(() => inputOf(sentence, [59, 3], { names: ['time'], vocabularySize: 9 })).toThrow(
      /tokens has one channel, got 3/,
    );
  });
});
