import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate } from './adam-update.ts';
import { avgPoolGrad } from './avg-pool-grad.ts';
import { batchMatMul, fusedMatMul } from './batch-mat-mul.ts';
import { broadcasting, slowBroadcasters, tile } from './broadcast.ts';
import { cast } from './cast.ts';
import { concat } from './concat.ts';
import { conv2D, depthwiseConv2D, fusedConv2D, fusedDepthwiseConv2D } from './conv2d.ts';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { conv3D, conv3DBackpropFilter, conv3DBackpropInput } from './conv3d.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.ts';
import { gather } from './gather.ts';
import { registerKernel } from './heap.ts';
import { identity } from './identity.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { reluGrad } from './relu-grad.ts';
import { slice } from './slice.ts';
import { split } from './split.ts';
import { sum } from './sum.ts';
import { fold, unfold } from './unfold.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/**
 * Goes into the record of a run: raised whenever our kernels begin to round differently.
 *
 * 1 (not recorded): the first release. 2: Winograd's convolutions.
 */
export const kernelRevision = '2';

export type { WasmBackend } from './heap.ts';
export { simdKernels, useRelaxedSimd } from './simd/simd.ts';

let registered = false;

/**
 * Adds to the wasm backend of TensorFlow.js the kernels that training needs: missing gradients
 * (tensorflow/tfjs#8474), faster ones, and corrections of wrong ones. Safe to call repeatedly.
 *
 * It runs in Node, in worker threads and in browsers.
 *
 * @throws Error before `@tensorflow/tfjs-backend-wasm` is imported, which would replace our
 *   kernels.
 */
export function registerWasmTrainingKernels(): void {
  if (registered) return;
  if (!tf.findBackendFactory('wasm')) {
    throw new Error(
      'there is no wasm backend to register kernels for; import @tensorflow/tfjs-backend-wasm first',
    );
  }
  registered = true;
  registerKernel('AdamUpdate', adamUpdate);
  registerKernel('AvgPoolGrad', avgPoolGrad);
  registerKernel('BatchMatMul', batchMatMul);
  registerKernel('_FusedMatMul', fusedMatMul);
  registerKernel('Cast', cast);
  registerKernel('Concat', concat);
  registerKernel('Conv2D', conv2D);
  registerKernel('FusedConv2D', fusedConv2D);
  registerKernel('Conv2DBackpropFilter', conv2DBackpropFilter);
  registerKernel('Conv2DBackpropInput', conv2DBackpropInput);
  registerKernel('Conv3D', conv3D);
  registerKernel('Conv3DBackpropFilterV2', conv3DBackpropFilter);
  registerKernel('Conv3DBackpropInputV2', conv3DBackpropInput);
  registerKernel('DepthwiseConv2dNative', depthwiseConv2D);
  registerKernel('FusedDepthwiseConv2D', fusedDepthwiseConv2D);
  registerKernel('DepthwiseConv2dNativeBackpropFilter', depthwiseBackpropFilter);
  registerKernel('DepthwiseConv2dNativeBackpropInput', depthwiseBackpropInput);
  registerKernel('GatherV2', gather);
  registerKernel('Fold', fold);
  registerKernel('Identity', identity);
  registerKernel('MaxPoolGrad', maxPoolGrad);
  registerKernel('ReluGrad', reluGrad);
  registerKernel('Slice', slice);
  registerKernel('SplitV', split);
  registerKernel('Sum', sum);
  registerKernel('Tile', tile);
  registerKernel('Unfold', unfold);
  registerKernel('UnsortedSegmentSum', unsortedSegmentSum);
  for (const name of slowBroadcasters) registerKernel(name, broadcasting(name));
}
