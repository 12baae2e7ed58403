import { describe, expect, it } from 'vitest';
import { block } from './block.ts';
import { deriveNetwork } from './network.ts';
import { convolution } from './convolution.ts';
import { defineAxes, inputOf, no, yes } from './axes.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { type FilterStrategy, pool, slide, span } from './filter-strategy.ts';
import { flatten } from './flatten.ts';
import { pooling } from './pooling.ts';

const anywhere = yes('a stroke may lie anywhere');
const smaller = yes('a smaller digit is the same digit');
const pixels = defineAxes({
  height: { patternsRecur: anywhere, subsamplable: smaller },
  width: { patternsRecur: anywhere, subsamplable: smaller },
});
const board = defineAxes({
  row: { patternsRecur: anywhere, subsamplable: no('half the rows are another position') },
  column: { patternsRecur: anywhere, subsamplable: no('half the columns are another position') },
});
const mnist = inputOf(pixels, [28, 28, 1]);
const both = {
  move: { height: slide(3), width: slide(3) },
  pool: { height: pool(2), width: pool(2) },
} satisfies FilterStrategy<'height' | 'width'>;

describe('the nets of the lecture', () => {
  it('counts 423,860 parameters with one block, 13,266,500 for its convolution written densely', () => {
    const network = deriveNetwork(mnist, [
      ...block(25, both),
      flatten(),
      dense(100),
      dense(10, { activation: 'softmax' }),
    ]);
    expect(network.totals.parameters).toBe(423_860);
    expect(network.layers[0].denseParameters).toBe(13_266_500);
    expect(network.layers.map((layer) => [layer.name, layer.outputShape, layer.axes])).toEqual([
      ['convolution_1', [26, 26, 25], ['height', 'width', 'channels']],
      ['pooling_1', [13, 13, 25], ['height', 'width', 'channels']],
      ['flatten_1', [4225], ['units']],
      ['dense_1', [100], ['units']],
      ['dense_2', [10], ['units']],
    ]);
  });

  it('counts 137,660 with two blocks; the second keeps 50 maps with 225 weights a filter', () => {
    const { layers, totals } = deriveNetwork(mnist, [
      ...block(25, both),
      ...block(50, both),
      flatten(),
      dropout(0.5),
      dense(100),
      dense(10, { activation: 'softmax' }),
    ]);
    expect(totals.parameters).toBe(137_660);
    const second = layers[2];
    expect(second.kind.name).toBe('convolution');
    expect(second).toMatchObject({ weightsPerFilter: 225, positions: 121 });
    expect(second.outputShape).toEqual([11, 11, 50]);
    expect(second.macs).toBe(121 * 225 * 50);
    // 3, pooled 2: 4; 3 at jump 2: 8; pooled 2 at jump 2: 10.
    expect(layers.slice(0, 4).map((layer) => layer.receptiveField['height'])).toEqual([
      3, 4, 8, 10,
    ]);
    expect(layers[4].receptiveField).toEqual({ height: 28, width: 28 });
  });
});

describe('strategies', () => {
  it('makes a spanned axis one position long, with a weight for each position', () => {
    const [first, second] = deriveNetwork(mnist, [
      convolution(25, { move: { height: slide(3), width: span() } }),
      convolution(50, { move: { height: slide(3), width: span() } }),
    ]).layers;
    expect(first).toMatchObject({ outputShape: [26, 1, 25], weightsPerFilter: 3 * 28 });
    expect(first.receptiveField).toEqual({ height: 3, width: 28 });
    expect(second).toMatchObject({ outputShape: [24, 1, 50], weightsPerFilter: 3 * 25 });
  });

  it('is the dense layer when it spans both axes', () => {
    const [layer] = deriveNetwork(mnist, [
      convolution(25, { move: { height: span(), width: span() } }),
    ]).layers;
    expect(layer.parameters).toBe(784 * 25 + 25);
    expect(layer.denseParameters).toBe(layer.parameters);
  });

  it('gives every position its own filters without weight sharing', () => {
    const [layer] = deriveNetwork(mnist, [
      convolution(25, { ...both, weightSharing: 'none' }),
    ]).layers;
    expect(layer.parameters).toBe(26 * 26 * 25 * 10);
    expect(layer.macs).toBe(26 * 26 * 25 * 9);
  });
});

