import { cannotExpress } from '../errors.ts';
import type { GraphLayer, LayerWeights } from '../model-graph.ts';
import { addConvolution } from './convolution.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { type OnnxValue, toTheEnd } from './operators.ts';

/** How ONNX expresses a standard layer: its inputs in, its output out. */
type OnnxLayer = (layer: GraphLayer, inputs: readonly OnnxValue[], graph: OnnxGraph) => OnnxValue;

const refuse = (layer: GraphLayer, why: string): Error => cannotExpress('ONNX', layer.name, why);

const weightOf = (layer: GraphLayer, name: string): LayerWeights | undefined =>
  layer.weights.find((weight) => weight.name === name);

const pairOf = (value: unknown): [number, number] =>
  typeof value === 'number' ? [value, value] : (value as [number, number]);

/** Does nothing once a network is trained. */
const passes: OnnxLayer = (_, [x]) => x;

/** Each output from the inputs at the same place, which are of one shape or 1 along some axes. */
const elementwise =
  (type: string): OnnxLayer =>
  (layer, inputs, graph) => {
    if (inputs.some(({ shape }) => shape.length !== inputs[0].shape.length)) {
      throw refuse(layer, `its inputs have different numbers of axes`);
    }
    const first = inputs.some(({ channelsFirst }) => channelsFirst);
    const aligned = inputs.map((x) => (first ? graph.channelsFirst(x) : x));
    const { shape } = layer.output;
    return aligned
      .slice(1)
      .reduce(
        (sum, x, i) =>
          graph.add(type, [sum, x], nameOfStep(layer, i, aligned.length - 1), { shape }),
        aligned[0],
      );
  };

const nameOfStep = ({ name }: GraphLayer, i: number, steps: number): string =>
  i === steps - 1 ? name : `${name}_${i + 1}`;

type Activate = (x: OnnxValue, name: string, graph: OnnxGraph) => OnnxValue;

const operator =
  (type: string, attributes: Readonly<Record<string, number>> = {}): Activate =>
  (x, name, graph) =>
    graph.add(type, [x], name, {
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([key, float]) => [key, { float }]),
      ),
    });

const softmax: Activate = (x, name, graph) =>
  graph.add('Softmax', [graph.channelsLast(x)], name, { attributes: { axis: { int: -1 } } });

/** By the names of TensorFlow.js. */
const activations: Readonly<Record<string, Activate>> = {
  linear: (x) => x,
  relu: operator('Relu'),
  elu: operator('Elu', { alpha: 1 }),
  selu: operator('Selu'),
  sigmoid: operator('Sigmoid'),
  hardSigmoid: operator('HardSigmoid', { alpha: 0.2, beta: 0.5 }),
  tanh: operator('Tanh'),
  softplus: operator('Softplus'),
  softsign: operator('Softsign'),
  softmax,
  // x · Φ(x), where Φ is the normal distribution; opset 17 has no operator for it.
  gelu(x, name, graph) {
    const number = (value: number, what: string): OnnxValue =>
      graph.weights(`${name}_${what}`, { shape: [], values: Float32Array.of(value) });
    const step = (type: string, a: OnnxValue, b: OnnxValue, what: string): OnnxValue =>
      graph.add(type, [a, b], what);
    const scaled = step('Mul', x, number(Math.SQRT1_2, 'root'), `${name}_scaled`);
    const error = graph.add('Erf', [scaled], `${name}_erf`);
    const twice = step('Add', error, number(1, 'one'), `${name}_twice_normal`);
    return step('Mul', step('Mul', x, twice, `${name}_twice`), number(0.5, 'half'), name);
  },
  swish: (x, name, graph) =>
    graph.add('Mul', [x, graph.add('Sigmoid', [x], `${name}_sigmoid`)], name),
};

/** The activation that a layer ends with. */
function activate(layer: GraphLayer, x: OnnxValue, graph: OnnxGraph): OnnxValue {
  const given = layer.config['activation'] ?? 'linear';
  const name = String(given).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (!Object.hasOwn(activations, name)) {
    throw refuse(layer, `there is nothing for its activation "${String(given)}"`);
  }
  return activations[name](x, layer.name, graph);
}

/** The name of a step before the activation, which bears the layer's own where there is none. */
const beforeActivation = ({ name, config }: GraphLayer): string =>
  (config['activation'] ?? 'linear') === 'linear' ? name : `${name}_linear`;

