import { type BackendChoice, useBackend } from '@axiswise/backend';
import {
  batchNormalization,
  convolution,
  defineAxes,
  dense,
  deriveNetwork,
  flatten,
  groupNormalization,
  inputOf,
  layerNormalization,
  type LayerSpec,
  no,
  slide,
  yes,
} from '@axiswise/geometry';
import { describeLayerContract, expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { WholeBatchNormalization } from './batch-normalization.ts';
import { buildNetwork, toPortableModel } from './build-network.ts';
import { ExampleNormalization } from './example-normalization.ts';
import { golden, type GoldenNormalization } from './golden-layers.fixture.ts';

const { shape } = golden;
const input = (): tf.Tensor => tf.tensor(golden.input, shape);

const near = (found: tf.Tensor, expected: readonly number[]): void =>
  expectClose(found, tf.tensor([...expected], found.shape), 2e-5);

/** Outputs and gradients of a layer with the golden weights. */
function expectGolden(layer: tf.layers.Layer, expected: GoldenNormalization): void {
  tf.tidy(() => {
    const x = input();
    layer.apply(tf.zeros(shape));
    const [scale, offset] = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    scale.assign(tf.tensor1d(golden.scale));
    offset.assign(tf.tensor1d(golden.offset));
    const apply = (value: tf.Tensor): tf.Tensor =>
      layer.apply(value, { training: true }) as tf.Tensor;
    near(apply(x), expected.output);
    const weighted = (value: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(apply(value), tf.tensor(golden.weighting, shape))).asScalar();
    near(tf.grad(weighted)(x), expected.inputGradient);
    const { grads } = tf.variableGrads(() => weighted(x), [scale, offset]);
    near(grads[scale.name], expected.scaleGradient);
    near(grads[offset.name], expected.offsetGradient);
  });
}

describe.each<BackendChoice>(testBackend() === 'wasm' ? ['wasm', 'cpu'] : [testBackend()])(
  'normalisations on %s are those of PyTorch',
  (backend) => {
    beforeAll(() => useBackend(backend));

    it('over a batch, and by its moving means in use', () => {
      const expected = golden.normalizations['batch'];
      const layer = new WholeBatchNormalization({ momentum: 0.9, epsilon: 1e-5 });
      expectGolden(layer, expected);
      layer.keepStatistics();
      tf.tidy(() => {
        layer.apply(tf.sub(tf.mul(input(), 0.5), 2), { training: true });
        layer.keepStatistics();
        near(layer.statistics['moving_mean'], expected.movingMean!);
        near(layer.statistics['moving_variance'], expected.movingVariance!);
        near(layer.apply(input()) as tf.Tensor, expected.inUse!);
      });
      layer.dispose();
    });

    it.each([
      ['layer', undefined, 1e-5],
      ['groups', 3, 1e-3],
      ['oneGroup', 1, 1e-5],
    ] as const)('%s normalisation', (name, groups, epsilon) => {
      const layer = new ExampleNormalization({ epsilon, ...(groups && { groups }) });
      expectGolden(layer, golden.normalizations[name]);
      layer.dispose();
    });
  },
);

describeLayerContract('layer normalisation', {
  make: (inputShape) => new ExampleNormalization({ inputShape, epsilon: 0.01 }),
  inputShape: [3, 2, 4],
  outputShape: [3, 2, 4],
  parameters: 8,
});
describeLayerContract('group normalisation', {
  make: (inputShape) => new ExampleNormalization({ inputShape, groups: 2, epsilon: 0.01 }),
  inputShape: [3, 2, 4],
  outputShape: [3, 2, 4],
  parameters: 8,
});

describe('batch normalisation', () => {
  beforeAll(() => useBackend(testBackend()));

  it('adds up over the parts of a batch what the whole batch has', () => {
    const batch = waves([5, 3, 2, 4]);
    const weighting = waves([5, 3, 2, 4], 1.7);
    const of = (
      part: readonly [number, number],
      sum?: (numbers: Float32Array) => Float32Array,
    ): { output: tf.Tensor; gradients: tf.Tensor[]; layer: WholeBatchNormalization } => {
      const [from, to] = part;
      const layer = new WholeBatchNormalization({ momentum: 0.9, epsilon: 0.01 });
      const slice = (x: tf.Tensor): tf.Tensor => tf.slice(x, from, to - from);
      layer.apply(slice(batch));
      const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      if (sum) layer.part = { first: from, batchExamples: 5, sum };
      let output!: tf.Tensor;
      const x = tf.variable(slice(batch));
      const { grads } = tf.variableGrads(() => {
        output = tf.keep(layer.apply(x, { training: true }) as tf.Tensor);
        return tf.sum(tf.mul(output, slice(weighting))).asScalar();
      }, [x, ...variables]);
      return { output, gradients: [x, ...variables].map(({ name }) => grads[name]), layer };
    };
    const whole = of([0, 5]);
    // Each part runs again and again, until it has been told the sums of the others at every place.
    const parts = [
      [0, 2],
      [2, 5],
    ] as const;
    const told: Float32Array[][] = [[], []];
    let found: ReturnType<typeof of>[] = [];
    for (let round = 0; round < 4; round++) {
      found = parts.map((part, i) => {
        let call = 0;
        return of(part, (numbers) => {
          const place = call++;
          told[i][place] = numbers.slice();
          const other = told[1 - i][place];
          return other ? numbers.map((number, at) => number + other[at]) : numbers;
        });
      });
    }
    expect(told.map((calls) => calls.length)).toEqual([3, 3]);
    expectClose(tf.concat(found.map(({ output }) => output)), whole.output, 1e-5);
    const [ofInput, ...ofWeights] = whole.gradients;
    expectClose(tf.concat(found.map(({ gradients }) => gradients[0])), ofInput, 1e-5);
    ofWeights.forEach((gradient, i) => {
      const [a, b] = found.map(({ gradients }) => gradients[i + 1]);
      expectClose(tf.add(a, b), gradient, 1e-4);
    });
    for (const { layer } of [whole, ...found]) layer.keepStatistics();
    for (const [name, statistic] of Object.entries(whole.layer.statistics)) {
      for (const { layer } of found) expectClose(layer.statistics[name], statistic, 1e-6);
    }
  });

  it('normalises a single example by its moving means, and learns no statistics from it', () => {
    const layer = new WholeBatchNormalization({ momentum: 0.5, epsilon: 1e-5 });
    tf.tidy(() => {
      const x = waves([4, 3, 2, 2]);
      layer.apply(x, { training: true });
      layer.keepStatistics();
      const before = Object.values(layer.statistics).map((each) => tf.clone(each));
      const one = tf.slice(x, 0, 1);
      const used = layer.apply(one, { training: false }) as tf.Tensor;
      expectClose(layer.apply(one, { training: true }) as tf.Tensor, used, 0);
      layer.keepStatistics();
      Object.values(layer.statistics).forEach((each, i) => expectClose(each, before[i], 0));
    });
    layer.dispose();
  });

  it('leaves no tensors, whether statistics are kept or not', () => {
    const layer = new WholeBatchNormalization({ momentum: 0.5, epsilon: 1e-5 });
    const x = waves([4, 3, 2, 2]);
    const step = (keep: boolean): void => {
      tf.tidy(() => {
        const apply = (value: tf.Tensor) => layer.apply(value, { training: true }) as tf.Tensor;
        tf.grad((value: tf.Tensor) => tf.sum(apply(value)))(x);
      });
      if (keep) layer.keepStatistics();
    };
    step(true);
    const { numTensors } = tf.memory();
    for (const keep of [false, false, true, false, true]) step(keep);
    expect(tf.memory().numTensors).toBe(numTensors);
    layer.dispose();
    x.dispose();
  });
});

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const axes = defineAxes({ time: anywhere, height: anywhere, width: anywhere });
const sizes = { time: slide(2), height: slide(2), width: slide(2) };

describe('a normalisation in a network', () => {
  beforeAll(() => useBackend(testBackend()));

  const layers = [batchNormalization(), layerNormalization(), groupNormalization(2)];
  const inputs = [
    inputOf(axes, [5, 2], { names: ['time'] }),
    inputOf(axes, [5, 4, 2], { names: ['time', 'height'] }),
    inputOf(axes, [5, 4, 3, 2]),
  ];
  const cases = layers.flatMap((layer) =>
    inputs.map((each) => [layer.kind.name, each.names.length, layer, each] as const),
  );

  it.each(cases)(
    '%s over %d axes is the same in standard layers, with its statistics',
    (_name, rank, layer, each) => {
      const move = Object.fromEntries(Object.entries(sizes).slice(0, rank));
      const own = defineAxes(Object.fromEntries(each.names.map((name) => [name, anywhere])));
      const shapeOf = [...each.names.map((name) => each.lengths[name]!), each.channels];
      const behind: LayerSpec = { ...layer };
      const geometry = deriveNetwork(inputOf(own, shapeOf), [
        convolution(4, { move }, { bias: 'none', activation: 'linear' }),
        layer,
        flatten(),
        dense(6),
        behind,
        dense(3, { activation: 'softmax' }),
      ]);
      const built = buildNetwork(geometry, { seed: 1 });
      const random = (weight: tf.Tensor): tf.Tensor => tf.add(tf.abs(waves(weight.shape)), 0.5);
      tf.tidy(() => {
        for (const each of built.model.layers) {
          if (/normalization/.test(each.name)) each.setWeights(each.getWeights().map(random));
        }
      });
      const portable = toPortableModel(built);
      tf.tidy(() => {
        const x = waves([3, ...shapeOf]);
        expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-5);
      });
      expect(JSON.stringify(portable.toJSON(null, false))).not.toMatch(/Whole|Example/);
      built.model.dispose();
      portable.dispose();
    },
  );
});

describe('what a normalisation refuses', () => {
  const words = inputOf(
    defineAxes({
      time: anywhere,
      embedding: { patternsRecur: no('no order'), subsamplable: no('it loses meaning') },
    }),
    [6, 1],
    { names: ['time'], vocabularySize: 9 },
  );
  it('tokens', () => {
    expect(() => deriveNetwork(words, [layerNormalization()])).toThrow(
      'layer_normalization_1: a normalisation needs numbers, but its input is tokens',
    );
  });
  it('settings out of range', () => {
    expect(() => batchNormalization({ momentum: 1 })).toThrow(
      'momentum must be from 0 to below 1, got 1',
    );
    expect(() => layerNormalization({ epsilon: 0 })).toThrow('epsilon must be a number above 0');
    expect(() => groupNormalization(0)).toThrow('the groups of a normalisation');
  });
  it('groups that do not divide the channels', () => {
    const plane = inputOf(defineAxes({ time: anywhere }), [5, 3]);
    expect(() => deriveNetwork(plane, [groupNormalization(2)])).toThrow(
      'group_normalization_1: 3 maps do not divide into 2 groups; give the layer before it a multiple of 2',
    );
  });
});
