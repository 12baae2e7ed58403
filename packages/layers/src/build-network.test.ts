import { useBackend } from '@axiswise/backend';
import {
  banded,
  block,
  convolution,
  defineAxes,
  dense,
  deriveNetwork,
  dropout,
  type FilterStrategy,
  flatten,
  inputOf,
  type LayerSpec,
  maxout,
  parallel,
  pool,
  pooling,
  slide,
  span,
  upsampling,
  yes,
} from '@axiswise/geometry';
import { expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { PositionBias } from './position-bias.ts';
import { buildNetwork, toPortableModel } from './build-network.ts';

const both = { patternsRecur: yes('anywhere'), subsamplable: yes('smaller') };
const pixels = defineAxes({ height: both, width: both });
type Pixel = 'height' | 'width';

const strategies: Record<string, FilterStrategy<Pixel>> = {
  'slide-both': {
    move: { height: slide(3), width: slide(2) },
    pool: { height: pool(2), width: pool(2) },
  },
  'slide-height': { move: { height: slide(3), width: span() }, pool: { height: pool(2) } },
  'span-both': { move: { height: span(), width: span() } },
  'same-by-valid': {
    move: { height: slide(3, { padding: 'same' }), width: slide(3, { stride: 2 }) },
  },
  'asymmetric-zeros': {
    move: { height: slide(3, { padding: { before: 2, after: 0 } }), width: slide(3) },
  },
  dilated: { move: { height: slide(3, { dilation: 2 }), width: slide(2, { dilation: 3 }) } },
  'overlapping-pools': {
    move: { height: slide(2), width: slide(2) },
    pool: { height: pool(3, { stride: 2, padding: 'same' }), width: pool(2, { stride: 1 }) },
  },
  bands: {
    move: { height: slide(3), width: slide(3, { stride: 2, padding: 'same' }) },
    weightSharing: banded({ height: 3 }),
  },
  'bands-both-ways': {
    move: { height: slide(2), width: slide(3, { padding: { before: 2, after: 1 } }) },
    pool: { height: pool(2) },
    weightSharing: banded({ height: 2, width: 3 }),
  },
  'locally-connected': {
    move: { height: slide(3, { padding: 'same' }), width: slide(3, { stride: 2 }) },
    weightSharing: 'none',
  },
};

const network = (specs: LayerSpec[], shape = [9, 8, 2]) =>
  deriveNetwork(inputOf(pixels, shape), [
    ...specs,
    flatten(),
    dropout(0.3),
    dense(5),
    dense(3, { activation: 'softmax' }),
  ]);

describe('buildNetwork', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(Object.keys(strategies))(
    '%s: shapes and parameters are those of the geometry',
    (name) => {
      const geometry = network(block(4, strategies[name]));
      const { model } = buildNetwork(geometry, { seed: 1 });
      expect(model.countParams()).toBe(geometry.totals.parameters);
      for (const layer of geometry.layers) {
        expect(model.getLayer(layer.name).outputShape).toEqual([null, ...layer.outputShape]);
      }
      model.dispose();
    },
  );

  it.each(Object.keys(strategies))('%s: the portable model gives the same predictions', (name) => {
    const built = buildNetwork(network(block(4, strategies[name])), { seed: 2 });
    const portable = toPortableModel(built);
    tf.tidy(() => {
      const x = waves([3, 9, 8, 2]);
      expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
    });
    const ours = /SeededDropout|LocallyConnected2D|TokenEmbedding|PositionBias/;
    expect(JSON.stringify(portable.toJSON(null, false))).not.toMatch(ours);
    built.model.dispose();
    portable.dispose();
  });

  it('keeps the largest of maps and of units, and the portable model the same', () => {
    const linear = { activation: 'linear' } as const;
    const built = buildNetwork(
      deriveNetwork(inputOf(pixels, [9, 8, 2]), [
        convolution(6, strategies['slide-both'], linear),
        maxout(2),
        flatten(),
        dense(12, linear),
        maxout(3),
        dense(3, { activation: 'softmax' }),
      ]),
      { seed: 5 },
    );
    const portable = toPortableModel(built);
    tf.tidy(() => {
      const x = waves([3, 9, 8, 2]);
      expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
    });
    expect(built.model.getLayer('maxout_1').outputShape).toEqual([null, 7, 7, 3]);
    expect(JSON.stringify(portable.toJSON(null, false))).not.toMatch(/Maxout/);
    built.model.dispose();
    portable.dispose();
  });

  it('adds branches, and trains what is behind a sum and in it', () => {
    const same = { height: slide(3, { padding: 'same' }), width: slide(3, { padding: 'same' }) };
    const row = (join: 'add' | 'concat') =>
      network([parallel([[], [convolution(2, { move: same })], []], { join }), pooling({})]);
    const built = buildNetwork(row('add'), { seed: 3 });
    const portable = toPortableModel(built);
    const { model, logits } = built;
    tf.tidy(() => {
      const x = waves([3, 9, 8, 2]);
      const [filters, sum] = ['convolution_1', 'addition_1'].map(
        (name) =>
          tf
            .model({
              inputs: model.inputs,
              outputs: model.getLayer(name).output as tf.SymbolicTensor,
            })
            .predict(x) as tf.Tensor,
      );
      expectClose(sum, tf.add(filters, tf.mul(x, 2)), 1e-6);
      expectClose(portable.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 1e-6);
      const score = (): tf.Scalar => tf.sum(tf.square(logits.apply(x) as tf.Tensor)).asScalar();
      const kernel = logits.getLayer('convolution_1').weights[0].read() as tf.Variable;
      const values = kernel.dataSync().slice();
      const gradient = tf.variableGrads(score, [kernel]).grads[kernel.name].dataSync();
      const moved = (by: number): number => {
        kernel.assign(tf.tensor(values.with(5, values[5] + by), kernel.shape));
        return score().dataSync()[0];
      };
      const slope = (moved(0.01) - moved(-0.01)) / 0.02;
      expect(Math.abs(gradient[5] - slope)).toBeLessThan(0.02 * Math.abs(slope) + 0.01);
    });
    const side = buildNetwork(row('concat'), { seed: 3 }).model;
    expect(side.getLayer('concatenation_1').outputShape).toEqual([null, 9, 8, 6]);
    for (const each of [model, portable, side]) each.dispose();
  });

  it.each(['linear', 'tanh', 'relu'] as const)(
    'trains a dilated convolution with activation %s',
    (activation) => {
      const { logits } = buildNetwork(
        network([convolution(3, strategies['dilated'], { activation })]),
        { seed: 4 },
      );
      tf.tidy(() => {
        const x = waves([2, 9, 8, 2]);
        const kernel = logits.getLayer('convolution_1').weights[0].read() as tf.Variable;
        const score = (): tf.Scalar =>
          tf.sum(tf.mul(logits.apply(x) as tf.Tensor, waves([2, 3]))).asScalar();
        const gradient = tf.variableGrads(score, [kernel]).grads[kernel.name].dataSync();
        const values = kernel.dataSync();
        const moved = (i: number, by: number): number => {
          const copy = Float32Array.from(values);
          copy[i] += by;
          kernel.assign(tf.tensor(copy, kernel.shape));
          return score().dataSync()[0];
        };
        for (let i = 0; i < values.length; i += 7) {
          expect(gradient[i]).toBeCloseTo((moved(i, 1e-2) - moved(i, -1e-2)) / 2e-2, 2);
        }
      });
      logits.dispose();
    },
  );

  it.each(['linear', 'relu'] as const)(
    'adds a bias by position (%s), and the portable model the same',
    (activation) => {
      const geometry = network([
        convolution(2, strategies['slide-both'], { activation, bias: 'positions' }),
        convolution(2, strategies['bands'], { bias: 'positions' }),
        convolution(
          2,
          { move: { height: slide(2), width: slide(2, { dilation: 2 }) } },
          { activation, bias: 'positions' },
        ),
        convolution(
          2,
          { move: { height: slide(2), width: slide(2) }, weightSharing: 'none' },
          { activation, bias: 'positions' },
        ),
        convolution(1, { move: { height: slide(1), width: slide(1) } }, { bias: 'none' }),
      ]);
      const built = buildNetwork(geometry, { seed: 3 });
      expect(built.model.countParams()).toBe(geometry.totals.parameters);
      const bias = built.model.layers.find((layer) => layer instanceof PositionBias)!;
      tf.tidy(() => {
        bias.setWeights([waves(bias.getWeights()[0].shape)]);
        const portable = toPortableModel(built);
        const x = waves([3, 9, 8, 2]);
        expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
        portable.dispose();
      });
      built.model.dispose();
    },
  );

  it('repeats values until the resolution is restored', () => {
    const geometry = network([
      pooling({ height: pool(2, { padding: 'same' }), width: pool(2) }),
      upsampling({ height: 9, width: 8 }),
    ]);
    const { model } = buildNetwork(geometry, { seed: 0 });
    const restored = tf.model({
      inputs: model.inputs,
      outputs: model.getLayer('upsampling_1').output as tf.SymbolicTensor,
    });
    tf.tidy(() => {
      const x = waves([1, 9, 8, 2]) as tf.Tensor4D;
      const values = x.arraySync()[0];
      const output = (restored.predict(x) as tf.Tensor4D).arraySync()[0];
      for (const [i, j] of [
        [0, 0],
        [3, 5],
        [8, 7],
      ]) {
        const [top, left] = [i - (i % 2), j - (j % 2)];
        const window = values.slice(top, top + 2).flatMap((row) => row.slice(left, left + 2));
        expect(output[i][j][1]).toBe(Math.max(...window.map(([, second]) => second)));
      }
    });
    model.dispose();
  });

  it('learns filters for each band alone', () => {
    const banded = network([convolution(2, strategies['bands'])]);
    const whole = network([convolution(2, { ...strategies['bands'], weightSharing: 'full' })]);
    const outputOf = (model: tf.LayersModel) =>
      tf.model({
        inputs: model.inputs,
        outputs: model.getLayer('convolution_1').output as tf.SymbolicTensor,
      });
    const [divided, shared] = [banded, whole].map((geometry) =>
      buildNetwork(geometry, { seed: 1 }),
    );
    tf.tidy(() => {
      const x = waves([2, 9, 8, 2]);
      // 7 positions along the height in bands of 3, 2 and 2: rows 3 and 4 are the second band's.
      const weights = divided.model.getLayer('convolution_1_band_2').getWeights();
      shared.model.getLayer('convolution_1').setWeights(weights);
      const rows = (model: tf.LayersModel) =>
        tf.slice(outputOf(model).predict(x) as tf.Tensor, [0, 3, 0, 0], [-1, 2, -1, -1]);
      expectClose(rows(divided.model), rows(shared.model), 1e-6);
    });
  });

  it('keeps the mean and maximum over windows that are padded along one axis only', () => {
    for (const keep of ['max', 'average'] as const) {
      const along = {
        height: pool(3, { stride: 2, padding: 'same' }),
        width: pool(3, { stride: 2 }),
      };
      const geometry = network([pooling(along, { keep })], [5, 8, 1]);
      const built = buildNetwork(geometry, { seed: 0 });
      const pooled = tf.model({
        inputs: built.model.inputs,
        outputs: built.model.getLayer('pooling_1').output as tf.SymbolicTensor,
      });
      tf.tidy(() => {
        const x = waves([1, 5, 8, 1]) as tf.Tensor4D;
        const values = x.arraySync()[0].map((row) => row.map(([value]) => value));
        const output = (pooled.predict(x) as tf.Tensor4D).arraySync()[0];
        // Rows start at −1, 1, 3 (`same` puts one position before); columns at 0, 2, 4.
        [-1, 1, 3].forEach((top, i) =>
          [0, 2, 4].forEach((left, j) => {
            const seen = values
              .slice(Math.max(top, 0), top + 3)
              .flatMap((r) => r.slice(left, left + 3));
            const expected =
              keep === 'max' ? Math.max(...seen) : seen.reduce((a, b) => a + b) / seen.length;
            expect(output[i][j][0]).toBeCloseTo(expected, 5);
          }),
        );
      });
    }
  });

  it('draws initial weights from the seed and the names alone', () => {
    const geometry = network(block(4, strategies['slide-both']));
    const weights = (seed: number): number[][] =>
      buildNetwork(geometry, { seed })
        .model.getWeights()
        .map((weight) => [...weight.dataSync()]);
    expect(weights(0)).toEqual(weights(0));
    expect(weights(0)).not.toEqual(weights(1));
    // He: ±√(6 / fanIn), fan in 3 · 2 · 2 = 12; biases start at zero.
    const [kernel, bias] = weights(0);
    const limit = Math.sqrt(6 / 12);
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(0.8 * limit);
    expect(bias).toEqual([0, 0, 0, 0]);
  });

  it('builds over a single axis', () => {
    const time = defineAxes({ time: both });
    const geometry = deriveNetwork(inputOf(time, [20, 3]), [
      convolution(4, { move: { time: slide(5) } }),
      flatten(),
      dense(2, { activation: 'softmax' }),
    ]);
    const { model } = buildNetwork(geometry, { seed: 0 });
    expect(model.countParams()).toBe(geometry.totals.parameters);
    expect((model.predict(waves([2, 20, 3])) as tf.Tensor).shape).toEqual([2, 2]);
  });

  it('refuses a network that does not end in a softmax', () => {
    const open = deriveNetwork(inputOf(pixels, [4, 4, 1]), [flatten(), dense(3)]);
    expect(() => buildNetwork(open, { seed: 0 })).toThrow(/softmax.*but "dense_1" came/);
  });
});
