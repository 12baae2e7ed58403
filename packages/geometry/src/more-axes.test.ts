import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, no, yes } from './axes.ts';
import { block } from './block.ts';
import { binomialWeights, blurPooling } from './blur-pooling.ts';
import { convolution } from './convolution.ts';
import { type FilterStrategy, pool, slide, span } from './filter-strategy.ts';
import { deriveNetwork } from './network.ts';
import { subsamplesAlong } from './strategy.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const fixed = { patternsRecur: yes('anywhere'), subsamplable: no('what is slow becomes fast') };
const space = defineAxes({
  time: fixed,
  height: anywhere,
  width: anywhere,
  angle: { ...anywhere, cyclic: true },
});
const input = inputOf(space, [6, 9, 9, 8, 2]);
const move = { time: slide(3), height: slide(3), width: span(), angle: slide(3) };

describe('axes', () => {
  it('are four at most', () => {
    expect(() => defineAxes({ a: fixed, b: fixed, c: fixed, d: fixed, e: fixed })).toThrow(
      'networks are built over one to 4 axes, but 5 came (a, b, c, d, e); describe the others as channels',
    );
  });

  it('say whether they are cyclic', () => {
    expect(() => defineAxes({ angle: { ...anywhere, cyclic: 'yes' as never } })).toThrow(
      'axis "angle": "cyclic" must be true or false, got "yes"',
    );
  });
});

describe('a convolution over four axes', () => {
  it('has the shape, weights and receptive fields that follow', () => {
    const { layers } = deriveNetwork(input, [convolution(5, { move }), convolution(7, { move })]);
    expect(layers[0].outputShape).toEqual([4, 7, 1, 8, 5]);
    expect(layers[0].parameters).toBe(5 * (3 * 3 * 9 * 3 * 2 + 1));
    expect(layers[0].receptiveField).toEqual({ time: 3, height: 3, width: 9, angle: 3 });
    expect(layers[1].receptiveField).toEqual({ time: 5, height: 5, width: 9, angle: 5 });
    expect(layers[1].outputShape).toEqual([2, 5, 1, 8, 7]);
  });

  it('goes around a cyclic axis, and says so', () => {
    const [layer] = deriveNetwork(input, [convolution(5, { move })]).layers;
    expect(layer.kind.describe(layer)).toContain('slides angle 3 around the end');
    const padded = { move: { ...move, angle: slide(3, { padding: 'valid' }) } };
    expect(() => deriveNetwork(input, [convolution(5, padded)])).toThrow(
      'convolution_1, axis "angle": windows go around the end of a cyclic axis',
    );
  });
});

describe('anti-aliased subsampling', () => {
  const kindsOf = (strategy: FilterStrategy) =>
    deriveNetwork(input, block(4, strategy)).layers.map(({ kind, outputShape }) => [
      kind.name,
      outputShape,
    ]);

  it('of pooling is a maximum at every position, then a blur', () => {
    expect(
      kindsOf({ move, pool: { height: pool(2, { blur: 3 }), angle: pool(2, { blur: 4 }) } }),
    ).toEqual([
      ['convolution', [4, 7, 1, 8, 4]],
      ['pooling', [4, 7, 1, 8, 4]],
      ['blur-pooling', [4, 4, 1, 4, 4]],
    ]);
  });

  it('of a stride is a convolution at every position, then a blur', () => {
    const strided = { ...move, height: slide(3, { stride: 2, blur: 3 }) };
    expect(kindsOf({ move: strided, pool: { angle: pool(2) } })).toEqual([
      ['convolution', [4, 7, 1, 8, 4]],
      ['blur-pooling', [4, 4, 1, 8, 4]],
      ['pooling', [4, 4, 1, 4, 4]],
    ]);
    expect(subsamplesAlong({ blocks: [{ move: strided }] }, 'height')).toBe(true);
  });

  it('has binomial weights', () => {
    expect(binomialWeights(2)).toEqual([1 / 2, 1 / 2]);
    expect(binomialWeights(5)).toEqual([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]);
  });

  it('is refused where subsampling is, where nothing is subsampled, and where a layer would be two', () => {
    expect(() => deriveNetwork(input, [blurPooling({ time: { size: 3, stride: 2 } })])).toThrow(
      'blur_pooling_1: pooling 1 by 2 along "time" is refused, because what is slow becomes fast',
    );
    expect(() => slide(3, { blur: 3 })).toThrow('a blur of 3 goes with a stride above 1, got 1');
    expect(() => pool(2, { blur: 8 })).toThrow('the blur must be an integer from 2 to 7, got 8');
    const strided = { move: { ...move, height: slide(3, { stride: 2, blur: 3 }) } };
    expect(() => deriveNetwork(input, [convolution(4, strided)])).toThrow(
      'convolution_1, axis "height": a stride with a blur is two layers',
    );
  });
});
