import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js hands to a kernel of a convolution over two axes. */
export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  /** Absent in the gradients of TensorFlow.js; ours of dilated convolutions pass it. */
  readonly dilations?: [number, number] | number;
}

/** All sizes of a convolution, for NHWC. */
export function convolutionInfo(
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: ConvolutionAttributes,
  depthwise = false,
): tf.backend_util.Conv2DInfo {
  if (attrs.dataFormat === 'NCHW') {
    throw new Error('the wasm backend computes convolutions in the NHWC format only');
  }
  return tf.backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  );
}
