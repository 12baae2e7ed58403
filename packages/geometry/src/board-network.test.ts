import { describe, expect, it } from 'vitest';
import { defineAxes, inputOf, no, yes } from './axes.ts';
import { convolution } from './convolution.ts';
import { flatten } from './flatten.ts';
import { block } from './block.ts';
import { deriveNetwork } from './network.ts';
import type { LayerSpec } from './layer-kind.ts';
import { softmax, softmaxKind } from './softmax.ts';
import { banded, pool, slide, span } from './filter-strategy.ts';
import { upsampling } from './upsampling.ts';

const anywhere = yes('a shape may arise anywhere');
const never = no('a missing stone is another position');
const board = defineAxes({
  row: { patternsRecur: anywhere, subsamplable: never },
  column: { patternsRecur: anywhere, subsamplable: never },
});
const position = inputOf(board, [19, 19, 48]);
const same = (size: number) => slide(size, { padding: 'same' });
const toMoves: LayerSpec[] = [
  convolution(
    1,
    { move: { row: slide(1), column: slide(1) } },
    { bias: 'positions', activation: 'linear' },
  ),
  flatten(),
  softmax(),
];

describe('a policy network', () => {
  it('has a bias for every point of the board', () => {
    const { layers } = deriveNetwork(position, [
      ...block(192, { move: { row: same(5), column: same(5) } }),
      ...toMoves,
    ]);
    expect(layers[0].parameters).toBe(192 * 5 * 5 * 48 + 192);
    expect(layers[1].parameters).toBe(192 + 361);
    expect(layers.at(-1)).toMatchObject({ kind: softmaxKind, outputShape: [361], axes: ['units'] });
  });

  it('gets back the resolution that pooling took, where a control insists on pooling', () => {
    const control = pool(2, { padding: 'same', control: true });
    const { layers } = deriveNetwork(position, [
      ...block(8, {
        move: { row: same(5), column: same(5) },
        pool: { row: control, column: control },
      }),
      upsampling({ row: 19, column: 19 }),
      ...toMoves,
    ]);
    expect(layers[1].outputShape).toEqual([10, 10, 8]);
    expect(layers[2]).toMatchObject({ outputShape: [19, 19, 8], factors: [2, 2], parameters: 0 });
  });

  it('refuses to shorten by upsampling', () => {
    expect(() => deriveNetwork(position, [upsampling({ row: 10 }), ...toMoves])).toThrow(
      /"row" is 19 long and cannot become 10/,
    );
    expect(() => deriveNetwork(position, [upsampling({ rank: 38 }), ...toMoves])).toThrow(
      /names the axis "rank", but the axes are row, column/,
    );
  });
});

describe('limited weight sharing', () => {
  const sound = defineAxes({
    frequency: { patternsRecur: yes('speakers differ'), subsamplable: yes('a little') },
    time: { patternsRecur: no('the frame is centred'), subsamplable: no('it is short') },
  });
  const spectrogram = inputOf(sound, [40, 11, 1]);
  const move = { frequency: slide(8), time: span() };

  it('gives each band filters of its own', () => {
    const [layer] = deriveNetwork(spectrogram, [
      convolution(10, { move, weightSharing: banded({ frequency: 4 }) }),
    ]).layers;
    // 40 − 8 + 1 = 33 positions: bands of 9, 8, 8 and 8.
    expect(layer).toMatchObject({
      outputShape: [33, 1, 10],
      parameters: 4 * 10 * (8 * 11 + 1),
      bands: [
        [
          { from: 0, length: 9 },
          { from: 9, length: 8 },
          { from: 17, length: 8 },
          { from: 25, length: 8 },
        ],
        [{ from: 0, length: 1 }],
      ],
    });
  });

  it('is full sharing with one band and none with one a position', () => {
    const parameters = (weightSharing: 'full' | 'none' | ReturnType<typeof banded>) =>
      deriveNetwork(spectrogram, [convolution(10, { move, weightSharing })]).totals.parameters;
    expect(parameters(banded({ frequency: 1 }))).toBe(parameters('full'));
    expect(parameters(banded({ frequency: 33 }))).toBe(parameters('none'));
  });

  it('refuses bands that cannot be', () => {
    const derive = (bands: Record<string, number>) => () =>
      deriveNetwork(spectrogram, [convolution(10, { move, weightSharing: banded(bands) })]);
    expect(derive({ frequency: 34 })).toThrow(/33 positions cannot be divided into 34 bands/);
    expect(derive({ time: 2 })).toThrow(/filters span "time".*nothing to divide into bands/);
    expect(derive({ pitch: 2 })).toThrow(/names the axis "pitch"/);
    expect(derive({ frequency: 0 })).toThrow(
      /number of bands along "frequency" must be a positive integer/,
    );
  });
});