/** Of a setting along the axes of a window: one number for all of them, or one for each. */
const ofAxes = (value: unknown, axes: number): readonly number[] =>
  typeof value === 'number' ? Array<number>(axes).fill(value) : (value as readonly number[]);

/** Zeros before and behind along each axis, as `same` and `valid` mean them: all before, then all behind. */
function paddingOf(
  layer: GraphLayer,
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[] = kernel.map(() => 1),
): number[] {
  const { padding = 'valid' } = layer.config;
  if (padding === 'valid') return [...kernel, ...kernel].map(() => 0);
  if (padding !== 'same')
    throw refuse(layer, `there is nothing for its padding "${String(padding)}"`);
  const sums = kernel.map((length, i) => {
    const seen = (length - 1) * dilations[i] + 1;
    const inputLength = layer.inputs[0].shape[i];
    return Math.max((Math.ceil(inputLength / strides[i]) - 1) * strides[i] + seen - inputLength, 0);
  });
  const before = sums.map((sum) => Math.floor(sum / 2));
  return [...before, ...sums.map((sum, i) => sum - before[i])];
}

function requireChannelsLast(layer: GraphLayer): void {
  const { dataFormat } = layer.config;
  if (dataFormat === undefined || dataFormat === null || dataFormat === 'channelsLast') return;
  throw refuse(layer, `its channels are not the last axis`);
}

/** A convolution and its activation, with zeros around as the layer says. */
function convolve(
  layer: GraphLayer,
  x: OnnxValue,
  graph: OnnxGraph,
  given: { readonly kernel: LayerWeights; readonly depthwise?: boolean },
): OnnxValue {
  requireChannelsLast(layer);
  const lengths = given.kernel.shape.slice(0, -2);
  const strides = ofAxes(layer.config['strides'], lengths.length);
  const dilations = ofAxes(layer.config['dilationRate'] ?? 1, lengths.length);
  const pads = paddingOf(layer, lengths, strides, dilations);
  const bias = weightOf(layer, 'bias');
  const as = { ...given, ...(bias && { bias }), strides, dilations, pads };
  const named = { name: layer.name, output: beforeActivation(layer) };
  return activate(layer, addConvolution(graph, x, named, as), graph);
}

const convolution: OnnxLayer = (layer, [x], graph) =>
  convolve(layer, x, graph, { kernel: weightOf(layer, 'kernel')! });

const pool =
  (type: 'MaxPool' | 'AveragePool'): OnnxLayer =>
  (layer, [x], graph) => {
    requireChannelsLast(layer);
    const axes = x.shape.length - 1;
    const size = ofAxes(layer.config['poolSize'], axes);
    const strides = ofAxes(layer.config['strides'] ?? size, axes);
    return graph.add(type, [graph.channelsFirst(x)], layer.name, {
      shape: layer.output.shape,
      attributes: {
        kernel_shape: { ints: size },
        strides: { ints: strides },
        pads: { ints: paddingOf(layer, size, strides) },
        // Padding counts for nothing in a mean.
        ...(type === 'AveragePool' && { count_include_pad: { int: 0 } }),
      },
    });
  };

const poolAll =
  (type: 'GlobalMaxPool' | 'GlobalAveragePool'): OnnxLayer =>
  (layer, [x], graph) => {
    requireChannelsLast(layer);
    const pooled = graph.add(type, [graph.channelsFirst(x)], `${layer.name}_pooled`);
    return reshape(pooled, layer.output.shape, layer.name, graph);
  };

/** The channels, last in our order, must be where they belong before numbers are laid out anew. */
function reshape(
  x: OnnxValue,
  shape: readonly number[],
  name: string,
  graph: OnnxGraph,
): OnnxValue {
  // 0: as many examples as come in.
  const target = graph.integers(`${name}_shape`, [0, ...shape]);
  return graph.add('Reshape', [x, target], name, { shape, channelsFirst: false });
}

const reshapeTo: OnnxLayer = (layer, [x], graph) =>
  reshape(graph.channelsLast(x), layer.output.shape, layer.name, graph);

