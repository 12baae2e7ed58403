import { useBackend } from '@axiswise/backend';
import {
  banded,
  type Bias,
  convolution,
  type ConvolutionGeometry,
  defineAxes,
  dense,
  deriveNetwork,
  type FilterStrategy,
  flatten,
  globalPooling,
  inputOf,
  type LayerSpec,
  type NetworkGeometry,
  pool,
  pooling,
  slide,
  span,
  tiedDense,
  yes,
} from '@axiswise/geometry';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { beforeAll, describe, expect, it } from 'vitest';
import { relativeDifference } from './difference.ts';
import { type ConvolutionProof, proveConvolution } from './prove-convolution.ts';
import { proveEquivalence } from './prove-equivalence.ts';
import type { MaxPoolingProof } from './prove-max-pooling.ts';
import { averagedGradient, summedGradient, tiedForward } from './tied-layer.ts';

beforeAll(() => useBackend(testBackend()));

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const line = defineAxes({ time: anywhere });
const plane = defineAxes({ height: anywhere, width: anywhere });

const networkOver = (
  axes: Parameters<typeof inputOf>[0],
  shape: readonly number[],
  ...specs: readonly LayerSpec[]
): NetworkGeometry => deriveNetwork(inputOf(axes, shape), specs);

const convolutionOver = (
  axes: Parameters<typeof inputOf>[0],
  shape: readonly number[],
  strategy: FilterStrategy,
  { filters = 1, bias = 'none' as Bias } = {},
): ConvolutionGeometry =>
  networkOver(axes, shape, convolution(filters, strategy, { bias })).layers[0] as never;

const three = { move: { height: slide(3), width: slide(3) } };

describe("the lecture's filter for diagonals, as a dense layer", () => {
  // 1 −1 −1 / −1 1 −1 / −1 −1 1
  const diagonal = [1, -1, -1, -1, 1, -1, -1, -1, 1];
  const picture = [
    [1, 0, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 1, 0, 0],
    [1, 0, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 1, 0],
  ];
  const all = Array.from({ length: 16 }, (_, i) => i);
  const dense = tiedDense(convolutionOver(plane, [6, 6, 1], three));

  it('finds diagonals: 3 at the upper left and at the lower left', () => {
    const examples = { count: 1, values: Float32Array.from(picture.flat()) };
    expect([...tiedForward(dense, diagonal, examples, all)]).toEqual([
      ...[3, -1, -3, -1],
      ...[-3, 1, 0, -3],
      ...[-3, -3, 0, 1],
      ...[3, -2, -2, -1],
    ]);
  });

  it('sums the gradient of a weight over positions; the average is a sixteenth of it', () => {
    const examples = { count: 1, values: Float32Array.from(picture.flat()) };
    const one = new Float64Array(16).fill(1);
    const summed = summedGradient(dense, examples, all, one);
    // Each weight meets a 4×4 part of the picture; its gradient is the sum of the pixels there.
    const inkFrom = (row: number, column: number): number =>
      picture
        .slice(row, row + 4)
        .flatMap((line) => line.slice(column, column + 4))
        .reduce((sum, value) => sum + value, 0);
    const parts = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => inkFrom(row, column)));
    expect([...summed]).toEqual(parts);
    expect([...averagedGradient(summed, dense.uses())]).toEqual(parts.map((sum) => sum / 16));
  });
});

it('computes one neuron after the other, by hand: two filters along time, with biases', () => {
  const layer = convolutionOver(line, [3, 1], { move: { time: slide(2) } }, { filters: 2, bias: 'filters' }); // prettier-ignore
  const dense = tiedDense(layer);
  // Filter 1 is [1, 2] + 100, filter 2 is [10, 20] + 1000.
  const shared = [1, 10, 2, 20, 100, 1000];
  const examples = { count: 2, values: Float32Array.from([1, 2, 3, 4, 5, 6]) };
  expect([...tiedForward(dense, shared, examples, [0, 1])]).toEqual([
    ...[1 + 4 + 100, 10 + 40 + 1000],
    ...[2 + 6 + 100, 20 + 60 + 1000],
    ...[4 + 10 + 100, 40 + 100 + 1000],
    ...[5 + 12 + 100, 50 + 120 + 1000],
  ]);
  // Only the second neuron of filter 1 in the second example is wrong, by 7.
  const errors = [0, 0, 0, 0, 0, 0, 7, 0];
  expect([...summedGradient(dense, examples, [0, 1], errors)]).toEqual([35, 0, 42, 0, 7, 0]);
});

