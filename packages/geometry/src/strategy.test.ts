import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, no, yes } from './axes.ts';
import { blocks } from './block.ts';
import { pool, slide, span } from './filter-strategy.ts';
import { globalPooling } from './global-pooling.ts';
import { layersAlongAxes } from './layers-along-axes.ts';
import { deriveNetwork } from './network.ts';
import { checkStrategy, slidesAlong, type Strategy, subsamplesAlong } from './strategy.ts';

const spectrum = defineAxes({
  frequency: { patternsRecur: yes('speakers differ'), subsamplable: yes('a little higher') },
  time: { patternsRecur: no('cut out around its sound'), subsamplable: no('short sounds vanish') },
});
type SoundStrategy = Strategy<'frequency' | 'time'>;

const first = { move: { frequency: slide(8), time: span() }, pool: { frequency: pool(3) } };
const second = { move: { frequency: slide(4), time: span() } };
const strategy: SoundStrategy = { blocks: [first, second] };

describe('a strategy', () => {
  it('slides along an axis and subsamples it where any of its blocks does', () => {
    expect(slidesAlong(strategy, 'frequency')).toBe(true);
    expect(slidesAlong(strategy, 'time')).toBe(false);
    expect(subsamplesAlong(strategy, 'frequency')).toBe(true);
    expect(subsamplesAlong({ blocks: [second] }, 'frequency')).toBe(false);
    const strided = { move: { frequency: slide(4, { stride: 2 }), time: span() } };
    expect(subsamplesAlong({ blocks: [second, strided] }, 'frequency')).toBe(true);
  });

  it.each<[string, unknown, string]>([
    [
      'has no blocks',
      { move: first.move },
      'strategy "x" must say what each block of filters does',
    ],
    ['has empty blocks', { blocks: [] }, 'strategy "x" must say what each block of filters does'],
    [
      'forgets an axis in its only block',
      { blocks: [{ move: { frequency: slide(8) } }] },
      'strategy "x" does not say what filters do along "time"',
    ],
    [
      'forgets an axis in its second block',
      { blocks: [first, { move: { frequency: slide(8) } }] },
      'strategy "x", block 2 does not say what filters do along "time"',
    ],
    [
      'shuffles an axis that is not there',
      { blocks: [first], shuffled: ['pitch'] },
      'strategy "x", "shuffled" names the axis "pitch", but the axes are frequency, time',
    ],
  ])('is refused where it %s', (_what, wrong, message) => {
    expect(() => checkStrategy(spectrum, wrong as SoundStrategy, 'strategy "x"')).toThrow(message);
  });
});

describe('blocks', () => {
  it('gives each block of the strategy its number of filters', () => {
    const { layers } = deriveNetwork(inputOf(spectrum, [40, 15, 1]), blocks([6, 12, 24], strategy));
    expect(layers.map(({ name, output }) => [name, output.channels])).toEqual([
      ['convolution_1', 6],
      ['pooling_1', 6],
      ['convolution_2', 12],
    ]);
  });

  it('wants a number of filters for every block', () => {
    expect(() => blocks([6], strategy)).toThrow(
      'the strategy has 2 blocks, but the network says the filters of 1',
    );
  });
});

describe('layersAlongAxes', () => {
  it('has every convolution and pooling, and what it does along each axis of its input', () => {
    const network = deriveNetwork(inputOf(spectrum, [40, 15, 1]), [
      ...blocks([6, 12], strategy),
      globalPooling(['frequency']),
    ]);
    const does = { stride: 1, dilation: 1 };
    const poolsNoTime = { axis: 'time', move: 'pool', kernelSize: 1, length: 1, ...does };
    expect(layersAlongAxes(network)).toEqual([
      {
        name: 'convolution_1',
        kind: 'convolution',
        inputs: [],
        axes: [
          { axis: 'frequency', move: 'slide', kernelSize: 8, length: 40, ...does },
          { axis: 'time', move: 'span', kernelSize: 15, length: 15, ...does },
        ],
      },
      {
        name: 'pooling_1',
        kind: 'pooling',
        inputs: ['convolution_1'],
        axes: [
          { axis: 'frequency', move: 'pool', kernelSize: 3, length: 33, ...does, stride: 3 },
          poolsNoTime,
        ],
      },
      {
        name: 'convolution_2',
        kind: 'convolution',
        inputs: ['pooling_1'],
        axes: [
          { axis: 'frequency', move: 'slide', kernelSize: 4, length: 11, ...does },
          { axis: 'time', move: 'span', kernelSize: 1, length: 1, ...does },
        ],
      },
      {
        name: 'global_pooling_1',
        kind: 'global-pooling',
        inputs: ['convolution_2'],
        axes: [
          { axis: 'frequency', move: 'global-pool', kernelSize: 8, length: 8, ...does, stride: 8 },
          poolsNoTime,
        ],
      },
    ]);
  });

  it('leaves out global pooling that pools no axis, and says where nothing is shared', () => {
    const local: SoundStrategy = { blocks: [{ ...second, weightSharing: 'none' }] };
    const network = deriveNetwork(inputOf(spectrum, [40, 15, 1]), [
      ...blocks([6], local),
      globalPooling([]),
    ]);
    const [{ axes }, ...others] = layersAlongAxes(network);
    expect(others).toEqual([]);
    expect(axes.map(({ unshared }) => unshared)).toEqual([true, undefined]);
    expect(network.layers[1].kind.describe(network.layers[1])).toBe('leaves its input as it is');
  });
});
