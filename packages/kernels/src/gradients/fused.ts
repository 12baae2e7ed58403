import * as tf from '@tensorflow/tfjs-core';
import { reluGradient } from './relu.ts';

interface FusedAttributes {
  readonly activation: 'linear' | 'relu';
}

/**
 * The gradient of a convolution fused with its bias and its ReLU, the kernel `FusedConv2D` with `x`,
 * `filter` and `bias`: that of the three operations, of which only what is asked for is computed.
 *
 * TensorFlow.js has one for its operation `tf.fused.conv2d` only, which does not fuse while it records for
 * gradients, and which computes the gradient of the pixels too, for which nobody asks.
 */
export function registerFusedConvolutionGradient(): void {
  tf.registerGradient({
    kernelName: 'FusedConv2D',
    inputsToSave: ['x', 'filter', 'bias'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter, bias, y] = saved;
      const { activation } = attrs as unknown as FusedAttributes;
      // Each of the functions below runs in a scope of its own, at whose end its tensors are disposed of.
      const inner = withoutActivation(dy as tf.Tensor, y, activation);
      const ofConvolution = tf.getGradient('Conv2D').gradFunc(inner as never, [x, filter], attrs);
      return {
        ...(ofConvolution as Record<'x' | 'filter', () => tf.Tensor>),
        bias: () => tf.reshape(tf.sum(inner, [0, 1, 2]), bias.shape),
      };
    },
  });
}

function withoutActivation(
  dy: tf.Tensor,
  y: tf.Tensor,
  activation: FusedAttributes['activation'],
): tf.Tensor {
  switch (activation) {
    case 'linear':
      return dy;
    case 'relu':
      return reluGradient(dy, y);
    default:
      throw new Error(`the gradient of a fused "${String(activation)}" is not known here`);
  }
}