it('equals the dense layer with the matrix written out', () => {
  tf.tidy(() => {
    const layer = convolutionOver(plane, [5, 4, 2], three, { filters: 3, bias: 'filters' });
    const dense = tiedDense(layer);
    const shared = Float32Array.from({ length: dense.sharedParameters }, (_, i) => Math.sin(i));
    const matrix = tf.buffer([dense.inputs, dense.outputs]);
    const biases = tf.buffer([dense.outputs]);
    for (let position = 0; position < dense.positions; position++) {
      const { inputs, weights, bias } = dense.connectionsAt(position);
      for (let filter = 0; filter < 3; filter++) {
        const neuron = position * 3 + filter;
        inputs.forEach((from, i) => matrix.set(shared[weights[i] + filter], from, neuron));
        biases.set(shared[bias! + filter], neuron);
      }
    }
    const values = Float32Array.from({ length: dense.inputs }, (_, i) => Math.cos(i));
    const outputs = tf.add(
      tf.matMul(tf.tensor2d(values, [1, dense.inputs]), matrix.toTensor() as tf.Tensor2D),
      biases.toTensor(),
    );
    const all = Array.from({ length: dense.positions }, (_, i) => i);
    const found = tiedForward(dense, shared, { count: 1, values }, all);
    expect(relativeDifference(found, outputs.dataSync())).toBeLessThan(1e-5);
  });
});

const expectEqual = (proof: ConvolutionProof | MaxPoolingProof): void => {
  expect(proof.maxForwardDifference).toBeLessThan(1e-5);
  expect(proof.maxGradientDifference).toBeLessThan(1e-5);
  expect(proof.maxStepDifference).toBeLessThan(1e-5);
};

