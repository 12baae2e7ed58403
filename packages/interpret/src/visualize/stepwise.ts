import * as tf from '@tensorflow/tfjs';

/** What a layer gives: after its activation, and before it where that is a rectifier. */
export interface Signal {
  readonly output: tf.Tensor;
  /** `output` is max(0, `linear`). */
  readonly linear?: tf.Tensor;
}

interface WithKernel {
  readonly kernel: tf.LayerVariable;
  readonly bias?: tf.LayerVariable | null;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string } | null;
}
interface Convolution extends WithKernel {
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: [number, number] | number;
}
interface Depthwise extends Omit<Convolution, 'kernel'> {
  readonly depthwiseKernel: tf.LayerVariable;
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
 * Computes a layer step by step, so that the numbers before a rectifier can be seen, and so that no
 * gradient of weights is computed with that of the input: TensorFlow.js's own way is one fused
 * operation.
 */
export function applyStepwise(layer: tf.layers.Layer, inputs: readonly Signal[]): Signal {
  const outputs = inputs.map(({ output }) => output);
  switch (layer.getClassName()) {
    case 'Conv2D': {
      const { kernel, bias, activation, strides, padding, dilationRate } =
        layer as unknown as Convolution;
      const convolved = tf.conv2d(
        outputs[0] as tf.Tensor4D,
        kernel.read() as tf.Tensor4D,
        strides,
        padding,
        'NHWC',
        dilationRate,
      );
      return activated(bias ? tf.add(convolved, bias.read()) : convolved, activation);
    }
    case 'Dense': {
      const { kernel, bias, activation } = layer as unknown as WithKernel;
      if (outputs[0].rank !== 2) return call(layer, outputs);
      const product = tf.matMul(outputs[0] as tf.Tensor2D, kernel.read() as tf.Tensor2D);
      return activated(bias ? tf.add(product, bias.read()) : product, activation);
    }
    case 'DepthwiseConv2D': {
      const { depthwiseKernel, bias, activation, strides, padding, dilationRate } =
        layer as unknown as Depthwise;
      const convolved = tf.depthwiseConv2d(
        outputs[0] as tf.Tensor4D,
        depthwiseKernel.read() as tf.Tensor4D,
        strides,
        padding,
        'NHWC',
        dilationRate,
      );
      return activated(bias ? tf.add(convolved, bias.read()) : convolved, activation);
    }
    case 'Activation': {
      const { activation } = layer as unknown as WithKernel;
      return activated(outputs[0], activation);
    }
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

function activated(linear: tf.Tensor, activation: WithKernel['activation']): Signal {
  if (!activation || activation.getClassName() === 'linear') return { output: linear };
  const output = activation.apply(linear);
  return activation.getClassName() === 'relu' ? { output, linear } : { output };
}
