import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { block } from './block.ts';
import { deriveNetwork } from './network.ts';
import type { LayerSpec } from './layer-kind.ts';
import { convolution } from './convolution.ts';
import { defineAxes, inputOf, yes } from './axes.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { fitToSize, minimumWidth, sizeTimes } from './width.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { globalPooling } from './global-pooling.ts';
import { parallel } from './parallel.ts';
import { shapeInWords } from './shape-in-words.ts';
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
    // Filters that span a board of 12 planes have 4,332 weights each, so that several widths have to be
    // chosen together.
    const {
      network: sized,
      ratio,
      shape,
    } = fitToSize(board, spansOfBoard, {
      of: 'parameters',
      size: 48_612,
    });
    expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    expect(shape).toBeUndefined();
    expect(Math.min(...widthsOf(sized))).toBeGreaterThanOrEqual(minimumWidth);
  });
});

/** 16 filters in each of four layers. That slide they have 12,153 parameters. */
const board = inputOf(pixels, [19, 19, 12]);
const spansOfBoard = [
  ...Array.from({ length: 4 }, () => convolution(16, { move: { height: span(), width: span() } })),
  flatten(),
  dense(361, { activation: 'softmax' }),
];

describe('a network that would become too narrow', () => {
  const square = inputOf(pixels, [2, 2, 1]);
  const output = dense(10, { activation: 'softmax' });
  const fit = (layers: readonly LayerSpec[], size: number, input = square) =>
    fitToSize(input, layers, { of: 'parameters', size });
  const kindsOf = ({ layers }: ReturnType<typeof deriveNetwork>): string[] =>
    layers.map(({ kind }) => kind.name);

  it('keeps eight units in its narrowest layer, and scales the others further', () => {
    // Alike it would have 7 and 27: 100 · 7 + 7, 7 · 27 + 27, 27 · 10 + 10.
    const input = inputOf(pixels, [10, 10, 1]);
    const layers = [flatten(), dense(16), dense(64), output];
    const { network: sized, ratio, shape } = fit(layers, 1198, input);
    // 100 · 8 + 8, 8 · 20 + 20, 20 · 10 + 10.
    expect(widthsOf(sized)).toEqual([8, 20, 10]);
    expect(ratio).toBe(1);
    expect(shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 0 });
  });

  it('leaves out layers that repeat others, as many as it must', () => {
    const layers = [flatten(), ...Array.from({ length: 4 }, () => dense(16)), output];
    // With eight units each: 4 · 8 + 8, three times 8 · 8 + 8, 8 · 10 + 10.
    expect(fit(layers, 40 + 3 * 72 + 90).shape).toBeUndefined();
    for (const [size, left] of [
      [40 + 2 * 72 + 90, 3],
      [40 + 72 + 90, 2],
      [40 + 90, 1],
    ]) {
      const { network: sized, ratio, shape } = fit(layers, size);
      expect(widthsOf(sized)).toEqual([...Array.from({ length: left }, () => 8), 10]);
      expect(ratio).toBe(1);
      expect(shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 4 - left });
    }
  });

  it('grows again where a layer less leaves room', () => {
    const layers = [flatten(), dense(16), dense(16), dense(16), output];
    const { network: sized, ratio } = fit(layers, 240);
    // 4 · 8 + 8, 8 · 10 + 10, 10 · 10 + 10; or another two that have 240.
    expect(widthsOf(sized)).toHaveLength(3);
    expect(ratio).toBe(1);
  });

  it('says by how much it is too large where nothing more can go', () => {
    const { network: sized, multiplier, ratio, shape } = fit(spansOfBoard, 12_153, board);
    // 8 · (4,332 + 1), three times 8 · 9, 361 · 9: the three layers are less than 2 % of it, and stay.
    expect(widthsOf(sized)).toEqual([8, 8, 8, 8, 361]);
    expect(ratio).toBe((8 * 4333 + 3 * 72 + 361 * 9) / 12_153);
    expect(multiplier).toBe(0.5);
    expect(shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 0 });
    expect(shapeInWords({ ratio, shape })).toBe(
      'its narrowest layers keep a width of 8; it still has 3.14 times the size asked for',
    );
  });

  it('keeps the first filters and all pooling', () => {
    const { network: sized, ratio, shape } = fit(network(both), 100, picture);
    expect(kindsOf(sized)).toEqual(kindsOf(deriveNetwork(picture, network(both))));
    expect(widthsOf(sized)).toEqual([8, 8, 8, 10]);
    expect(ratio).toBeGreaterThan(1);
    expect(shape!.layersLeftOut).toBe(0);
    // Without pooling between them, the second filters repeat the first.
    const spans = { move: { height: span(), width: slide(3, { padding: 'same' }) } };
    const { network: shorter } = fit(network(spans), 100, inputOf(pixels, [3, 3, 1]));
    expect(kindsOf(shorter).filter((kind) => kind === 'convolution')).toHaveLength(1);
  });

  it('goes without a hidden dense layer, and its dropout, where that is smaller', () => {
    const layers = [
      ...network(both).slice(0, -1),
      dropout(0.2),
      dense(2, { activation: 'softmax' }),
    ];
    // Behind 200 numbers: 200 · 8 + 8 and 8 · 2 + 2, or 200 · 2 + 2.
    const { network: sized, shape } = fit(layers, 1066, picture);
    expect(kindsOf(sized).slice(4)).toEqual(['flatten', 'dropout', 'dense']);
    expect(sized.totals.parameters).toBe(8 * 10 + (8 * 72 + 8) + (200 * 2 + 2));
    expect(shape).toEqual({ narrowest: 8, minimumWidth: 8, layersLeftOut: 1 });
  });

  it('shares the minimum between branches', () => {
    const layers = [
      parallel([2, 2, 2].map(() => [dense(30)])),
      dense(2, { activation: 'softmax' }),
    ];
    const { network: sized, shape } = fit([flatten(), ...layers], 20);
    expect(widthsOf(sized)).toEqual([3, 3, 3, 2]);
    expect(shape!.narrowest).toBe(9);
  });

  it('is never made narrower than eight, or than it is declared', () => {
    const widths = fc.integer({ min: 1, max: 40 });
    const stacks = fc.array(widths, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(stacks, fc.integer({ min: 20, max: 20_000 }), (declared, size) => {
        const layers = [flatten(), ...declared.map((units) => dense(units)), output];
        const { network: sized, ratio, shape } = fit(layers, size);
        const hidden = widthsOf(sized).slice(0, -1);
        const least = Math.min(minimumWidth, ...declared);
        expect(Math.min(...hidden)).toBeGreaterThanOrEqual(least);
        expect(hidden.length).toBe(declared.length - (shape?.layersLeftOut ?? 0));
        expect(sized.totals.parameters / size).toBe(ratio);
        // Too large only where nothing can be narrower: one unit more or less is at most a tenth.
        if (ratio > 1.1) expect(Math.max(...hidden)).toBeLessThanOrEqual(minimumWidth);
      }),
    );
  });
});

describe('sizeTimes', () => {
  it('multiplies what has widths, and counts the table of an embedding once', () => {
    const time = defineAxes({
      time: { patternsRecur: any, subsamplable: any },
      embedding: { patternsRecur: any, subsamplable: any },
    });
    const network = deriveNetwork(
      inputOf(time, [9, 1], { names: ['time'], vocabularySize: 1000 }),
      [
        embedding(20, { along: 'embedding' }),
        convolution(4, { move: { time: slide(3), embedding: span() } }),
        globalPooling(['time']),
        flatten(),
        dense(2, { activation: 'softmax' }),
      ],
    );
    // 1,000 vectors of 20; four filters of 60 weights and a bias; two units of four.
    expect(network.totals.parameters).toBe(20_000 + 244 + 10);
    expect(sizeTimes(network, { of: 'parameters', scale: 1 })).toBe(20_254);
    expect(sizeTimes(network, { of: 'parameters', scale: 4 })).toBe(20_000 + 4 * 254);
    expect(sizeTimes(network, { of: 'macs', scale: 0.5 })).toBe(network.totals.macs / 2);
  });
});
