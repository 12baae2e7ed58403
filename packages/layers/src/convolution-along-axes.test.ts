import { type BackendName, nativeInstalled, useBackend } from '@axiswise/backend';
import { type AxisWindow, windowAlong, windowTaps } from '@axiswise/geometry';
import { waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { ConvolutionAlongAxes } from './convolution-along-axes.ts';
import { LocallyConnected } from './locally-connected.ts';

const small = (max: number) => fc.integer({ min: 1, max });

/** Windows along one axis: any size, stride or dilation, padding, around the end or not. */
const window: fc.Arbitrary<AxisWindow> = fc
  .record({
    length: small(6),
    kernelSize: small(4),
    stride: small(3),
    dilation: small(2),
    padding: fc.oneof(
      fc.constantFrom('valid' as const, 'same' as const),
      fc.record({ before: fc.nat(2), after: fc.nat(2) }),
    ),
    cyclic: fc.boolean(),
    spans: fc.boolean(),
  })
  .map(({ length, spans, cyclic, padding, ...rest }) => {
    try {
      return spans
        ? windowAlong(length, { kernelSize: length, stride: 1 }, 'here')
        : windowAlong(length, { ...rest, cyclic, padding: cyclic ? undefined : padding }, 'here');
    } catch {
      return undefined;
    }
  })
  .filter((made) => made !== undefined);

interface LayerOfFilters {
  readonly windows: readonly AxisWindow[];
  readonly channels: number;
  readonly filters: number;
  readonly batch: number;
  readonly activation: 'linear' | 'relu' | 'tanh';
}

/** Layers of filters over one to four axes. */
const layersOfFilters: fc.Arbitrary<LayerOfFilters> = fc.record({
  windows: fc.array(window, { minLength: 1, maxLength: 4 }),
  channels: fc.constantFrom(1, 2, 5),
  filters: small(5),
  batch: small(3),
  activation: fc.constantFrom('linear' as const, 'relu' as const, 'tanh' as const),
});

/** Expects a layer's values and gradients to be those of a sum that is written out, in double precision. */
async function expectDirectSum(
  engine: BackendName,
  { windows, channels, filters, batch }: LayerOfFilters,
  layer: tf.layers.Layer,
  shares: boolean,
): Promise<void> {
  await useBackend(engine);
  const taps = windowTaps(windows);
  const positions = windows.reduce((n, { outputLength }) => n * outputLength, 1);
  const inputs = windows.reduce((n, { inputLength }) => n * inputLength, 1);
  const volume = windows.reduce((n, { kernelSize }) => n * kernelSize, channels);
  const shape = [batch, ...windows.map(({ inputLength }) => inputLength), channels];

  const x = waves(shape, 0.9);
  layer.build([null, ...shape.slice(1)]);
  const [kernelShape, biasShape] = layer.getWeights().map((weight) => weight.shape);
  const kernel = waves(kernelShape, 0.7);
  const bias = waves(biasShape, 1.3);
  layer.setWeights([kernel, bias]);
  const [kernelVariable] = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const dy = waves([batch, ...windows.map(({ outputLength }) => outputLength), filters], 1.1);
  const [y, dx, dKernel] = tf.tidy(() => {
    const loss = (input: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(layer.apply(input, { training: true }) as tf.Tensor, dy));
    const output = layer.apply(x) as tf.Tensor;
    expect(output.shape).toEqual(dy.shape);
    const { grads } = tf.variableGrads(() => loss(x), [kernelVariable]);
    return [output, tf.grad(loss)(x), grads[kernelVariable.name]].map((tensor) =>
      tensor.dataSync<'float32'>(),
    );
  });
  const [xs, ks, bs, dys] = [x, kernel, bias, dy].map((tensor) => tensor.dataSync<'float32'>());

  const expected = {
    y: new Float64Array(dys.length),
    dx: new Float64Array(xs.length),
    kernel: new Float64Array(ks.length),
  };
  for (let b = 0; b < batch; b++) {
    for (let position = 0; position < positions; position++) {
      const bank = shares ? 0 : position * volume;
      for (let filter = 0; filter < filters; filter++) {
        const out = (b * positions + position) * filters + filter;
        const each = (visit: (input: number, weight: number) => void): void => {
          for (const { cell, position: place } of taps(position)) {
            for (let channel = 0; channel < channels; channel++) {
              visit(
                (b * inputs + place) * channels + channel,
                (bank + cell * channels + channel) * filters + filter,
              );
            }
          }
        };
        let sum = bs[shares ? filter : position * filters + filter];
        each((input, weight) => (sum += xs[input] * ks[weight]));
        const activation = layer.getConfig()['activation'] as string;
        expected.y[out] =
          activation === 'tanh' ? Math.tanh(sum) : activation === 'relu' ? Math.max(0, sum) : sum;
        const slope =
          activation === 'tanh'
            ? 1 - expected.y[out] ** 2
            : activation === 'relu'
              ? Number(sum > 0)
              : 1;
        each((input, weight) => {
          expected.dx[input] += dys[out] * slope * ks[weight];
          expected.kernel[weight] += dys[out] * slope * xs[input];
        });
      }
    }
  }
  for (const weight of layer.weights) weight.dispose();
  tf.dispose([x, kernel, bias, dy]);
  expectNear(y, expected.y);
  expectNear(dx, expected.dx);
  expectNear(dKernel, expected.kernel);
}

function expectNear(actual: Float32Array, expected: Float64Array): void {
  expect(actual).toHaveLength(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const largest = actual.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - expected[i]) / scale),
    0,
  );
  expect(largest).toBeLessThan(1e-4);
}

const runs = { numRuns: 80, seed: 14, endOnFailure: true };

describe.each(['wasm', 'cpu', 'tensorflow'] as const)('on %s', (engine) => {
  const onEngine = it.skipIf(engine === 'tensorflow' && !nativeInstalled());

  onEngine('a convolution over one to four axes is the sum over its windows', async () => {
    await fc.assert(
      fc.asyncProperty(layersOfFilters, async (given) => {
        const { windows, filters, activation } = given;
        const args = { filters, windows, useBias: true, activation };
        await expectDirectSum(engine, given, new ConvolutionAlongAxes(args), true);
      }),
      runs,
    );
  });

  onEngine('a locally connected layer is the same with weights of its own everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(layersOfFilters, async (given) => {
        const { windows, filters, activation } = given;
        const args = { filters, windows, useBias: true, activation };
        await expectDirectSum(engine, given, new LocallyConnected(args), false);
      }),
      { ...runs, numRuns: 40 },
    );
  });
});
