import { useBackend } from '@axiswise/backend';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';

export interface LayerUnderTest {
  /** Makes a new layer; `inputShape` allows it to be the first layer. */
  readonly make: (inputShape: readonly number[]) => tf.layers.Layer;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  /** Without the batch, worked out by hand. */
  readonly outputShape: readonly number[];
  /** The number of trainable numbers, worked out by hand. */
  readonly parameters: number;
}

/**
 * The contract of every layer: it states its output's shape, has the expected weights, works for
 * any batch size, has gradients that agree with finite differences, survives saving and loading,
 * and leaves no tensors behind.
 */
export function describeLayerContract(
  name: string,
  { make, inputShape, outputShape, parameters }: LayerUnderTest,
): void {
  describe(`${name} keeps the layer contract`, () => {
    beforeAll(() => useBackend(testBackend()));

    const input = (batch: number): tf.Tensor => waves([batch, ...inputShape]);
    const build = (): tf.Sequential => tf.sequential({ layers: [make(inputShape)] });

    it('states its output shape, for any batch size', () => {
      const model = build();
      expect(model.outputShape).toEqual([null, ...outputShape]);
      for (const batch of [1, 3]) {
        const x = input(batch);
        const output = model.apply(x) as tf.Tensor;
        expect(output.shape).toEqual([batch, ...outputShape]);
        tf.dispose([x, output]);
      }
      model.dispose();
    });

    it(`has ${parameters} trainable numbers`, () => {
      const model = build();
      expect(model.countParams()).toBe(parameters);
      model.dispose();
    });

    it('treats the examples of a batch independently', () => {
      const model = build();
      tf.tidy(() => {
        const x = input(3);
        const together = model.apply(x) as tf.Tensor;
        const alone = tf.concat(tf.split(x, 3).map((one) => model.apply(one) as tf.Tensor));
        expectClose(together, alone, 1e-6);
      });
      model.dispose();
    });

    it('gives the gradients of finite differences', () => {
      const model = build();
      tf.tidy(() => {
        const x = input(2);
        const weighting = waves([2, ...outputShape], 1.7);
        const score = (value: tf.Tensor): tf.Scalar =>
          tf.sum(tf.mul(model.apply(value) as tf.Tensor, weighting)).asScalar();
        const gradient = tf.grad(score)(x).dataSync();
        const values = x.dataSync();
        const step = 1e-2;
        for (let i = 0; i < values.length; i += Math.ceil(values.length / 25)) {
          const moved = (by: number): number => {
            const copy = Float32Array.from(values);
            copy[i] += by;
            return score(tf.tensor(copy, x.shape)).dataSync()[0];
          };
          expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 2);
        }
      });
      model.dispose();
    });

    it('is the same after saving and loading', async () => {
      const model = build();
      let saved!: tf.io.ModelArtifacts;
      await model.save(
        tf.io.withSaveHandler((artifacts) => {
          saved = artifacts;
          return Promise.resolve({
            modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
          });
        }),
      );
      const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
      tf.tidy(() => {
        const x = input(2);
        expectClose(loaded.apply(x) as tf.Tensor, model.apply(x) as tf.Tensor, 0);
      });
      model.dispose();
      loaded.dispose();
    });

    it('leaves no tensors', () => {
      const model = build();
      const x = input(2);
      const once = (): void =>
        tf.tidy(() => {
          tf.grad((value: tf.Tensor) =>
            tf.sum(model.apply(value, { training: true }) as tf.Tensor),
          )(x);
        });
      once();
      const before = tf.memory().numTensors;
      for (let i = 0; i < 5; i++) once();
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose(x);
      model.dispose();
    });
  });
}

/** The engine under test: `AXISWISE_BACKEND`, by default wasm. */
export function testBackend(): 'wasm' | 'tensorflow' | 'cpu' {
  return (process.env['AXISWISE_BACKEND'] ?? 'wasm') as 'wasm';
}

/** Distinct numbers without a pattern that could hide an error. */
export function waves(shape: readonly number[], frequency = 1): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(frequency * (i * i * 0.37 + i + 1))),
    [...shape],
  );
}

export function expectClose(a: tf.Tensor, b: tf.Tensor, tolerance: number): void {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [a.dataSync(), b.dataSync()];
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i] - y[i]));
  expect(largest).toBeLessThanOrEqual(tolerance);
}
