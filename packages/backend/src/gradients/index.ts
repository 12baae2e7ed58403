import { registerPaddedAveragePoolingGradient } from './avg-pool.ts';
import { registerDilatedConvolutionGradient } from './conv2d.ts';
import { registerFusedConvolutionGradient } from './fused.ts';
import { registerReluGradient } from './relu.ts';
import { registerStridedSliceGradient } from './strided-slice.ts';
import { registerUnfoldGradients } from './unfold.ts';

let registered = false;

/**
 * Registers the gradients that TensorFlow.js refuses, lacks or computes wrongly, for every engine.
 * Safe to call repeatedly.
 */
export function registerMissingGradients(): void {
  if (registered) return;
  registered = true;
  registerDilatedConvolutionGradient('Conv2D');
  registerDilatedConvolutionGradient('DepthwiseConv2dNative');
  registerFusedConvolutionGradient();
  registerPaddedAveragePoolingGradient();
  registerReluGradient();
  registerStridedSliceGradient();
  registerUnfoldGradients();
}
