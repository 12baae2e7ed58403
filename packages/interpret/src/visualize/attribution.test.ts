import { useBackend, withoutLeaks } from '@axiswise/backend';
import { arraySplit } from '@axiswise/data';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { occlusionMap, saliencyMap } from './attribution.ts';
import { nearestTokens } from './nearest-tokens.ts';
import { topExamples } from './top-examples.ts';
import { VisibleNetwork } from './visible-network.ts';

beforeAll(() => useBackend(testBackend()));

/** Neuron 0 = 3·x₀ − 4·x₁ + 0·x₂ + 1·x₃ over one row of two pixels with two channels. */
function network(): VisibleNetwork {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [1, 2, 2], name: 'flatten_1' }),
      tf.layers.dense({ units: 1, name: 'dense_1' }),
    ],
  });
  tf.tidy(() =>
    model.getLayer('dense_1').setWeights([tf.tensor2d([[3], [-4], [0], [1]]), tf.tensor1d([10])]),
  );
  return new VisibleNetwork(model);
}
const unit = { layer: 'dense_1', unit: 0 };
const input = Float32Array.of(1, 2, 5, 7);

describe('saliencyMap', () => {
  it('is the largest gradient over the channels of each position', () => {
    const { values, activation } = saliencyMap(network(), input, unit);
    expect([...values]).toEqual([4, 1]);
    expect(activation).toBe(3 - 8 + 7 + 10);
  });
});

describe('of a map', () => {
  /** A filter of two rows: at each place the value less twice the next one. */
  const filter = (): VisibleNetwork => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [3, 1, 1], filters: 1, kernelSize: [2, 1], name: 'maps' }),
      ],
    });
    tf.tidy(() =>
      model.getLayer('maps').setWeights([tf.tensor4d([1, -2], [2, 1, 1, 1]), tf.tensor1d([0])]),
    );
    return new VisibleNetwork(model);
  };
  const values = Float32Array.of(1, 2, 4);
  const of = { layer: 'maps', unit: 0 };

  it('asks about one position, or about the sum over all', () => {
    const first = saliencyMap(filter(), values, { ...of, position: [0, 0] });
    expect([...first.values, first.activation]).toEqual([1, 2, 0, 1 - 4]);
    const all = saliencyMap(filter(), values, of);
    expect([...all.values, all.activation]).toEqual([1, 1, 2, 1 - 4 + 2 - 8]);
    const hidden = { ...of, position: [1, 0], window: [1, 1], blank: 0 };
    expect([...occlusionMap(filter(), values, hidden).values]).toEqual([0, 2, -8]);
  });

  it('refuses a position that is not there', () => {
    expect(() => saliencyMap(filter(), values, { ...of, position: [2, 0] })).toThrow(
      'the position must be 2 indices below 2 × 1, got 2,0',
    );
    expect(() => saliencyMap(network(), input, { ...unit, position: [0] })).toThrow(
      'the units of dense_1 have no positions; leave the position out',
    );
  });
});

describe('occlusionMap', () => {
  it('is the loss of activation if a position is set to blank', () => {
    const { values } = occlusionMap(network(), input, { ...unit, window: [1, 1], blank: 0 });
    expect([...values]).toEqual([3 - 8, 7]);
  });

  it('averages over the windows that cover a position', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [3, 1], name: 'flatten_1' }),
        tf.layers.dense({ units: 1, name: 'dense_1', kernelInitializer: 'ones' }),
      ],
    });
    const { values } = occlusionMap(new VisibleNetwork(model), Float32Array.of(1, 2, 4), {
      ...unit,
      window: [2],
      blank: 0,
      batchSize: 1,
    });
    // Windows 0-1 and 1-2 lose 3 and 6; the middle lies in both.
    expect([...values]).toEqual([3, 4.5, 6]);
  });

  it('moves the window by a stride, and to the end in any case', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [6, 1], name: 'flatten_1' }),
        tf.layers.dense({ units: 1, name: 'dense_1', kernelInitializer: 'ones' }),
      ],
    });
    const own = new VisibleNetwork(model);
    const values = Float32Array.of(1, 2, 4, 8, 16, 32);
    const of = { ...unit, window: [3], blank: 0 };
    // Windows 0-2, 2-4 and 3-5 lose 7, 28 and 56.
    const { values: found } = occlusionMap(own, values, { ...of, stride: [2] });
    expect([...found]).toEqual([7, 7, 17.5, 42, 42, 56]);
    expect(() => occlusionMap(own, values, { ...of, stride: [4] })).toThrow(
      'the stride of the window must be from 1 to its size 3, got 4',
    );
  });

  it('refuses a window larger than the input, and leaves no tensor', async () => {
    const own = network();
    expect(() => occlusionMap(own, input, { ...unit, window: [1, 3], blank: 0 })).toThrow(
      'the window must fit an input of 1×2 positions, got 1×3',
    );
    await withoutLeaks('attribution', async () => {
      occlusionMap(own, input, { ...unit, window: [1, 1], blank: 0 });
      saliencyMap(own, input, unit);
      await Promise.resolve();
    });
  });
});

describe('topExamples', () => {
  const inputs = Float32Array.from({ length: 5 * 4 }, (_, i) =>
    i % 4 === 0 ? [2, 9, 4, 9, 1][i / 4] : 0,
  );
  const split = arraySplit({
    inputs,
    labels: Int32Array.of(0, 1, 0, 1, 1),
    shape: [1, 2, 2],
    classes: 2,
  });

  it('finds the most exciting real inputs, the first of equals first', async () => {
    const options = { layer: 'dense_1', units: [0], count: 3, batchSize: 2 };
    const [found] = await topExamples(network(), split, options);
    expect(found.map(({ index }) => index)).toEqual([1, 3, 2]);
    expect(found.map(({ activation }) => activation)).toEqual([37, 37, 22]);
    expect([...found[0].input]).toEqual([9, 0, 0, 0]);
    expect(found[0].label).toBe(1);
  });

  it('looks at the requested number of examples', async () => {
    const options = { layer: 'dense_1', units: [0], count: 3, examples: 1 };
    const [found] = await topExamples(network(), split, options);
    expect(found.map(({ index }) => index)).toEqual([0]);
  });
});

describe('nearestTokens', () => {
  it('ranks words by direction, without padding and the unknown word', () => {
    const vectors = tf.tensor2d([
      [1, 0],
      [1, 0],
      [0, 2],
      [1, 1],
      [-1, 0],
    ]);
    // Position 0 points right, position 1 up.
    const found = nearestTokens(Float32Array.of(5, 0, 0, 0.1), vectors, 2);
    expect(found.map((rank) => [...rank])).toEqual([
      [3, 2],
      [2, 3],
    ]);
  });
});
