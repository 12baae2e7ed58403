import * as tf from '@tensorflow/tfjs';
import { activationOf, convolveStepwise } from '@axiswise/layers';

/** What a layer gives: after its activation, and before it where that is a rectifier. */
export interface Signal {
  readonly output: tf.Tensor;
  /** `output` is max(0, `linear`). */
  readonly linear?: tf.Tensor;
}

interface Dense {
  readonly kernel: tf.LayerVariable;
  readonly bias?: tf.LayerVariable | null;
}

/**
 * Layers that commute with a rectifier, because they only put numbers elsewhere or keep the largest: on
 * `linear` they give what `output` is the rectified value of.
 */
const commuting = new Set([
  'Reshape',
  'Flatten',
  'Permute',
  'Concatenate',
  'Dropout',
  'Cropping2D',
  'UpSampling2D',
  'MaxPooling2D',
]);

/**
 * Computes a layer step by step, so that the numbers before a rectifier can be seen.
 */
export function applyStepwise(layer: tf.layers.Layer, inputs: readonly Signal[]): Signal {
  const outputs = inputs.map(({ output }) => output);
  switch (layer.getClassName()) {
    case 'Conv2D':
    case 'DepthwiseConv2D':
      return activated(layer, convolveStepwise(layer, outputs[0]));
    case 'Dense': {
      if (outputs[0].rank !== 2) return call(layer, outputs);
      const { kernel, bias } = layer as unknown as Dense;
      const product = tf.matMul(outputs[0] as tf.Tensor2D, kernel.read() as tf.Tensor2D);
      return activated(layer, bias ? tf.add(product, bias.read()) : product);
    }
    case 'Activation':
      return activated(layer, outputs[0]);
  }
  const { output } = call(layer, outputs);
  if (!commuting.has(layer.getClassName()) || !inputs.every(({ linear }) => linear)) {
    return { output };
  }
  return {
    output,
    linear: call(
      layer,
      inputs.map(({ linear }) => linear!),
    ).output,
  };
}

const call = (layer: tf.layers.Layer, inputs: readonly tf.Tensor[]): Signal => ({
  output: [layer.call([...inputs], { training: false })].flat()[0],
});

function activated(layer: tf.layers.Layer, linear: tf.Tensor): Signal {
  const activation = activationOf(layer);
  if (!activation || activation.getClassName() === 'linear') return { output: linear };
  const output = activation.apply(linear);
  return activation.getClassName() === 'relu' ? { output, linear } : { output };
}
