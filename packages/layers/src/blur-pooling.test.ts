import { useBackend } from '@axiswise/backend';
import { windowAlong } from '@axiswise/geometry';
import { describeLayerContract, testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { BlurPooling, blurMatrix } from './blur-pooling.ts';
import { ConvolutionAlongAxes } from './convolution-along-axes.ts';
import { stillWindow } from './symbolic.ts';

const blurred = (length: number, size: number, cyclic: boolean) => {
  const before = Math.floor((size - 1) / 2);
  const padding = cyclic ? undefined : { before, after: size - 1 - before };
  return windowAlong(length, { kernelSize: size, stride: 2, padding, cyclic }, 'here');
};

describeLayerContract('BlurPooling', {
  make: (inputShape) =>
    new BlurPooling({
      inputShape,
      windows: [
        blurred(5, 3, false),
        { ...stillWindow, inputLength: 3, outputLength: 3 },
        blurred(6, 4, true),
      ],
    }),
  inputShape: [5, 3, 6, 2],
  outputShape: [3, 3, 3, 2],
  parameters: 0,
});

describe('a blur', () => {
  it('sees an axis reflected at its ends, as in the paper, or goes around the end', () => {
    expect(blurMatrix(blurred(6, 3, false))).toEqual([
      [0.5, 0.5, 0, 0, 0, 0],
      [0, 0.25, 0.5, 0.25, 0, 0],
      [0, 0, 0, 0.25, 0.5, 0.25],
    ]);
    expect(blurMatrix(blurred(6, 3, true))).toEqual([
      [0.25, 0.5, 0.25, 0, 0, 0],
      [0, 0, 0.25, 0.5, 0.25, 0],
      [0.25, 0, 0, 0, 0.25, 0.5],
    ]);
  });

  it('leaves what is the same everywhere as it is', () => {
    for (const size of [2, 3, 5, 7]) {
      for (const row of blurMatrix(blurred(9, size, false))) {
        expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
      }
    }
  });

  it('depends less than plain subsampling on where a pattern lies', () => {
    // A single mark: plain subsampling keeps it or loses it.
    const kept = (shift: number, matrix: number[][]): number =>
      matrix.reduce((sum, row) => sum + row[4 + shift], 0);
    const matrix = blurMatrix(blurred(12, 3, true));
    expect([kept(0, matrix), kept(1, matrix)]).toEqual([0.5, 0.5]);
  });
});

describe('filters around the end of a cyclic axis', () => {
  beforeAll(() => useBackend(testBackend()));

  it('find the same when everything is turned, turned likewise', () => {
    const window = windowAlong(8, { kernelSize: 3, stride: 1, cyclic: true }, 'here');
    const still = { ...stillWindow, inputLength: 2, outputLength: 2 };
    const layer = new ConvolutionAlongAxes({
      filters: 3,
      windows: [window, still],
      useBias: true,
      activation: 'relu',
    });
    tf.tidy(() => {
      const x = tf.tensor(
        Float32Array.from({ length: 32 }, (_, i) => Math.sin(i * i)),
        [1, 8, 2, 2],
      );
      const turn = (t: tf.Tensor): tf.Tensor => {
        const [head, tail] = tf.split(t, [3, 5], 1);
        return tf.concat([tail, head], 1);
      };
      const [a, b] = [turn(layer.apply(x) as tf.Tensor), layer.apply(turn(x)) as tf.Tensor];
      expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-6);
    });
  });
});
