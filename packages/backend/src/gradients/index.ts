import { registerDilatedConvolutionGradient } from './conv2d.ts';
import { registerStridedSliceGradient } from './strided-slice.ts';

let registered = false;

/** Gives every engine the gradients that TensorFlow.js refuses or lacks. Safe to call again. */
export function registerMissingGradients(): void {
  if (registered) return;
  registered = true;
  registerDilatedConvolutionGradient();
  registerStridedSliceGradient();
}
