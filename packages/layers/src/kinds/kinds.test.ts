import { useBackend } from '@axiswise/backend';
import * as geometry from '@axiswise/geometry';
import {
  convolution,
  defineAxes,
  defineLayerKind,
  dense,
  deriveNetwork,
  embedding,
  flatten,
  inputOf,
  type LayerKind,
  type LayerSpec,
  maxout,
  slide,
  yes,
} from '@axiswise/geometry';
import { describeLayerKindContract, testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildNetwork } from '../build-network.ts';
import { type LayerTensors, tensorsOf } from '../layer-tensors.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const plane = defineAxes({ height: anywhere, width: anywhere });
const picture = inputOf(plane, [6, 5, 2]);
const move = { height: slide(3), width: slide(2) };

describe('every kind of layer', () => {
  const kinds = Object.entries(geometry)
    .filter(([name]) => name.endsWith('Kind') && !/^(is|define)/.test(name))
    .map(([, kind]) => kind as LayerKind)
    .map((kind) => [kind.name, kind] as const);

  it('is found', () => expect(kinds.length).toBeGreaterThanOrEqual(11));

  it.each(kinds)('%s can be built', (name, kind) => {
    const [layer] = deriveNetwork(picture, [flatten()]).layers;
    expect(tensorsOf({ ...layer, name, kind }).build).toBeInstanceOf(Function);
  });
});

describeLayerKindContract('convolution', { input: picture, specs: [convolution(4, { move })] });
describeLayerKindContract('convolution with a bias by position', {
  input: picture,
  specs: [convolution(4, { move }, { bias: 'positions' })],
});
describeLayerKindContract('a locally connected layer', {
  input: picture,
  specs: [convolution(4, { move, weightSharing: 'none' })],
});
describeLayerKindContract('dense', { input: picture, specs: [flatten(), dense(7)] });
describeLayerKindContract('maxout', {
  input: picture,
  specs: [convolution(4, { move }), maxout(2)],
});
describeLayerKindContract('embedding', {
  input: inputOf(plane, [6, 1], { names: ['height'], vocabularySize: 9 }),
  specs: [embedding(5, { along: 'width' })],
});

describe('a kind of layer that is not whole', () => {
  beforeAll(() => useBackend(testBackend()));

  const scaled = (tensors?: LayerTensors, parameters = 0): LayerSpec => ({
    kind: defineLayerKind({
      name: 'scaled',
      derive: (_spec, { input }) => ({ output: input, parameters }),
      describe: () => 'scaled',
      width: 'as-input',
      ...(tensors && { tensors }),
    }),
  });
  const build = (spec: LayerSpec) => () =>
    buildNetwork(deriveNetwork(picture, [spec, flatten(), dense(2, { activation: 'softmax' })]), {
      seed: 0,
    });

  it('is refused where it does not say how it is built', () => {
    expect(build(scaled())).toThrow(
      'scaled_1: the layer kind "scaled" does not say how it is built; give it tensors: { build(',
    );
  });

  it('is refused where it does not say where its weights are', () => {
    expect(build(scaled({ build: (_layer, [x]) => x }, 5))).toThrow(
      'scaled_1: the layer kind "scaled" has weights, but does not say where',
    );
  });

  it('is refused where it counts other weights than it builds', () => {
    const tensors: LayerTensors = {
      build: ({ name }, [x], { tf, through }) =>
        through(x, tf.layers.conv2d({ name, filters: 2, kernelSize: 1 })),
      weights: ({ name }) => [{ name, fan: { in: 2, out: 2 }, activation: 'linear' }],
    };
    expect(build(scaled(tensors, 5))).toThrow(
      'the network counts 127 parameters, but 128 were built; one of its layer kinds (scaled, dense)',
    );
  });
});
