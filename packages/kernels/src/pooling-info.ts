import * as tf from '@tensorflow/tfjs-core';
import type { PoolWindows } from './wasm/simd/simd.ts';

/** What TensorFlow.js hands to a kernel of pooling over two axes. */
export interface PoolingAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The windows of a pooling on an input `[batch, height, width, channels]`. */
export const poolingInfo = (
  inputShape: readonly number[],
  attrs: PoolingAttributes,
): tf.backend_util.Conv2DInfo =>
  tf.backend_util.computePool2DInfo(
    inputShape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );

/** The same in the order in which loops take it, on wasm and on native TensorFlow. */
export const poolWindows = (info: tf.backend_util.Conv2DInfo): PoolWindows => [
  info.batchSize,
  info.inHeight,
  info.inWidth,
  info.inChannels,
  info.outHeight,
  info.outWidth,
  info.filterHeight,
  info.filterWidth,
  info.strideHeight,
  info.strideWidth,
  info.padInfo.top,
  info.padInfo.left,
];
