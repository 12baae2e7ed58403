import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, yes } from './axes.ts';
import { convolution } from './convolution.ts';
import { dense } from './dense.ts';
import { banded, slide } from './filter-strategy.ts';
import { flatten } from './flatten.ts';
import { globalPooling } from './global-pooling.ts';
import { depthwiseConvolution } from './grouped-convolution.ts';
import { connectionsOf, type LayerSpec } from './layer-kind.ts';
import { deriveNetwork } from './network.ts';
import { fitToSize } from './width.ts';

const any = yes('it may lie anywhere');
const pixels = defineAxes({
  height: { patternsRecur: any, subsamplable: any },
  width: { patternsRecur: any, subsamplable: any },
});
const picture = inputOf(pixels, [12, 10, 6]);
const move = { height: slide(3, { padding: 'same' }), width: slide(3) };
const one = { move: { height: slide(1), width: slide(1) } };
const head = [globalPooling(['height', 'width']), flatten(), dense(10, { activation: 'softmax' })];

describe('filters in groups', () => {
  it('have weights for the channels of their group', () => {
    const { layers } = deriveNetwork(picture, [
      convolution(9, { move }, { groups: 3 }),
      depthwiseConvolution({ move }, { bias: 'none' }),
    ]);
    const [grouped, depthwise] = layers;
    expect(grouped).toMatchObject({
      name: 'grouped_convolution_1',
      outputShape: [12, 8, 9],
      parameters: 9 * (3 * 3 * 2 + 1),
      macs: 12 * 8 * 9 * 3 * 3 * 2,
      receptiveField: { height: 3, width: 3 },
    });
    // Of three rows, the first and the last of twelve positions see two.
    expect(connectionsOf(grouped)).toBe(34 * 24 * 2 * 9 + 12 * 8 * 9);
    expect(depthwise).toMatchObject({
      name: 'depthwise_convolution_1',
      outputShape: [12, 6, 9],
      parameters: 9 * 9,
      macs: 12 * 6 * 9 * 9,
    });
    expect(layers.map((layer) => layer.kind.describe(layer as never))).toEqual([
      '9 filters of 18 weights, in 3 groups: slides height 3 padded 1+1, slides width 3',
      '9 filters of 9 weights, one for each map: slides height 3 padded 1+1, slides width 3',
    ]);
    expect(depthwise.kind.alongAxes!(depthwise)[0]).toMatchObject({
      axis: 'height',
      move: 'slide',
    });
  });

  it('are the same as ever with one group', () => {
    const [layer] = deriveNetwork(picture, [convolution(9, { move }, { groups: 1 })]).layers;
    expect(layer.kind.name).toBe('convolution');
    expect(layer.spec).toEqual(convolution(9, { move }));
  });

  it.each<[string, LayerSpec, string]>([
    [
      'maps',
      convolution(8, { move }, { groups: 4 }),
      'grouped_convolution_1: 6 maps do not divide into 4 groups; take a multiple of 4',
    ],
    [
      'filters',
      convolution(8, { move }, { groups: 3 }),
      'grouped_convolution_1: 8 filters do not divide into 3 groups; take a multiple of 3',
    ],
    [
      'bands',
      convolution(9, { move, weightSharing: banded({ height: 2 }) }, { groups: 3 }),
      'grouped_convolution_1: filters in groups share their weights at all positions; drop "weightSharing"',
    ],
    [
      'biases by position',
      convolution(9, { move }, { groups: 3, bias: 'positions' }),
      'grouped_convolution_1: filters in groups have no bias by position; take the bias "filters" or "none"',
    ],
  ])('refuse %s that do not go with them', (_, spec, message) => {
    expect(() => deriveNetwork(picture, [spec])).toThrow(message);
  });

  it.each([2000, 5000, 20000])('keep whole groups at a budget of %d parameters', (size) => {
    const row = [
      convolution(24, one),
      convolution(36, { move }, { groups: 4 }),
      convolution(40, one),
      ...head,
    ];
    const { network, ratio } = fitToSize(picture, row, { of: 'parameters', size });
    const [first, grouped] = network.layers.map(({ output }) => output.channels);
    expect(first % 4).toBe(0);
    expect(grouped % 4).toBe(0);
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
  });

  it('go with the filters before them, where a small budget leaves these out', () => {
    const separable = (filters: number): LayerSpec[] => [
      convolution(filters, one),
      depthwiseConvolution({ move: { height: move.height, width: move.height } }),
    ];
    const row = [...separable(16), ...separable(16), ...separable(16), ...head];
    const { network } = fitToSize(picture, row, { of: 'parameters', size: 300 });
    expect(network.layers.map(({ kind }) => kind.name)).toEqual([
      ...['convolution', 'depthwise-convolution', 'global-pooling', 'flatten', 'dense'],
    ]);
  });
});
