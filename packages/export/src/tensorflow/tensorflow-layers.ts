import { cannotExpress } from '../errors.ts';
import type { GraphLayer, LayerWeights } from '../model-graph.ts';
import { dataType, type TensorFlowGraph, type TensorFlowValue } from './graph-def.ts';

/** How TensorFlow's operations express a standard layer. */
type TensorFlowLayer = (
  layer: GraphLayer,
  inputs: readonly TensorFlowValue[],
  graph: TensorFlowGraph,
) => TensorFlowValue;

const refuse = (layer: GraphLayer, why: string): Error =>
  cannotExpress('a SavedModel', layer.name, why);

const pairOf = (value: unknown): [number, number] =>
  typeof value === 'number' ? [value, value] : (value as [number, number]);

/**
 * Of a setting along the axes between the batch and the channels: one number for all of them, or one for each.
 *
 * @param x what the setting is for.
 */
const ofAllAxes = (value: unknown, { shape }: TensorFlowValue) => ({
  ints: [
    1,
    ...(typeof value === 'number'
      ? Array<number>(shape.length - 1).fill(value)
      : (value as readonly number[])),
    1,
  ],
});

const weightsOf = (layer: GraphLayer, name: string, graph: TensorFlowGraph): TensorFlowValue => {
  const { shape, values } = layer.weights.find((weight) => weight.name === name) as LayerWeights;
  return graph.floats(`${layer.name}/${name}`, values, shape);
};

const hasBias = ({ weights }: GraphLayer): boolean => weights.some(({ name }) => name === 'bias');

/** Names in TensorFlow.js, and the operations; `composed` has others. */
const activations: Readonly<Record<string, string>> = {
  relu: 'Relu',
  elu: 'Elu',
  selu: 'Selu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  softmax: 'Softmax',
};

/** Activations that take several operations. */
const composed: Readonly<
  Record<string, (x: TensorFlowValue, name: string, graph: TensorFlowGraph) => TensorFlowValue>
> = {
  // x · Φ(x), where Φ is the normal distribution.
  gelu(x, name, graph) {
    const number = (value: number, what: string): TensorFlowValue =>
      graph.floats(`${name}/${what}`, Float32Array.of(value), []);
    const step = (operation: string, a: TensorFlowValue, b: TensorFlowValue, what = name) =>
      graph.add(operation, [a, b], what);
    const scaled = step('Mul', x, number(Math.SQRT1_2, 'root'), `${name}/scaled`);
    const error = graph.add('Erf', [scaled], `${name}/Erf`);
    const twice = step('AddV2', error, number(1, 'one'), `${name}/twice_normal`);
    return step('Mul', step('Mul', x, twice, `${name}/twice`), number(0.5, 'half'));
  },
  swish: (x, name, graph) =>
    graph.add('Mul', [x, graph.add('Sigmoid', [x], `${name}/Sigmoid`)], name),
};

function activate(layer: GraphLayer, x: TensorFlowValue, graph: TensorFlowGraph): TensorFlowValue {
  const name = String(layer.config['activation'] ?? 'linear');
  if (name === 'linear') return x;
  if (Object.hasOwn(composed, name)) return composed[name](x, layer.name, graph);
  if (Object.hasOwn(activations, name)) return graph.add(activations[name], [x], layer.name);
  throw refuse(layer, `there is nothing for its activation "${name}"`);
}

/** Adds a bias, if there is one, and activates. */
function finish(layer: GraphLayer, x: TensorFlowValue, graph: TensorFlowGraph): TensorFlowValue {
  const sum = hasBias(layer)
    ? graph.add('BiasAdd', [x, weightsOf(layer, 'bias', graph)], `${layer.name}/BiasAdd`)
    : x;
  return activate(layer, sum, graph);
}

const paddingOf = ({ config }: GraphLayer) => ({
  text: String(config['padding'] ?? 'valid').toUpperCase(),
});

const convolve =
  (operation: string, kernel: string): TensorFlowLayer =>
  (layer, [x], graph) => {
    const convolved = graph.add(
      operation,
      [x, weightsOf(layer, kernel, graph)],
      `${layer.name}/${operation}`,
      {
        shape: layer.output.shape,
        attributes: {
          strides: ofAllAxes(layer.config['strides'], x),
          dilations: ofAllAxes(layer.config['dilationRate'] ?? 1, x),
          padding: paddingOf(layer),
        },
      },
    );
    return finish(layer, convolved, graph);
  };

const pool =
  (operation: string): TensorFlowLayer =>
  (layer, [x], graph) => {
    const size = layer.config['poolSize'];
    return graph.add(operation, [x], layer.name, {
      shape: layer.output.shape,
      attributes: {
        ksize: ofAllAxes(size, x),
        strides: ofAllAxes(layer.config['strides'] ?? size, x),
        padding: paddingOf(layer),
      },
    });
  };

