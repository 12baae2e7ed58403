import { describe, expect, it } from 'vitest';
import { activation } from './activation.ts';
import { defineAxes, inputOf, yes } from './axes.ts';
import { batchNormalization } from './batch-normalization.ts';
import { convolution } from './convolution.ts';
import { dense } from './dense.ts';
import { embedding } from './embedding.ts';
import { pool, slide, span } from './filter-strategy.ts';
import { flatten } from './flatten.ts';
import { globalPooling } from './global-pooling.ts';
import { groupNormalization } from './group-normalization.ts';
import { identity } from './identity.ts';
import { layerNormalization } from './layer-normalization.ts';
import { defineLayerKind, type LayerSpec } from './layer-kind.ts';
import { maxout } from './maxout.ts';
import { deriveNetwork } from './network.ts';
import { parallel } from './parallel.ts';
import { pooling } from './pooling.ts';
import { fitToSize } from './width.ts';

const any = yes('it may lie anywhere');
const pixels = defineAxes({
  height: { patternsRecur: any, subsamplable: any },
  width: { patternsRecur: any, subsamplable: any },
});
const picture = inputOf(pixels, [12, 12, 3]);
const same = slide(3, { padding: 'same' });
const filters = (count: number, size = same): LayerSpec =>
  convolution(count, { move: { height: size, width: size } });
const one = slide(1);

const residual = (count: number, middle = count): LayerSpec =>
  parallel([[identity()], [filters(middle), filters(count)]], { join: 'add' });
const head = [globalPooling(['height', 'width']), flatten(), dense(10, { activation: 'softmax' })];

/** The channels of all convolutions. */
const widthsOf = (specs: readonly LayerSpec[]): number[] =>
  deriveNetwork(picture, specs)
    .layers.filter(({ kind }) => kind.name === 'convolution')
    .map(({ output }) => output.channels);

describe('a residual block', () => {
  const { layers, totals } = deriveNetwork(picture, [filters(8), residual(8), ...head]);

  it('is derived layer by layer, with its identity and its sum', () => {
    expect(layers.map(({ name }) => name)).toEqual([
      ...['convolution_1', 'identity_1', 'convolution_2', 'convolution_3', 'addition_1'],
      ...['global_pooling_1', 'flatten_1', 'dense_1'],
    ]);
    const sum = layers.find(({ name }) => name === 'addition_1')!;
    expect(sum.inputs).toEqual(['identity_1', 'convolution_3']);
    expect(sum.outputShape).toEqual([12, 12, 8]);
    expect(sum.kind.describe(sum)).toBe('sum of identity_1 and convolution_3');
    // 3·9·8 + 8, then twice 8·9·8 + 8, then 8·10 + 10.
    expect(totals.parameters).toBe(224 + 2 * 584 + 90);
  });

  it('sees what its filters see, and knows how far they reach into the padding', () => {
    const sum = layers.find(({ name }) => name === 'addition_1')!;
    expect(sum.receptiveField).toEqual({ height: 7, width: 7 });
    const [height] = sum.output.axes;
    expect(height).toMatchObject({ start: -3, paddedBehind: 3 });
    const other = deriveNetwork(picture, [
      parallel([[filters(3)], []], { join: 'add' }),
      filters(3),
    ]);
    // Whichever branch comes first.
    expect(other.layers[2].output.axes[0]).toMatchObject({ start: -1, paddedBehind: 1 });
  });

  it('takes an empty branch as identity, at the input too', () => {
    const row = deriveNetwork(picture, [parallel([[], [filters(3)]], { join: 'add' })]).layers;
    expect(row.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['identity_1', []],
      ['convolution_1', []],
      ['addition_1', ['identity_1', 'convolution_1']],
    ]);
  });

  it.each([
    [
      'other numbers of filters',
      parallel([[], [filters(5)]], { join: 'add' }),
      'addition_1: branches that are added must be equally wide, but one ends with 3 maps and another with ' +
        '5 maps; give both as many, for instance by filters of size 1 in the branch that lacks them',
    ],
    [
      'other lengths',
      parallel([[], [filters(3, slide(3))]], { join: 'add' }),
      'addition_1: parallel branches must end alike, but one is height 12 × width 12 and another ' +
        'height 10 × width 10; pool over whole axes, pad, or flatten each branch',
    ],
  ])('refuses branches of %s', (_, spec, message) => {
    expect(() => deriveNetwork(picture, [spec])).toThrow(message);
  });

  it('refuses a join that there is not', () => {
    expect(() => parallel([[]], { join: 'sum' as 'add' })).toThrow(
      "join must be concat or add, got 'sum'",
    );
    expect(() => parallel([])).toThrow('parallel takes at least one branch, got none');
  });

  it('refuses to add tokens', () => {
    const tokens = inputOf(pixels, [4, 1], { names: ['height'], vocabularySize: 9 });
    expect(() => deriveNetwork(tokens, [parallel([[], []], { join: 'add' })])).toThrow(
      'addition_1: a sum needs numbers, but its input is tokens; put an embedding before it',
    );
  });
});

