import * as tf from '@axiswise/tensorflow';
import { activationOf, convolveStepwise } from './stepwise-convolution.ts';

/** What is known of a standard layer of TensorFlow.js beyond that it can be called. */
export interface StandardLayer {
  /**
   * What the layer computes before its activation. Undefined where an input has a shape for which that
   * is not known.
   */
  linear?(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor | undefined;
  /** Only puts numbers elsewhere or keeps the largest, so that a rectifier may come before or after it. */
  readonly commutesWithRectifier?: true;
  /** Is a rectifier and nothing else. */
  readonly isRectifier?: true;
}

const convolution: StandardLayer = { linear: convolveStepwise };
const commuting: StandardLayer = { commutesWithRectifier: true };

/** By class name. */
const standardLayers: Readonly<Record<string, StandardLayer>> = {
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: convolution,
  Dense: { linear: multiply },
  Activation: { linear: (_layer, input) => input },
  ReLU: { isRectifier: true },
  Reshape: commuting,
  Flatten: commuting,
  Permute: commuting,
  Concatenate: commuting,
  Dropout: commuting,
  Cropping2D: commuting,
  UpSampling2D: commuting,
  MaxPooling2D: commuting,
};

/** Activations that are rectifiers, by class name. */
const rectifiers = ['relu', 'relu6'];

/** What a layer gives: after its activation, and before it where that is a rectifier. */
export interface Signal {
  readonly output: tf.Tensor;
  /** `output` is max(0, `linear`), which may be cut off above, as at 6. */
  readonly linear?: tf.Tensor;
}

/**
 * Computes any layer step by step, so that the numbers before a rectifier can be seen. A layer of which
 * nothing is known is called.
 */
export function applyStepwise(layer: tf.layers.Layer, inputs: readonly Signal[]): Signal {
  const outputs = inputs.map(({ output }) => output);
  const { linear, commutesWithRectifier, isRectifier } = standardLayers[layer.getClassName()] ?? {};
  const sum = linear?.(layer, outputs[0]);
  if (sum) return activated(layer, sum);
  const output = call(layer, outputs);
  if (isRectifier) return { output, linear: outputs[0] };
  const before = inputs.flatMap((input) => input.linear ?? []);
  return commutesWithRectifier && before.length === inputs.length
    ? { output, linear: call(layer, before) }
    : { output };
}

const call = (layer: tf.layers.Layer, inputs: readonly tf.Tensor[]): tf.Tensor =>
  [layer.call([...inputs], { training: false })].flat()[0];

function activated(layer: tf.layers.Layer, linear: tf.Tensor): Signal {
  const activation = activationOf(layer);
  if (!activation || activation.getClassName() === 'linear') return { output: linear };
  const output = activation.apply(linear);
  return rectifiers.includes(activation.getClassName()) ? { output, linear } : { output };
}

/** A dense layer on vectors. */
function multiply(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor | undefined {
  if (input.rank !== 2) return undefined;
  const { kernel, bias } = layer as unknown as {
    readonly kernel: tf.LayerVariable;
    readonly bias?: tf.LayerVariable | null;
  };
  const product = tf.matMul(input as tf.Tensor2D, kernel.read() as tf.Tensor2D);
  return bias ? tf.add(product, bias.read()) : product;
}