/** By class name. */
const standardLayers: Readonly<Record<string, OnnxLayer>> = {
  Activation: (layer, [x], graph) => activate(layer, x, graph),
  ReLU(layer, [x], graph) {
    const { maxValue } = layer.config;
    if (maxValue !== undefined && maxValue !== null)
      throw refuse(layer, 'its maxValue is not known');
    return graph.add('Relu', [x], layer.name);
  },
  LeakyReLU: (layer, [x], graph) =>
    operator('LeakyRelu', { alpha: Number(layer.config['alpha']) })(x, layer.name, graph),
  ELU: (layer, [x], graph) =>
    operator('Elu', { alpha: Number(layer.config['alpha']) })(x, layer.name, graph),
  Softmax(layer, [x], graph) {
    const { axis } = layer.config;
    if (axis !== -1 && axis !== x.shape.length)
      throw refuse(layer, `its softmax is not over the last axis`);
    return softmax(x, layer.name, graph);
  },

  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: (layer, [x], graph) =>
    convolve(layer, x, graph, {
      kernel: weightOf(layer, 'depthwise_kernel')!,
      depthwise: true,
    }),
  Dense(layer, [given], graph) {
    const x = graph.channelsLast(given);
    const kernel = graph.weights(`${layer.name}_kernel`, weightOf(layer, 'kernel')!);
    const bias = weightOf(layer, 'bias');
    const { shape } = layer.output;
    const name = beforeActivation(layer);
    const product = graph.add('MatMul', [x, kernel], bias ? `${name}_product` : name, { shape });
    const sum = bias
      ? graph.add('Add', [product, graph.weights(`${layer.name}_bias`, bias)], name)
      : product;
    return activate(layer, sum, graph);
  },
  Embedding(layer, [x], graph) {
    if (layer.config['maskZero']) throw refuse(layer, 'it masks zeros');
    const table = graph.weights(`${layer.name}_table`, layer.weights[0]);
    // A type of ONNX: 64-bit integers.
    const attributes = { to: { int: 7 } };
    const tokens = graph.add('Cast', [graph.channelsLast(x)], `${layer.name}_tokens`, {
      attributes,
    });
    return graph.add('Gather', [table, tokens], layer.name, {
      shape: layer.output.shape,
      channelsFirst: false,
      attributes: { axis: { int: 0 } },
    });
  },
  BatchNormalization(layer, [x], graph) {
    const rank = layer.output.shape.length;
    const { axis = -1, epsilon } = layer.config;
    if (axis !== -1 && axis !== rank) throw refuse(layer, 'it does not normalize channels');
    const channels = layer.output.shape[rank - 1];
    const part = (name: string, otherwise: number): OnnxValue =>
      graph.weights(
        `${layer.name}_${name}`,
        weightOf(layer, name) ?? {
          shape: [channels],
          values: new Float32Array(channels).fill(otherwise),
        },
      );
    return graph.add(
      'BatchNormalization',
      [
        graph.channelsFirst(x),
        part('gamma', 1),
        part('beta', 0),
        part('moving_mean', 0),
        part('moving_variance', 1),
      ],
      layer.name,
      { attributes: { epsilon: { float: Number(epsilon) } } },
    );
  },
  LayerNormalization(layer, [given], graph) {
    const rank = layer.output.shape.length;
    const { axis, epsilon } = layer.config;
    if ([axis].flat().some((each) => each !== -1 && each !== rank)) {
      throw refuse(layer, 'it does not normalize channels');
    }
    const x = graph.channelsLast(given);
    const shape = x.shape.slice(-1);
    const part = (name: string, otherwise: number): OnnxValue =>
      graph.weights(
        `${layer.name}_${name}`,
        weightOf(layer, name) ?? { shape, values: new Float32Array(shape[0]).fill(otherwise) },
      );
    return graph.add('LayerNormalization', [x, part('gamma', 1), part('beta', 0)], layer.name, {
      attributes: { axis: { int: -1 }, epsilon: { float: Number(epsilon) } },
    });
  },

  MaxPooling2D: pool('MaxPool'),
  AveragePooling2D: pool('AveragePool'),
  MaxPooling3D: pool('MaxPool'),
  AveragePooling3D: pool('AveragePool'),
  GlobalMaxPooling2D: poolAll('GlobalMaxPool'),
  GlobalAveragePooling2D: poolAll('GlobalAveragePool'),
  ZeroPadding2D(layer, [x], graph) {
    requireChannelsLast(layer);
    const [[top, bottom], [left, right]] = layer.config['padding'] as [number, number][];
    const pads = graph.integers(`${layer.name}_pads`, [0, 0, top, left, 0, 0, bottom, right]);
    return graph.add('Pad', [graph.channelsFirst(x), pads], layer.name, {
      shape: layer.output.shape,
      attributes: { mode: { text: 'constant' } },
    });
  },
  Cropping2D(layer, [x], graph) {
    requireChannelsLast(layer);
    const cropping = layer.config['cropping'] as [number, number][];
    const part = (name: string, values: number[]): OnnxValue =>
      graph.integers(`${layer.name}_${name}`, values);
    const starts = part(
      'starts',
      cropping.map(([before]) => before),
    );
    const ends = part(
      'ends',
      cropping.map(([, behind]) => (behind === 0 ? toTheEnd : -behind)),
    );
    const axes = part('axes', [2, 3]);
    return graph.add('Slice', [graph.channelsFirst(x), starts, ends, axes], layer.name, {
      shape: layer.output.shape,
    });
  },
  UpSampling2D(layer, [x], graph) {
    requireChannelsLast(layer);
    const { size, interpolation = 'nearest' } = layer.config;
    if (interpolation !== 'nearest') throw refuse(layer, `it interpolates`);
    const scales = graph.weights(`${layer.name}_scales`, {
      shape: [4],
      values: Float32Array.of(1, 1, ...pairOf(size)),
    });
    const region: OnnxValue = { name: '', shape: [], channelsFirst: false };
    return graph.add('Resize', [graph.channelsFirst(x), region, scales], layer.name, {
      shape: layer.output.shape,
      attributes: {
        mode: { text: 'nearest' },
        coordinate_transformation_mode: { text: 'asymmetric' },
        nearest_mode: { text: 'floor' },
      },
    });
  },

  Flatten: reshapeTo,
  Reshape: reshapeTo,
  Permute: (layer, [x], graph) =>
    graph.add('Transpose', [graph.channelsLast(x)], layer.name, {
      shape: layer.output.shape,
      attributes: { perm: { ints: [0, ...(layer.config['dims'] as number[])] } },
    }),
  Concatenate(layer, inputs, graph) {
    const rank = layer.output.shape.length;
    const { axis: given } = layer.config;
    // Counted with the batch.
    const axis = Number(given) < 0 ? Number(given) + rank + 1 : Number(given);
    const first = inputs.every(({ channelsFirst }) => channelsFirst);
    return graph.add(
      'Concat',
      inputs.map((x) => (first ? x : graph.channelsLast(x))),
      layer.name,
      {
        shape: layer.output.shape,
        attributes: { axis: { int: !first ? axis : axis === rank ? 1 : axis + 1 } },
      },
    );
  },
  Add: elementwise('Add'),
  Multiply: elementwise('Mul'),
  Maximum: elementwise('Max'),
  Minimum: elementwise('Min'),
  Dot(layer, inputs, graph) {
    const { axes, normalize } = layer.config;
    const [a, b] = pairOf(axes);
    if (normalize || inputs.some(({ shape }) => shape.length !== 2)) {
      throw refuse(layer, `its product is not one of matrices`);
    }
    const swap = (x: OnnxValue): OnnxValue =>
      graph.add('Transpose', [x], `${x.name}_transposed`, {
        shape: [...x.shape].reverse(),
        attributes: { perm: { ints: [0, 2, 1] } },
      });
    const [left, right] = inputs.map((x) => graph.channelsLast(x));
    return graph.add(
      'MatMul',
      [a === 1 ? swap(left) : left, b === 2 ? swap(right) : right],
      layer.name,
      {
        shape: layer.output.shape,
      },
    );
  },

  Dropout: passes,
  SpatialDropout1D: passes,
  GaussianNoise: passes,
  GaussianDropout: passes,
  AlphaDropout: passes,
};

/**
 * Finds how ONNX expresses a standard layer.
 *
 * @throws InputError naming a layer that it has nothing for.
 */
export function onnxLayerOf(layer: GraphLayer): OnnxLayer {
  const { className } = layer;
  if (Object.hasOwn(standardLayers, className)) return standardLayers[className];
  throw refuse(
    layer,
    `there is nothing for TensorFlow.js's ${className}; let its layer kind say it: exports: { onnx(layer, inputs, graph) { … } }`,
  );
}