const poolAll =
  (operation: string): TensorFlowLayer =>
  (layer, [x], graph) =>
    graph.add(operation, [x, graph.integers(`${layer.name}/axes`, [1, 2])], layer.name, {
      shape: layer.output.shape,
    });

function reshape(
  x: TensorFlowValue,
  shape: readonly number[],
  name: string,
  graph: TensorFlowGraph,
): TensorFlowValue {
  const target = graph.integers(`${name}/shape`, [-1, ...shape]);
  return graph.add('Reshape', [x, target], name, { shape });
}

const reshapeTo: TensorFlowLayer = (layer, [x], graph) =>
  reshape(x, layer.output.shape, layer.name, graph);

const transpose = (
  x: TensorFlowValue,
  order: readonly number[],
  name: string,
  graph: TensorFlowGraph,
): TensorFlowValue =>
  graph.add('Transpose', [x, graph.integers(`${name}/order`, order)], name, {
    shape: order.slice(1).map((axis) => x.shape[axis - 1]),
  });

const elementwise =
  (operation: string): TensorFlowLayer =>
  (layer, inputs, graph) => {
    if (inputs.some(({ shape }) => shape.length !== inputs[0].shape.length)) {
      throw refuse(layer, `its inputs have different numbers of axes`);
    }
    return inputs
      .slice(1)
      .reduce(
        (sum, x) => graph.add(operation, [sum, x], layer.name, { shape: layer.output.shape }),
        inputs[0],
      );
  };

const passes: TensorFlowLayer = (_, [x]) => x;

