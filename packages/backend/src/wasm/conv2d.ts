import type * as tf from '@tensorflow/tfjs';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';
import { convolve } from './simd/convolve.ts';
import { type SimdKernels, simdKernels } from './simd/simd.ts';

/** Below so many positions packing the filter costs more than it brings. */
const fewPositions = 16;

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
}

/** The convolution, by vector loops; the shipped kernel, XNNPACK's, takes what they do not. */
export const conv2D: Kernel<Inputs, ConvolutionAttributes> = ({ inputs, attrs, backend }) => {
  const plan = planOf(backend, inputs, attrs);
  if (!plan) return runShipped('Conv2D', { ...inputs }, attrs, backend);
  return convolve(plan.simd, backend, inputs.x, inputs.filter, plan.info);
};

/** A convolution with bias and activation. Linear and ReLU run in one pass. */
export const fusedConv2D: Kernel<
  Inputs & { readonly bias?: tf.TensorInfo; readonly preluActivationWeights?: tf.TensorInfo },
  ConvolutionAttributes & { readonly activation: string; readonly leakyreluAlpha?: number }
> = ({ inputs, attrs, backend }) => {
  const { x, filter, bias } = inputs;
  const plan = planOf(backend, inputs, attrs);
  const simple =
    ['linear', 'relu'].includes(attrs.activation) &&
    (!bias || (bias.shape.length === 1 && bias.shape[0] === plan?.info.outChannels));
  if (!plan || !simple) return runShipped('FusedConv2D', { ...inputs }, attrs, backend);
  return convolve(plan.simd, backend, x, filter, plan.info, {
    bias,
    relu: attrs.activation === 'relu',
  });
};

function planOf(
  backend: WasmBackend,
  { x, filter }: Inputs,
  attrs: ConvolutionAttributes,
): { readonly simd: SimdKernels; readonly info: tf.backend_util.Conv2DInfo } | undefined {
  const simd = simdKernels(backend);
  const floats = x.dtype === 'float32' && filter.dtype === 'float32';
  if (!simd || !floats || attrs.dataFormat === 'NCHW') return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  return info.batchSize * info.outHeight * info.outWidth < fewPositions
    ? undefined
    : { simd, info };
}
