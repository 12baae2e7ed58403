import { cannotExpress } from '../errors.ts';
import type { GraphLayer } from '../model-graph.ts';

/** How Keras 3 expresses a standard layer of TensorFlow.js, whose layers bear the names of Keras. */
interface KerasLayer {
  /** The entries of its configuration that Keras needs, by their names in TensorFlow.js. */
  readonly settings: readonly string[];
  /** Where Keras has another name or value. */
  adapt?(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

const alike = (...settings: readonly string[]): KerasLayer => ({ settings });

const pooling = alike('poolSize', 'strides', 'padding', 'dataFormat');

/** TensorFlow.js has Keras 2's name for the slope. */
const slope = (name: string): KerasLayer => ({
  settings: [],
  adapt: ({ alpha }) => ({ [name]: alpha }),
});

const convolution = alike(
  ...['filters', 'kernelSize', 'strides', 'padding', 'dataFormat', 'dilationRate'],
  ...['activation', 'useBias'],
);

/** By class name. */
const kerasLayers: Readonly<Record<string, KerasLayer>> = {
  Activation: alike('activation'),
  ReLU: alike('maxValue'),
  LeakyReLU: slope('negativeSlope'),
  ELU: slope('alpha'),
  Softmax: alike('axis'),
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: alike(
    ...['kernelSize', 'strides', 'padding', 'depthMultiplier', 'dataFormat', 'dilationRate'],
    ...['activation', 'useBias'],
  ),
  Dense: alike('units', 'activation', 'useBias'),
  Embedding: alike('inputDim', 'outputDim'),
  BatchNormalization: alike('axis', 'momentum', 'epsilon', 'center', 'scale'),
  LayerNormalization: alike('axis', 'epsilon', 'center', 'scale'),
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  MaxPooling3D: pooling,
  AveragePooling3D: pooling,
  GlobalMaxPooling2D: alike('dataFormat'),
  GlobalAveragePooling2D: alike('dataFormat'),
  ZeroPadding2D: alike('padding', 'dataFormat'),
  Cropping2D: alike('cropping', 'dataFormat'),
  UpSampling2D: alike('size', 'dataFormat', 'interpolation'),
  Flatten: alike('dataFormat'),
  Reshape: alike('targetShape'),
  Permute: alike('dims'),
  Concatenate: alike('axis'),
  Add: alike(),
  Multiply: alike(),
  Maximum: alike(),
  Minimum: alike(),
  Average: alike(),
  Dot: alike('axes', 'normalize'),
  Dropout: alike('rate'),
  GaussianNoise: alike('stddev'),
  GaussianDropout: alike('rate'),
  AlphaDropout: alike('rate'),
};

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Names of values, such as `channelsLast`, are written the same way. */
const settingOf = (value: unknown): unknown =>
  typeof value === 'string' ? snakeCase(value) : value;

/**
 * The configuration of a layer in Keras 3.
 *
 * @throws InputError naming a layer that Keras has nothing for.
 */
export function kerasConfig(layer: GraphLayer): Record<string, unknown> {
  const { className, config, name } = layer;
  if (!Object.hasOwn(kerasLayers, className)) {
    throw cannotExpress('Keras', name, `there is nothing for TensorFlow.js's ${className}`);
  }
  const { settings, adapt } = kerasLayers[className];
  const given = {
    ...Object.fromEntries(settings.map((setting) => [setting, config[setting]])),
    ...adapt?.(config),
  };
  return {
    name,
    trainable: config['trainable'] ?? true,
    dtype: 'float32',
    ...Object.fromEntries(
      Object.entries(given)
        .filter(([, value]) => value !== undefined)
        .map(([setting, value]) => [snakeCase(setting), settingOf(value)]),
    ),
  };
}