describe('refusals', () => {
  const position = inputOf(board, [19, 19, 48]);
  const around = { row: slide(3, { padding: 'same' }), column: slide(3, { padding: 'same' }) };

  it('refuses to pool an axis that is declared not subsamplable, with the reason', () => {
    expect(() =>
      deriveNetwork(position, block(64, { move: around, pool: { row: pool(2) } })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: convolution_1: pooling 2 by 2 along "row" is refused, because half the rows are another position; to measure what it costs all the same, add { control: true }]`,
    );
    expect(() => deriveNetwork(position, [pooling({ column: pool(2) })])).toThrow(/refused/);
  });

  it('refuses a stride, which subsamples as pooling does', () => {
    const move = { ...around, row: slide(3, { stride: 2 }) };
    expect(() => deriveNetwork(position, [convolution(64, { move })])).toThrow(
      /a stride of 2 along "row" is refused, because half the rows/,
    );
  });

  it('pools all the same as a control', () => {
    const strategy = { move: around, pool: { row: pool(2, { control: true }) } };
    expect(deriveNetwork(position, block(64, strategy)).layers[1].outputShape).toEqual([9, 19, 64]);
  });

  it('refuses a forgotten axis and a misspelt one', () => {
    // @ts-expect-error width is forgotten
    const forgotten: FilterStrategy<'height' | 'width'> = { move: { height: slide(3) } };
    expect(() =>
      deriveNetwork(mnist, [convolution(1, forgotten)]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: convolution_1 does not say what filters do along "width": write width: slide(…) or span()]`,
    );
    const misspelt: FilterStrategy<'height' | 'width'> = {
      // @ts-expect-error widht is no axis
      move: { height: slide(3), width: slide(3), widht: slide(3) },
    };
    expect(() =>
      deriveNetwork(mnist, [convolution(1, misspelt)]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: convolution_1, "move" names the axis "widht", but the axes are height, width]`,
    );
  });

  it('refuses to pool an axis that filters span', () => {
    const strategy = { move: { height: slide(3), width: span() }, pool: { width: pool(2) } };
    expect(() => deriveNetwork(mnist, block(1, strategy))).toThrow(/nothing to pool/);
  });

  it('refuses a window larger than its axis, naming layer and axis', () => {
    const tiny = inputOf(pixels, [5, 28, 1]);
    expect(() =>
      deriveNetwork(tiny, [...block(25, both), ...block(50, both)]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: convolution_2, axis "height": a window of 3 is larger than the axis, which is 1 long here; make it smaller, pad, or take fewer layers]`,
    );
  });

  it('refuses what cannot follow', () => {
    expect(() => deriveNetwork(mnist, [dense(10)])).toThrow(/put flatten\(\) before it/);
    expect(() => deriveNetwork(mnist, [flatten(), convolution(1, both)])).toThrow(/flattened/);
    expect(() =>
      deriveNetwork(mnist, [flatten(), dense(1, { name: 'a' }), dense(1, { name: 'a' })]),
    ).toThrow(/two layers are named "a"/);
  });

  it.each([
    [() => slide(0), /the kernel size must be a positive integer, got 0/],
    [() => slide(3, { stride: 1.5 }), /the stride must be a positive integer, got 1.5/],
    [() => slide(3, { stride: 2, dilation: 2 }), /cannot be combined/],
    [
      () => slide(3, { padding: { before: -1, after: 0 } }),
      /padding before must be 0 or a positive integer, got -1/,
    ],
    [() => pool(0), /the pooling size must be a positive integer/],
    [() => convolution(0, both), /the filters of a convolution must be a positive integer, got 0/],
    [() => dropout(1), /from 0 to below 1/],
    [
      () => inputOf(pixels, [28, 28]),
      /2 dimensions \[28, 28\], but the axes are \[height, width, channels\]/,
    ],
    [() => inputOf(pixels, [28, 0, 1]), /the length of width must be a positive integer, got 0/],
    [
      () => defineAxes({ batch: { patternsRecur: anywhere, subsamplable: smaller } }),
      /"batch" cannot/,
    ],
    // @ts-expect-error subsamplable is missing
    [() => defineAxes({ time: { patternsRecur: anywhere } }), /does not say "subsamplable"/],
  ])('refuses bad numbers and names (%#)', (make, message) => {
    expect(make).toThrow(message);
  });
});
