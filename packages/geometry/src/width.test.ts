import { describe, expect, it } from 'vitest';
import { block } from './block.ts';
import { deriveNetwork } from './network.ts';
import type { LayerSpec } from './layer-kind.ts';
import { convolution } from './convolution.ts';
import { defineAxes, inputOf, yes } from './axes.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { fitToSize } from './width.ts';
import { flatten } from './flatten.ts';
import { globalPooling } from './global-pooling.ts';
import { parallel } from './parallel.ts';
import { pool, slide, span } from './filter-strategy.ts';

const any = yes('it may lie anywhere');
const pixels = defineAxes({
  height: { patternsRecur: any, subsamplable: any },
  width: { patternsRecur: any, subsamplable: any },
});
const picture = inputOf(pixels, [28, 28, 1]);
const both = {
  move: { height: slide(3), width: slide(3) },
  pool: { height: pool(2), width: pool(2) },
};
const network = (strategy: Parameters<typeof block>[1]): LayerSpec[] => [
  ...block(25, strategy),
  ...block(50, strategy),
  flatten(),
  dropout(0.4),
  dense(100),
  dense(10, { activation: 'softmax' }),
];
const widthsOf = ({ layers }: ReturnType<typeof deriveNetwork>): number[] =>
  layers.filter(({ parameters }) => parameters > 0).map(({ output }) => output.channels);

describe('fitToSize', () => {
  const reference = deriveNetwork(picture, network(both)).totals;

  it('leaves a network alone that has the size', () => {
    const sized = fitToSize(picture, network(both), {
      of: 'parameters',
      size: reference.parameters,
    });
    expect(sized.multiplier).toBe(1);
    expect(sized.ratio).toBe(1);
    expect(widthsOf(sized.network)).toEqual([25, 50, 100, 10]);
  });

  it.each([
    ['spans both axes', { move: { height: span(), width: span() } }],
    ['does not pool', { move: { height: slide(3), width: slide(3) } }],
    ['shares nothing', { ...both, weightSharing: 'none' as const }],
    ['slides one way', { move: { height: slide(3), width: span() }, pool: { height: pool(2) } }],
  ])('brings a network that %s within two per cent of the parameters', (_, strategy) => {
    const { network: sized, ratio } = fitToSize(picture, network(strategy), {
      of: 'parameters',
      size: reference.parameters,
    });
    expect(sized.totals.parameters / reference.parameters).toBe(ratio);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    expect(widthsOf(sized).at(-1)).toBe(10);
  });

  it('widens all hidden layers by about the same factor', () => {
    const { network: sized, multiplier } = fitToSize(
      picture,
      network({ move: { height: span(), width: span() } }),
      { of: 'parameters', size: 200_000 },
    );
    const [first, second, third] = widthsOf(sized);
    expect(multiplier).toBeGreaterThan(2);
    expect(first / 25 / multiplier).toBeCloseTo(1, 1);
    expect(second / 50 / multiplier).toBeCloseTo(1, 1);
    expect(third / 100 / multiplier).toBeCloseTo(1, 1);
  });

  it('counts multiply-accumulates where that is asked for', () => {
    const { network: sized, ratio } = fitToSize(
      picture,
      network({ move: { height: slide(3), width: slide(3) } }),
      { of: 'macs', size: reference.macs },
    );
    expect(sized.totals.macs / reference.macs).toBe(ratio);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
  });

  it('reaches into parallel branches and leaves embeddings and the last layer', () => {
    const layers = [
      parallel(
        [3, 5].map((length) => [
          convolution(100, { move: { height: slide(length), width: span() } }),
          globalPooling(['height']),
        ]),
      ),
      flatten(),
      dense(2, { activation: 'softmax' }),
    ];
    const { parameters } = deriveNetwork(picture, layers).totals;
    const { network: sized, ratio } = fitToSize(picture, layers, {
      of: 'parameters',
      size: parameters / 4,
    });
    expect(widthsOf(sized)).toEqual([25, 25, 2]);
    expect(ratio).toBeCloseTo(1, 3);
  });

  it('says how far it is off where whole numbers do not allow more, or nothing is hidden', () => {
    const linear = [flatten(), dense(10, { activation: 'softmax' })];
    expect(fitToSize(picture, linear, { of: 'parameters', size: 15_700 })).toMatchObject({
      multiplier: 1,
      ratio: 0.5,
    });
    const tiny = [flatten(), dense(3), dense(10, { activation: 'softmax' })];
    // Two units have 1,600 parameters, three 2,395: 2,000 lies between.
    const { ratio } = fitToSize(picture, tiny, { of: 'parameters', size: 2000 });
    expect(ratio).toBeCloseTo(2395 / 2000, 10);
  });

  it('moves single widths further where there are few filters', () => {
    // 16 filters of 5×5 and 3×3 on a board of 12 planes: 12,153 parameters. Filters that span it have
    // 4,332 weights each, so that three widths have to be chosen together.
    const board = inputOf(pixels, [19, 19, 12]);
    const spans = { move: { height: span(), width: span() } };
    const { ratio } = fitToSize(
      board,
      [
        ...Array.from({ length: 4 }, () => convolution(16, spans)),
        flatten(),
        dense(361, { activation: 'softmax' }),
      ],
      { of: 'parameters', size: 12_153 },
    );
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
  });
});