/** By class name. */
const tensorflowLayers: Readonly<Record<string, TensorFlowLayer>> = {
  Activation: (layer, [x], graph) => activate(layer, x, graph),
  Softmax(layer, [x], graph) {
    const { axis } = layer.config;
    if (axis !== -1 && axis !== x.shape.length)
      throw refuse(layer, 'its softmax is not over the last axis');
    return graph.add('Softmax', [x], layer.name);
  },
  LeakyReLU: (layer, [x], graph) =>
    graph.add('LeakyRelu', [x], layer.name, {
      attributes: { alpha: { float: Number(layer.config['alpha']) } },
    }),
  Conv2D: convolve('Conv2D', 'kernel'),
  Conv3D: convolve('Conv3D', 'kernel'),
  DepthwiseConv2D: convolve('DepthwiseConv2dNative', 'depthwise_kernel'),
  Dense(layer, [x], graph) {
    const { shape } = layer.output;
    const kernel = weightsOf(layer, 'kernel', graph);
    // A matrix product takes rows: every position is one.
    const inputs = x.shape[x.shape.length - 1];
    const rows = shape.length === 1 ? x : reshape(x, [inputs], `${layer.name}/rows`, graph);
    const units = shape.slice(-1);
    const product = graph.add('MatMul', [rows, kernel], `${layer.name}/MatMul`, { shape: units });
    const output = finish(layer, product, graph);
    return shape.length === 1 ? output : reshape(output, shape, `${layer.name}/positions`, graph);
  },
  Embedding(layer, [x], graph) {
    if (layer.config['maskZero']) throw refuse(layer, 'it masks zeros');
    const [{ shape, values }] = layer.weights;
    const table = graph.floats(`${layer.name}/table`, values, shape);
    return graph.gather(table, graph.cast(x, `${layer.name}/tokens`), layer.output);
  },
  BatchNormalization(layer, [x], graph) {
    const { axis = -1, epsilon } = layer.config;
    if (x.shape.length !== 3 || (axis !== -1 && axis !== 3)) {
      throw refuse(layer, 'it does not normalize the channels of two axes');
    }
    const [channels] = x.shape.slice(-1);
    const part = (name: string, otherwise: number): TensorFlowValue =>
      layer.weights.some((weight) => weight.name === name)
        ? weightsOf(layer, name, graph)
        : graph.floats(`${layer.name}/${name}`, new Float32Array(channels).fill(otherwise), [
            channels,
          ]);
    const parts = [part('gamma', 1), part('beta', 0)];
    const moments = [part('moving_mean', 0), part('moving_variance', 1)];
    return graph.add('FusedBatchNormV3', [x, ...parts, ...moments], layer.name, {
      attributes: {
        U: { type: dataType.float },
        epsilon: { float: Number(epsilon) },
        is_training: { bool: false },
      },
    });
  },
  LayerNormalization(layer, [x], graph) {
    const rank = x.shape.length;
    const { axis, epsilon } = layer.config;
    if ([axis].flat().some((each) => each !== -1 && each !== rank)) {
      throw refuse(layer, 'it does not normalize channels');
    }
    const { name, weights } = layer;
    const means = {
      shape: [...x.shape.slice(0, -1), 1],
      attributes: { keep_dims: { bool: true } },
    };
    const mean = (of: TensorFlowValue, what: string): TensorFlowValue =>
      graph.add(
        'Mean',
        [of, graph.integers(`${name}/${what}/axis`, [rank])],
        `${name}/${what}`,
        means,
      );
    const centered = graph.add('Sub', [x, mean(x, 'mean')], `${name}/centered`);
    const variance = mean(graph.add('Square', [centered], `${name}/squares`), 'variance');
    const added = graph.floats(`${name}/epsilon`, Float32Array.of(Number(epsilon)), []);
    const sum = graph.add('AddV2', [variance, added], `${name}/variance_and_epsilon`);
    const factor = graph.add('Rsqrt', [sum], `${name}/factor`);
    const has = (weight: string): boolean => weights.some((each) => each.name === weight);
    const normalized = graph.add('Mul', [centered, factor], `${name}/normalized`);
    const scaled = has('gamma')
      ? graph.add('Mul', [normalized, weightsOf(layer, 'gamma', graph)], `${name}/scaled`)
      : normalized;
    return has('beta')
      ? graph.add('AddV2', [scaled, weightsOf(layer, 'beta', graph)], name)
      : scaled;
  },
  MaxPooling2D: pool('MaxPool'),
  AveragePooling2D: pool('AvgPool'),
  MaxPooling3D: pool('MaxPool3D'),
  AveragePooling3D: pool('AvgPool3D'),
  GlobalMaxPooling2D: poolAll('Max'),
  GlobalAveragePooling2D: poolAll('Mean'),
  ZeroPadding2D(layer, [x], graph) {
    const [[top, bottom], [left, right]] = layer.config['padding'] as [number, number][];
    const around = [0, 0, top, bottom, left, right, 0, 0];
    const paddings = graph.integers(`${layer.name}/paddings`, around, [4, 2]);
    return graph.add('Pad', [x, paddings], layer.name, { shape: layer.output.shape });
  },
  Cropping2D(layer, [x], graph) {
    const [[top], [left]] = layer.config['cropping'] as [number, number][];
    const begin = graph.integers(`${layer.name}/begin`, [0, top, left, 0]);
    const size = graph.integers(`${layer.name}/size`, [-1, ...layer.output.shape]);
    return graph.add('Slice', [x, begin, size], layer.name, {
      shape: layer.output.shape,
      attributes: { Index: { type: dataType.int32 } },
    });
  },
  UpSampling2D(layer, [x], graph) {
    if ((layer.config['interpolation'] ?? 'nearest') !== 'nearest')
      throw refuse(layer, 'it interpolates');
    const size = graph.integers(`${layer.name}/size`, layer.output.shape.slice(0, 2));
    return graph.add('ResizeNearestNeighbor', [x, size], layer.name, { shape: layer.output.shape });
  },
  Flatten: reshapeTo,
  Reshape: reshapeTo,
  Permute: (layer, [x], graph) =>
    transpose(x, [0, ...(layer.config['dims'] as number[])], layer.name, graph),
  Concatenate(layer, inputs, graph) {
    const axis = graph.integers(`${layer.name}/axis`, Number(layer.config['axis']));
    return graph.add('ConcatV2', [...inputs, axis], layer.name, {
      shape: layer.output.shape,
      attributes: { N: { int: inputs.length } },
    });
  },
  Add: elementwise('AddV2'),
  Multiply: elementwise('Mul'),
  Maximum: elementwise('Maximum'),
  Minimum: elementwise('Minimum'),
  Dot(layer, inputs, graph) {
    const [a, b] = pairOf(layer.config['axes']);
    if (layer.config['normalize'] || inputs.some(({ shape }) => shape.length !== 2)) {
      throw refuse(layer, `its product is not one of matrices`);
    }
    return graph.add('BatchMatMulV2', inputs, layer.name, {
      shape: layer.output.shape,
      attributes: { adj_x: { bool: a === 1 }, adj_y: { bool: b === 2 } },
    });
  },
  Dropout: passes,
  SpatialDropout1D: passes,
  GaussianNoise: passes,
  GaussianDropout: passes,
  AlphaDropout: passes,
};

/**
 * Finds how TensorFlow expresses a standard layer.
 *
 * @throws InputError naming a layer that it has nothing for, or whose channels are not last.
 */
export function tensorflowLayerOf(layer: GraphLayer): TensorFlowLayer {
  const { className, config } = layer;
  const { dataFormat } = config;
  if (dataFormat !== undefined && dataFormat !== null && dataFormat !== 'channelsLast') {
    throw refuse(layer, `its channels are not the last axis`);
  }
  if (Object.hasOwn(tensorflowLayers, className)) return tensorflowLayers[className];
  throw refuse(layer, `there is nothing for TensorFlow.js's ${className}`);
}
