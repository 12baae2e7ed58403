import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../convolution-info.ts';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';
import { convolve } from './simd/convolve.ts';
import { simdKernels } from './simd/simd.ts';

/** With fewer positions, packing the filter costs more than it saves. */
const fewPositions = 16;

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
}

type FusedInputs = Inputs & {
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
};

type FusedAttributes = ConvolutionAttributes & {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
};

/** The convolution by vector loops; the shipped kernel (XNNPACK's) computes the other cases. */
export const conv2D: Kernel<Inputs, ConvolutionAttributes> = ({ inputs, attrs, backend }) =>
  convolveIfWorthwhile(backend, inputs, attrs, { relu: false }) ??
  runPadded('Conv2D', inputs, attrs, backend, false);

/** A convolution with bias and activation. Linear and ReLU are fused. */
export const fusedConv2D: Kernel<FusedInputs, FusedAttributes> = ({ inputs, attrs, backend }) => {
  const { bias } = inputs;
  const outChannels = inputs.filter.shape[3];
  const inOnePass =
    ['linear', 'relu'].includes(attrs.activation) &&
    (!bias || (bias.shape.length === 1 && bias.shape[0] === outChannels));
  const relu = attrs.activation === 'relu';
  return (
    (inOnePass && convolveIfWorthwhile(backend, inputs, attrs, { bias, relu })) ||
    runPadded('FusedConv2D', inputs, attrs, backend, false)
  );
};

export const depthwiseConv2D: Kernel<Inputs, ConvolutionAttributes> = (args) =>
  runPadded('DepthwiseConv2dNative', args.inputs, args.attrs, args.backend, true);

export const fusedDepthwiseConv2D: Kernel<FusedInputs, FusedAttributes> = (args) =>
  runPadded('FusedDepthwiseConv2D', args.inputs, args.attrs, args.backend, true);

function convolveIfWorthwhile(
  backend: WasmBackend,
  { x, filter }: Inputs,
  attrs: ConvolutionAttributes,
  after: { readonly bias?: tf.TensorInfo; readonly relu: boolean },
): tf.TensorInfo | undefined {
  const simd = simdKernels(backend);
  const floats = x.dtype === 'float32' && filter.dtype === 'float32';
  if (!simd || !floats || attrs.dataFormat === 'NCHW') return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const positions = info.batchSize * info.outHeight * info.outWidth;
  return positions < fewPositions ? undefined : convolve(simd, backend, x, filter, info, after);
}

/**
 * Runs a shipped convolution with explicit padding in place of `same`: with `same` and strides
 * above 1 it may return only zeros.
 */
function runPadded(
  kernelName: string,
  inputs: Inputs,
  attrs: ConvolutionAttributes,
  backend: WasmBackend,
  depthwise: boolean,
): tf.TensorInfo {
  if (attrs.pad !== 'same' || attrs.dataFormat === 'NCHW') {
    return runShipped(kernelName, { ...inputs }, attrs, backend);
  }
  const { x, filter } = inputs;
  const { padInfo } = convolutionInfo(x.shape, filter.shape, attrs, depthwise);
  const pad = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
  return runShipped(kernelName, { ...inputs }, { ...attrs, pad }, backend);
}
