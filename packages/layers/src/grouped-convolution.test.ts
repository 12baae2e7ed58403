import { type BackendChoice, useBackend } from '@axiswise/backend';
import {
  activation,
  type AxisWindow,
  convolution,
  defineAxes,
  depthwiseConvolution,
  dense,
  deriveNetwork,
  type FilterStrategy,
  flatten,
  globalPooling,
  type InputGeometry,
  inputOf,
  type LayerSpec,
  slide,
  span,
  windowAlong,
  yes,
} from '@axiswise/geometry';
import { describeLayerContract, expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildNetwork, toPortableModel } from './build-network.ts';
import { golden, type GoldenConvolution } from './golden-layers.fixture.ts';
import { GroupedConvolution } from './grouped-convolution.ts';

const near = (found: tf.Tensor, expected: readonly number[]): void =>
  expectClose(found, tf.tensor([...expected], found.shape), 5e-5);

const windowsOf = ([strideDown, strideAcross]: readonly [number, number]): AxisWindow[] => [
  windowAlong(3, { kernelSize: 3, stride: strideDown, padding: { before: 1, after: 1 } }, 'height'),
  windowAlong(
    2,
    { kernelSize: 2, stride: strideAcross, padding: { before: 0, after: 1 } },
    'width',
  ),
];

const backends: BackendChoice[] = testBackend() === 'wasm' ? ['wasm', 'cpu'] : [testBackend()];

describe.each(backends)('on %s, as in PyTorch', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(Object.entries(golden.convolutions))('a %s convolution', (_, expected) => {
    const { groups, filters, stride = [1, 1] }: GoldenConvolution = expected;
    const windows = windowsOf(stride);
    const layer = new GroupedConvolution({
      ...{ groups, filters, windows, useBias: true, activation: 'linear' },
    });
    tf.tidy(() => {
      const x = tf.tensor(golden.input, golden.shape);
      layer.apply(x);
      const [kernel, bias] = layer.weights.map((weight) => weight.read() as tf.Variable);
      kernel.assign(tf.tensor(expected.kernel, kernel.shape));
      bias.assign(tf.tensor1d(expected.bias));
      const y = layer.apply(x) as tf.Tensor;
      near(y, expected.output);
      const weighting = tf.tensor(expected.weighting, y.shape);
      const weighted = (value: tf.Tensor): tf.Scalar =>
        tf.sum(tf.mul(layer.apply(value) as tf.Tensor, weighting)).asScalar();
      near(tf.grad(weighted)(x), expected.inputGradient);
      const { grads } = tf.variableGrads(() => weighted(x), [kernel, bias]);
      near(grads[kernel.name], expected.kernelGradient);
      near(grads[bias.name], expected.biasGradient);
    });
    layer.dispose();
  });

  it.each(Object.entries(golden.activations))('%s', (name, expected) => {
    tf.tidy(() => {
      const layer = tf.layers.activation({ activation: name as 'gelu' });
      const x = tf.tensor1d(golden.values);
      const apply = (value: tf.Tensor): tf.Tensor => layer.apply(value) as tf.Tensor;
      expectClose(apply(x), tf.tensor1d(expected.output), 2e-6);
      const gradient = tf.grad((value: tf.Tensor) => tf.sum(apply(value)))(x);
      expectClose(gradient, tf.tensor1d(expected.gradient), 2e-6);
    });
  });
});

describeLayerContract('a convolution in groups', {
  make: (inputShape) =>
    new GroupedConvolution({
      ...{ inputShape, groups: 2, filters: 6, windows: windowsOf([1, 1]), useBias: true },
      activation: 'tanh',
    }),
  inputShape: [3, 2, 4],
  outputShape: [3, 2, 6],
  parameters: 3 * 2 * 2 * 6 + 6,
});

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const around = { ...anywhere, cyclic: true };
const time = inputOf(defineAxes({ time: anywhere }), [9, 4]);
const plane = inputOf(defineAxes({ height: anywhere, width: anywhere }), [7, 6, 4]);
const turn = inputOf(defineAxes({ height: anywhere, angle: around }), [7, 6, 4]);
const video = inputOf(
  defineAxes({ time: anywhere, height: anywhere, width: anywhere }),
  [5, 6, 5, 4],
);
const same = slide(3, { padding: 'same' });
const inTime = { move: { time: slide(3, { stride: 2 }) } };
const both = { move: { height: same, width: slide(2) } };
const dilated = { move: { height: slide(3, { dilation: 2 }), width: same } };
const uneven = { move: { height: slide(3, { stride: 2 }), width: slide(2) } };
const spanning = { move: { height: span(), width: same } };
const turning = { move: { height: slide(2), angle: slide(3) } };
const frames = { move: { time: slide(2), height: same, width: slide(3, { stride: 2 }) } };

describe('filters in groups, as part of a network', () => {
  beforeAll(() => useBackend(testBackend()));

  const cases: (readonly [string, InputGeometry, FilterStrategy])[] = [
    ['along one axis', time, inTime],
    ['along two', plane, both],
    ['dilated', plane, dilated],
    ['with unequal strides', plane, uneven],
    ['that span an axis', plane, spanning],
    ['around the end of an axis', turn, turning],
    ['along three axes', video, frames],
  ];

  it.each(
    cases.flatMap(([name, input, strategy]) => [
      [`${name}, grouped`, input, convolution(6, strategy, { groups: 2 })] as const,
      [
        `${name}, depthwise`,
        input,
        depthwiseConvolution(strategy, { activation: 'gelu' }),
      ] as const,
    ]),
  )('%s', (_name, input, layer: LayerSpec) => {
    const geometry = deriveNetwork(input, [
      layer,
      activation('swish'),
      globalPooling(input.names),
      flatten(),
      dense(3, { activation: 'softmax' }),
    ]);
    const built = buildNetwork(geometry, { seed: 1 });
    const portable = toPortableModel(built);
    const shape = [...input.names.map((name) => input.lengths[name]!), input.channels];
    tf.tidy(() => {
      const x = waves([3, ...shape]);
      expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-5);
    });
    expect(JSON.stringify(portable.toJSON(null, false))).not.toMatch(/Grouped/);
    built.model.dispose();
    portable.dispose();
  });
});
