import { getGradient } from '@tensorflow/tfjs-core';
import { registerPaddedAveragePoolingGradient } from './avg-pool.ts';
import { registerDilatedConvolutionGradient } from './conv2d.ts';
import { registerFusedConvolutionGradient } from './fused.ts';
import { registerReluGradient } from './relu.ts';
import { registerStridedSliceGradient } from './strided-slice.ts';
import { registerUnfoldGradients } from './unfold.ts';

/**
 * Registers the gradients that TensorFlow.js refuses, lacks or computes wrongly, for every engine.
 * Safe to call repeatedly, and needed again once another copy of TensorFlow.js was loaded.
 *
 * @throws Error where TensorFlow.js has none yet: `@tensorflow/tfjs-core` alone registers no gradients.
 */
export function registerMissingGradients(): void {
  if (!hasGradients()) {
    throw new Error(
      'there are no gradients of TensorFlow.js to complete; import @tensorflow/tfjs or @tensorflow/tfjs-layers ' +
        'before @axiswise/kernels',
    );
  }
  registerDilatedConvolutionGradient('Conv2D');
  registerDilatedConvolutionGradient('DepthwiseConv2dNative');
  registerFusedConvolutionGradient();
  registerPaddedAveragePoolingGradient();
  registerReluGradient();
  registerStridedSliceGradient();
  registerUnfoldGradients();
}

function hasGradients(): boolean {
  try {
    return (getGradient('Conv2D') as unknown) !== undefined;
  } catch {
    return false;
  }
}
