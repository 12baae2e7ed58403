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
  identity,
  type LayerKind,
  type LayerSpec,
  maxout,
  slide,
  span,
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
describeLayerKindContract('identity', {
  input: picture,
  specs: [convolution(4, { move }), identity()],
});
describeLayerKindContract('embedding', {
  input: inputOf(plane, [6, 1], { names: ['height'], vocabularySize: 9 }),
  specs: [embedding(5, { along: 'width' })],
});

const around = { ...anywhere, cyclic: true };
const video = defineAxes({ time: anywhere, height: anywhere, width: anywhere });
const frames = inputOf(video, [5, 6, 7, 2]);
const field = defineAxes({ time: anywhere, depth: anywhere, height: anywhere, angle: around });
const fields = inputOf(field, [4, 4, 5, 6, 2]);
const threeWays = { time: slide(2), height: slide(3), width: slide(3) };
const fourWays = { time: slide(2), depth: slide(3), height: slide(2), angle: slide(3) };

describe.each<readonly [string, geometry.InputGeometry, readonly LayerSpec[]]>([
  ['filters that slide along three axes', frames, [convolution(4, { move: threeWays })]],
  [
    'filters that slide along three axes, padded',
    frames,
    [
      convolution(4, {
        move: {
          time: slide(2, { padding: 'same' }),
          height: slide(3, { padding: { before: 0, after: 2 } }),
          width: slide(3),
        },
      }),
    ],
  ],
  [
    'filters with a stride, a dilation and a span',
    frames,
    [
      convolution(4, {
        move: { time: slide(2, { dilation: 2 }), height: slide(3, { stride: 2 }), width: span() },
      }),
    ],
  ],
  [
    'filters with a stride along one axis and a dilation along another',
    picture,
    [
      convolution(4, {
        move: { height: slide(2, { dilation: 2 }), width: slide(3, { stride: 2 }) },
      }),
    ],
  ],
  [
    'filters that span the first axis',
    frames,
    [convolution(4, { move: { ...threeWays, time: span() } })],
  ],
  ['filters that slide along four axes, around one', fields, [convolution(4, { move: fourWays })]],
  [
    'filters over four axes of which one is spanned',
    fields,
    [convolution(4, { move: { ...fourWays, depth: span() } })],
  ],
  [
    'dilated filters over four axes',
    fields,
    [convolution(4, { move: { ...fourWays, height: slide(2, { dilation: 2 }) } })],
  ],
  [
    'bands along three axes',
    frames,
    [convolution(4, { move: threeWays, weightSharing: geometry.banded({ time: 2, width: 3 }) })],
  ],
  [
    'bands along a cyclic axis',
    fields,
    [convolution(2, { move: fourWays, weightSharing: geometry.banded({ angle: 3, time: 2 }) })],
  ],
  [
    'locally connected filters over three axes',
    frames,
    [convolution(3, { move: threeWays, weightSharing: 'none' })],
  ],
  [
    'locally connected filters over four axes, dilated, without a bias',
    fields,
    [
      convolution(
        2,
        { move: { ...fourWays, time: slide(2, { dilation: 2 }) }, weightSharing: 'none' },
        { bias: 'none' },
      ),
    ],
  ],
  [
    'a bias by position over three axes',
    frames,
    [convolution(4, { move: threeWays }, { bias: 'positions' })],
  ],
  [
    'pooling over three axes',
    frames,
    [
      convolution(4, { move: threeWays }),
      geometry.pooling({ time: geometry.pool(2), width: geometry.pool(2, { padding: 'same' }) }),
    ],
  ],
  [
    'average pooling over four axes, around one',
    fields,
    [
      convolution(4, { move: fourWays }),
      geometry.pooling(
        {
          time: geometry.pool(2),
          depth: geometry.pool(2),
          angle: geometry.pool(3, { stride: 2 }),
        },
        { keep: 'average' },
      ),
    ],
  ],
  [
    'anti-aliased pooling and stride',
    fields,
    geometry.block(4, {
      move: { ...fourWays, height: slide(2, { stride: 2, blur: 3 }) },
      pool: { angle: geometry.pool(2, { blur: 3 }), time: geometry.pool(2, { blur: 4 }) },
    }),
  ],
  [
    'global pooling over three axes',
    frames,
    [convolution(4, { move: threeWays }), geometry.globalPooling(['time', 'width'])],
  ],
  [
    'upsampling over three axes',
    frames,
    [convolution(4, { move: threeWays }), geometry.upsampling({ time: 8, width: 9 })],
  ],
  ['maxout over three axes', frames, [convolution(4, { move: threeWays }), maxout(2)]],
  [
    'an embedding of tokens on a plane, in the middle',
    inputOf(video, [6, 5, 1], { names: ['time', 'width'], vocabularySize: 9 }),
    [embedding(4, { along: 'height' }), convolution(3, { move: threeWays })],
  ],
])('over more axes: %s', (name, input, specs) => {
  describeLayerKindContract(name, { input, specs });
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
