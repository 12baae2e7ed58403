import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, yes } from './axes.ts';
import { block } from './block.ts';
import { convolution } from './convolution.ts';
import { flatten } from './flatten.ts';
import { type FilterStrategy, pool, slide, span } from './filter-strategy.ts';
import type { LayerSpec } from './layer-kind.ts';
import { deriveNetwork } from './network.ts';
import { padded } from './padded.ts';
import { softmax } from './softmax.ts';
import { upsampling } from './upsampling.ts';

const anywhere = { patternsRecur: yes('they may'), subsamplable: yes('it may be') };
const pixels = defineAxes({ height: anywhere, width: anywhere });
const input = inputOf(pixels, [28, 40, 1]);
type Filters = FilterStrategy<'height' | 'width'>;
const three: Filters = { move: { height: slide(3), width: slide(3) } };
const derive = (layers: readonly LayerSpec[], along = ['height', 'width']) =>
  deriveNetwork(input, [...layers, softmax({ along })]).layers.at(-1)!;

describe('a softmax at each position', () => {
  it('keeps the axes whose positions are labelled', () => {
    const layer = derive(block(5, padded(three)));
    expect(layer).toMatchObject({ outputShape: [28, 40, 5], parameters: 0 });
    expect(layer.kind.describe(layer)).toBe('probabilities at each position of height × width');
    const { outputShape, axes } = derive(
      [convolution(5, { move: { height: span(), width: slide(1) } })],
      ['width'],
    );
    expect([outputShape, axes]).toEqual([
      [40, 5],
      ['width', 'channels'],
    ]);
  });

  it('takes what is brought back to its length', () => {
    const pooled = padded({ ...three, pool: { height: pool(2), width: pool(3) } });
    const { outputShape } = derive([...block(5, pooled), upsampling({ height: 28, width: 40 })]);
    expect(outputShape).toEqual([28, 40, 5]);
  });

  it.each<[string, readonly LayerSpec[], string[], string]>([
    [
      'cut axes',
      block(5, three),
      ['height', 'width'],
      'softmax_1 labels each of 28 positions of "height", but the layers before it leave 26 of them: slide ' +
        "along it with padding 'same', and bring it back to 28 with upsampling where it is subsampled",
    ],
    [
      'subsampled axes',
      block(5, padded({ ...three, pool: { width: pool(2) } })),
      ['height', 'width'],
      'labels each of 40 positions of "width", but the layers before it leave 20 of them',
    ],
    [
      'spanned axes',
      block(5, padded({ move: { height: slide(3), width: span() } })),
      ['height', 'width'],
      'labels each of 40 positions of "width", but the layers before it span it',
    ],
    [
      'axes that are left',
      block(5, padded(three)),
      ['width'],
      'labels each position of width, but "height" still has 28 positions; let filters span it before',
    ],
    ['units', [flatten()], ['height'], 'but its input is flattened; leave flatten() out'],
    ['unknown axes', [], ['time'], 'names the axis "time", but the axes are height, width'],
  ])('refuses %s', (_, layers, along, message) => {
    expect(() => derive(layers, along)).toThrow(message);
  });
});

describe('a padded strategy', () => {
  it('is shortened by strides, pooling and spanning alone', () => {
    const { layers } = deriveNetwork(
      input,
      block(
        5,
        padded({
          move: { height: slide(5, { stride: 2 }), width: span() },
          pool: { height: pool(3) },
        }),
      ),
    );
    expect(layers.map(({ outputShape }) => outputShape)).toEqual([
      [14, 1, 5],
      [5, 1, 5],
    ]);
  });
});