describe('a residual network that is brought to a size', () => {
  const network = [
    ...[filters(16), residual(16, 24), residual(16, 24)],
    pooling({ height: pool(2), width: pool(2) }),
    parallel([[filters(32, one)], [filters(32), filters(32)]], { join: 'add' }),
    residual(32),
    ...head,
  ];
  const { parameters } = deriveNetwork(picture, network).totals;

  it.each([0.3, 0.5, 2, 5])('keeps what is added equally wide, at %d times the size', (scale) => {
    const { network: sized, ratio } = fitToSize(picture, network, {
      of: 'parameters',
      size: Math.round(parameters * scale),
    });
    expect(ratio).toBeGreaterThan(0.98);
    expect(ratio).toBeLessThan(1.02);
    const widths = sized.layers
      .filter(({ kind }) => kind.name === 'convolution')
      .map(({ output }) => output.channels);
    const [stem, , first, , second, shortcut, , third, , fourth] = widths;
    expect(new Set([stem, first, second]).size).toBe(1);
    expect(new Set([shortcut, third, fourth]).size).toBe(1);
    expect(widths).not.toEqual(widthsOf(network));
  });

  it('leaves out whole blocks that repeat others', () => {
    const { network: sized, shape } = fitToSize(picture, network, {
      of: 'parameters',
      size: 2500,
    });
    expect(shape!.layersLeftOut).toBeGreaterThan(0);
    expect(sized.layers.filter(({ name }) => name.startsWith('addition')).length).toBeLessThan(4);
    expect(sized.layers.at(-1)!.outputShape).toEqual([10]);
  });

  it('keeps the width of what is added to the input', () => {
    const row = [residual(3, 24), filters(24), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 2000 });
    const [, last, behind] = sized.layers
      .filter(({ kind }) => kind.name === 'convolution')
      .map(({ output }) => output.channels);
    expect(last).toBe(3);
    expect(behind).toBeLessThan(24);
  });

  it('keeps widths that follow from others in another way', () => {
    const joined = parallel([[filters(16)], [filters(16)]]);
    const row = [joined, parallel([[], [filters(32)]], { join: 'add' }), filters(40), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 15000 });
    const widths = sized.layers
      .filter(({ kind }) => kind.name === 'convolution')
      .map(({ output }) => output.channels);
    expect(widths.slice(0, 3)).toEqual([16, 16, 32]);
    expect(widths[3]).toBeLessThan(40);
  });

  it('keeps groups of maps whole behind a sum', () => {
    const row = [filters(20), parallel([[], [filters(20)]], { join: 'add' }), maxout(2), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 3000 });
    const [stem, inner] = sized.layers
      .filter(({ kind }) => kind.name === 'convolution')
      .map(({ output }) => output.channels);
    expect(stem).toBe(inner);
    expect(stem % 2).toBe(0);
    expect(stem).toBeLessThan(20);
  });

  it('says which widths are declared unequal, and makes none of them equal', () => {
    const row = [filters(16), residual(8), ...head];
    expect(() => fitToSize(picture, row, { of: 'parameters', size: 3000 })).toThrow(
      'addition_1: branches that are added must be equally wide, but one ends with 16 maps and another ' +
        'with 8 maps',
    );
  });

  it('knows joins of somebody else by what they say of their width', () => {
    const product: LayerSpec = {
      kind: defineLayerKind({
        name: 'product',
        derive: (_spec, { inputs }) => ({ output: inputs[0] }),
        describe: () => 'product',
        width: 'as-input',
      }),
    };
    const row = [filters(16), parallel([[], [filters(16)]], { join: product }), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 1500 });
    const [stem, gate] = sized.layers
      .filter(({ kind }) => kind.name === 'convolution')
      .map(({ output }) => output.channels);
    expect(stem).toBe(gate);
    expect(stem).toBeLessThan(16);
  });
});

describe('a normalisation', () => {
  const bare = { activation: 'linear', bias: 'none' } as const;
  const move = { height: same, width: same };
  const block = (count: number): LayerSpec[] => [
    convolution(count, { move }, bare),
    batchNormalization(),
    activation('relu'),
  ];

  it('has a scale and an offset for each channel', () => {
    const { layers, totals } = deriveNetwork(picture, [...block(8), ...head]);
    expect(layers[1]).toMatchObject({
      name: 'batch_normalization_1',
      parameters: 16,
      macs: 12 * 12 * 8,
      outputShape: [12, 12, 8],
    });
    expect(totals.parameters).toBe(3 * 9 * 8 + 16 + 90);
  });

  it('goes with the filters before it, where a small budget leaves them out', () => {
    const row = [...block(16), ...block(16), ...block(16), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 400 });
    expect(sized.layers.map(({ kind }) => kind.name)).toEqual([
      ...['convolution', 'batch-normalization', 'activation'],
      ...['global-pooling', 'flatten', 'dense'],
    ]);
  });

  it('keeps the groups of channels whole', () => {
    const row = [filters(24), groupNormalization(6), ...head];
    const { network: sized } = fitToSize(picture, row, { of: 'parameters', size: 700 });
    expect(sized.layers[0].output.channels % 6).toBe(0);
    expect(sized.layers[0].output.channels).toBeLessThan(24);
  });

  it('counts no positions behind the end of an example', () => {
    const axes = defineAxes({
      time: pixels.declarations.height,
      embedding: pixels.declarations.width,
    });
    const words = inputOf(axes, [9, 1], { names: ['time'], vocabularySize: 5 });
    const row = (...behind: LayerSpec[]): LayerSpec[] => [
      embedding(4, { along: 'embedding' }),
      convolution(8, { move: { time: slide(3), embedding: span() } }),
      ...behind,
    ];
    expect(() => deriveNetwork(words, row(batchNormalization()))).toThrow(
      'batch_normalization_1: a mean over time would count positions behind the end of an example, which are ' +
        "there because others are longer; take layerNormalization(), or put it behind globalPooling(['time'])",
    );
    const allowed = row(layerNormalization(), globalPooling(['time']), batchNormalization());
    expect(deriveNetwork(words, allowed).layers).toHaveLength(5);
  });
});
