import { batchMatMul, fusedMatMul } from './batch-mat-mul.ts';
import { conv2D, fusedConv2D } from './conv2d.ts';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.ts';
import { registerKernel } from './heap.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { sum } from './sum.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

let registered = false;

/**
 * Gives the wasm backend of TensorFlow.js what training needs: gradients it lacks (tensorflow/tfjs#8474),
 * and faster ones than it ships. Safe to call again.
 */
export function registerWasmTrainingKernels(): void {
  if (registered) return;
  registered = true;
  registerKernel('BatchMatMul', batchMatMul);
  registerKernel('_FusedMatMul', fusedMatMul);
  registerKernel('Conv2D', conv2D);
  registerKernel('FusedConv2D', fusedConv2D);
  registerKernel('Conv2DBackpropFilter', conv2DBackpropFilter);
  registerKernel('Conv2DBackpropInput', conv2DBackpropInput);
  registerKernel('DepthwiseConv2dNativeBackpropFilter', depthwiseBackpropFilter);
  registerKernel('DepthwiseConv2dNativeBackpropInput', depthwiseBackpropInput);
  registerKernel('MaxPoolGrad', maxPoolGrad);
  registerKernel('Sum', sum);
  registerKernel('UnsortedSegmentSum', unsortedSegmentSum);
}