describe('a convolution and its dense layer', () => {
  const along = fc.oneof(
    fc.constant(span()),
    fc
      .record({
        kernelSize: fc.integer({ min: 1, max: 3 }),
        stride: fc.integer({ min: 1, max: 2 }),
        dilation: fc.integer({ min: 1, max: 2 }),
        padding: fc.oneof(
          fc.constantFrom('valid' as const, 'same' as const),
          fc.record({
            before: fc.integer({ min: 0, max: 2 }),
            after: fc.integer({ min: 0, max: 2 }),
          }),
        ),
      })
      .map(({ kernelSize, stride, dilation, padding }) =>
        slide(kernelSize, { stride, dilation: stride > 1 ? 1 : dilation, padding }),
      ),
  );
  const geometry = fc
    .record({
      height: along,
      width: along,
      sharing: fc.constantFrom('full', 'banded', 'none'),
      bias: fc.constantFrom('filters' as const, 'positions' as const, 'none' as const),
      shape: fc.tuple(
        fc.integer({ min: 5, max: 7 }),
        fc.integer({ min: 5, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
      ),
      filters: fc.integer({ min: 1, max: 3 }),
    })
    // Networks refuse what TensorFlow.js and locally connected layers do not support.
    .filter(({ sharing, bias, height, width }) => {
      const some = (key: 'dilation' | 'stride') =>
        [height, width].some((along) => along.move === 'slide' && along[key] > 1);
      if (some('dilation') && (some('stride') || sharing === 'none')) return false;
      return sharing !== 'none' || bias !== 'none';
    });

  it('have the same outputs, gradients and updated weights for every strategy', () => {
    fc.assert(
      fc.property(geometry, ({ height, width, sharing, bias, shape, filters }) => {
        const bands = height.move === 'slide' ? { height: 2 } : {};
        const weightSharing = sharing === 'banded' ? banded(bands) : (sharing as 'full' | 'none');
        const strategy = { move: { height, width }, weightSharing };
        const layer = convolutionOver(plane, shape, strategy, { filters, bias });
        expectEqual(proveConvolution(layer));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('averages to the sum over the number of positions without padding', () => {
    const { averaging, positions } = proveConvolution(
      convolutionOver(plane, [6, 6, 2], three, { filters: 2, bias: 'filters' }),
    );
    expect(positions).toBe(16);
    expect(averaging).toMatchObject({ leastUses: 16, mostUses: 16 });
    expect(averaging.stepRatio).toBeCloseTo(1 / 16, 12);
  });

  it('averages to another direction if some weights have fewer connections', () => {
    const padded = { move: { height: slide(3, { padding: 'same' }), width: span() } };
    const { averaging } = proveConvolution(convolutionOver(plane, [6, 4, 1], padded));
    expect(averaging).toMatchObject({ leastUses: 5, mostUses: 6 });
    expect(averaging.stepRatio).toBeGreaterThan(1 / 6);
    expect(averaging.stepRatio).toBeLessThan(1 / 5);
  });

  it('are compared at as many positions as the limit allows, drawn by the seed', () => {
    const layer = convolutionOver(plane, [6, 6, 1], three, { bias: 'filters' });
    const proof = proveConvolution(layer, { maxConnections: 50 });
    expect(proof).toMatchObject({ positions: 16, positionsChecked: 5, connections: 160 });
    expectEqual(proof);
    expect(proveConvolution(layer, { maxConnections: 1 }).positionsChecked).toBe(1);
  });

  it('differ after a change to one of them', () => {
    const layer = convolutionOver(plane, [6, 6, 1], three);
    const windows = layer.windows.map((window) => ({ ...window, padBefore: 1, padAfter: -1 }));
    const shifted = { ...layer, windows };
    const dense = tiedDense(layer);
    const values = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i * i));
    const weights = Array.from({ length: 9 }, (_, i) => i - 4);
    const at = [5, 6];
    expect(
      relativeDifference(
        tiedForward(dense, weights, { count: 1, values }, at),
        tiedForward(tiedDense(shifted), weights, { count: 1, values }, at),
      ),
    ).toBeGreaterThan(0.1);
  });

  it('leave no tensors', async () => {
    const network = networkOver(plane, [6, 6, 1], convolution(2, three), pooling({ height: pool(2) })); // prettier-ignore
    await proveEquivalence(network);
    const before = tf.memory().numTensors;
    await proveEquivalence(network);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('max pooling and its maxout layer', () => {
  it('count the pieces: four positions of each filter make one unit', async () => {
    const network = networkOver(
      plane,
      [6, 6, 1],
      convolution(1, three),
      pooling({ height: pool(2), width: pool(2) }),
    );
    const [, proof] = (await proveEquivalence(network)) as [unknown, MaxPoolingProof];
    expect(proof).toMatchObject({ layer: 'pooling_1', kind: 'max-pooling', pieces: 4 });
    expect(proof).toMatchObject({ outputs: 4, connections: 4 * 4 * 10, sharedParameters: 10 });
    // Dense: 4 units of 4 pieces, each with 36 weights and a bias.
    expect(proof.denseParameters).toBe(37 * 16);
    expectEqual(proof);
  });

  it.each([
    ['windows that overlap', { height: pool(3, { stride: 1 }), width: pool(2) }],
    ['windows over the edge', { height: pool(3, { stride: 2, padding: 'same' as const }) }],
  ])('are the same with %s, ties included', async (_, along) => {
    const network = networkOver(plane, [8, 7, 1], convolution(3, three), pooling(along));
    const [, proof] = (await proveEquivalence(network)) as [unknown, MaxPoolingProof];
    expect(proof.ties).toBeGreaterThan(0.01);
    expect(proof.maxForwardDifference).toBe(0);
    expectEqual(proof);
  });

  it('are equal over a whole axis, and on a sample of windows', async () => {
    const time = { move: { time: slide(3) } };
    const whole = networkOver(line, [9, 2], convolution(4, time), globalPooling(['time']));
    const [, proof] = (await proveEquivalence(whole)) as [unknown, MaxPoolingProof];
    expect(proof).toMatchObject({ pieces: 7, positions: 1 });
    expectEqual(proof);
    const pooled = networkOver(line, [20, 2], convolution(4, time), pooling({ time: pool(3) }));
    const [sample] = await proveEquivalence(pooled, { layer: 'pooling_1', maxConnections: 200 });
    expect(sample).toMatchObject({ positions: 6, positionsChecked: 2 });
    expectEqual(sample);
  });
});

describe('cases without a proof', () => {
  const network = networkOver(
    plane,
    [6, 6, 1],
    convolution(2, three),
    pooling({ height: pool(2) }, { keep: 'average' }),
    flatten(),
    dense(3, { activation: 'softmax' }),
  );

  it('is a network without convolutions', async () => {
    const linear = networkOver(plane, [6, 6, 1], flatten(), dense(3, { activation: 'softmax' }));
    await expect(proveEquivalence(linear)).rejects.toThrow(
      'this network has no convolution, whose dense layer could be shown (its layers: flatten_1, dense_1); choose another strategy',
    );
  });

  it('is a layer that does not exist', async () => {
    await expect(proveEquivalence(network, { layer: 'convolution_2' })).rejects.toThrow(
      'there is no layer "convolution_2"; there are: convolution_1',
    );
  });

  it('is a layer that is something else, such as pooling that keeps means', async () => {
    await expect(proveEquivalence(network, { layer: 'pooling_1' })).rejects.toThrow(
      '"pooling_1" is neither a convolution nor max pooling behind one; there are: convolution_1',
    );
  });
});

describe('over more axes, and around the end of a cyclic one', () => {
  const space = defineAxes({
    time: anywhere,
    height: anywhere,
    angle: { ...anywhere, cyclic: true },
  });
  const around = { time: slide(2), height: slide(3, { padding: 'same' }), angle: slide(3) };

  it.each<readonly [string, FilterStrategy]>([
    ['shared weights', { move: around }],
    ['bands', { move: around, weightSharing: banded({ angle: 2, time: 2 }) }],
    ['no shared weights', { move: around, weightSharing: 'none' }],
    [
      'a stride and a dilation',
      { move: { ...around, time: slide(2, { dilation: 2 }), angle: slide(3, { stride: 2 }) } },
    ],
  ])('a convolution with %s is a dense layer of tied weights', (_, strategy) => {
    const bias = strategy.weightSharing === 'none' ? 'positions' : 'filters';
    const layer = convolutionOver(space, [4, 4, 6, 2], strategy, { filters: 3, bias });
    const proof = proveConvolution(layer);
    expect(proof.maxForwardDifference).toBeLessThan(1e-5);
    expect(proof.maxGradientDifference).toBeLessThan(1e-5);
    expect(proof.maxStepDifference).toBeLessThan(1e-5);
  });

  it('every window of a cyclic axis is whole', () => {
    const layer = convolutionOver(space, [4, 4, 6, 1], {
      move: { time: span(), height: span(), angle: slide(3) },
    });
    // Six neurons with 4 × 4 × 3 connections each; of the first, the last angle comes first.
    const dense = tiedDense(layer);
    expect(dense.connections).toBe(6 * 48);
    expect([...dense.connectionsAt(0).inputs.slice(0, 3)]).toEqual([5, 0, 1]);
  });

  it('max pooling over three axes, around the end, is maxout', async () => {
    const pooled = pooling({ time: pool(2), height: pool(2), angle: pool(3, { stride: 2 }) });
    const network = networkOver(space, [5, 6, 6, 2], convolution(3, { move: around }), pooled);
    const proofs = await proveEquivalence(network);
    const found = proofs.find(({ kind }) => kind === 'max-pooling') as MaxPoolingProof;
    expect(found.pieces).toBe(12);
    expect(found.ties).toBeGreaterThan(0.01);
    expect(found.maxForwardDifference).toBe(0);
    expect(found.maxGradientDifference).toBeLessThan(1e-6);
  });
});
