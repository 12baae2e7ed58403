import * as tf from '@tensorflow/tfjs-core';
import type { Unfolding } from '../unfolding.ts';
import { conv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2DBackpropInput } from './conv2d-backprop-input.ts';
import { conv2D } from './conv2d.ts';
import { type Kernel, reshaped, runShipped, type WasmBackend } from './heap.ts';
import { fold, unfold } from './unfold.ts';

interface Attributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'valid' | 'same';
  readonly dataFormat?: 'NDHWC' | 'NCDHW';
  readonly dilations?: number | [number, number, number];
}

/**
 * A convolution over three axes, as saved models have it: the windows along the first axis are laid out as
 * channels, the rest is a convolution over two. The shipped kernel computes it number by number.
 */
export const conv3D: Kernel<{ x: tf.TensorInfo; filter: tf.TensorInfo }, Attributes> = ({
  inputs: { x, filter },
  attrs,
  backend,
}) => {
  const info = infoOf(x.shape, filter.shape, attrs);
  if (!info) return runShipped('Conv3D', { x, filter }, attrs, backend);
  const windows = unfold({ inputs: { x }, attrs: alongDepth(info), backend }) as tf.TensorInfo;
  const plane = filterOfPlane(backend, filter);
  const { batchSize, outDepth, outHeight, outWidth, outChannels } = info;
  const out = conv2D({
    inputs: { x: reshaped(windows, planeShape(info)), filter: plane },
    attrs: planeAttributes(info, attrs),
    backend,
  }) as tf.TensorInfo;
  for (const { dataId } of [windows, plane]) backend.disposeData(dataId);
  return reshaped(out, [batchSize, outDepth, outHeight, outWidth, outChannels]);
};

/** Its gradient by the input. */
export const conv3DBackpropInput: Kernel<
  { dy: tf.TensorInfo; filter: tf.TensorInfo },
  Attributes & { readonly inputShape: [number, number, number, number, number] }
> = ({ inputs: { dy, filter }, attrs, backend }) => {
  const info = infoOf(attrs.inputShape, filter.shape, attrs);
  if (!info) return runShipped('Conv3DBackpropInputV2', { dy, filter }, attrs, backend);
  const { batchSize, outDepth, outHeight, outWidth, outChannels } = info;
  const plane = filterOfPlane(backend, filter);
  const inputShape = planeShape(info);
  const windows = conv2DBackpropInput({
    inputs: {
      dy: reshaped(dy, [batchSize * outDepth, outHeight, outWidth, outChannels]),
      filter: plane,
    },
    attrs: { ...planeAttributes(info, attrs), inputShape },
    backend,
  }) as tf.TensorInfo;
  const [rows, ...rest] = inputShape;
  const shape = [rows / outDepth, outDepth, ...rest];
  const unfolding = alongDepth(info);
  const dx = fold({ inputs: { x: reshaped(windows, shape) }, attrs: unfolding, backend });
  for (const { dataId } of [windows, plane]) backend.disposeData(dataId);
  return dx;
};

/** Its gradient by the filter; that of the shipped kernel is wrong for strides above 1. */
export const conv3DBackpropFilter: Kernel<
  { x: tf.TensorInfo; dy: tf.TensorInfo },
  Attributes & { readonly filterShape: [number, number, number, number, number] }
> = ({ inputs: { x, dy }, attrs, backend }) => {
  const info = infoOf(x.shape, attrs.filterShape, attrs);
  if (!info) return runShipped('Conv3DBackpropFilterV2', { x, dy }, attrs, backend);
  const { batchSize, outDepth, outHeight, outWidth, outChannels } = info;
  const { filterDepth, filterHeight, filterWidth, inChannels } = info;
  const windows = unfold({ inputs: { x }, attrs: alongDepth(info), backend }) as tf.TensorInfo;
  const plane = conv2DBackpropFilter({
    inputs: {
      x: reshaped(windows, planeShape(info)),
      dy: reshaped(dy, [batchSize * outDepth, outHeight, outWidth, outChannels]),
    },
    attrs: {
      ...planeAttributes(info, attrs),
      filterShape: [filterHeight, filterWidth, filterDepth * inChannels, outChannels],
    },
    backend,
  }) as tf.TensorInfo;
  const parts = reshaped(plane, [filterHeight * filterWidth, filterDepth, inChannels, outChannels]);
  const turned = runShipped('Transpose', { x: parts }, { perm: [1, 0, 2, 3] }, backend);
  for (const { dataId } of [windows, plane]) backend.disposeData(dataId);
  return reshaped(turned, attrs.filterShape);
};

/** Undefined where our kernels do not compute it. */
function infoOf(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dilations = 1 }: Attributes,
): tf.backend_util.Conv3DInfo | undefined {
  const dilated = [dilations].flat().some((dilation) => dilation !== 1);
  if (dilated || dataFormat === 'NCDHW') return undefined;
  type Shape5D = [number, number, number, number, number];
  const info = tf.backend_util.computeConv3DInfo(
    xShape as Shape5D,
    filterShape as Shape5D,
    strides,
    1,
    pad,
  );
  return tf.util.sizeFromShape(info.outShape) > 0 ? info : undefined;
}

function alongDepth(info: tf.backend_util.Conv3DInfo): Unfolding {
  const kept = (length: number): Unfolding['axes'][number] => ({
    length,
    cells: 1,
    stride: 1,
    dilation: 1,
    before: 0,
    positions: length,
    wraps: false,
  });
  const depth = {
    ...kept(info.inDepth),
    cells: info.filterDepth,
    stride: info.strideDepth,
    // Where windows leave a rest, TensorFlow.js says a negative number.
    before: Math.max(0, info.padInfo.front),
    positions: info.outDepth,
  };
  return { axes: [depth, kept(info.inHeight), kept(info.inWidth)], order: [0, 1, 2] };
}

const planeShape = (info: tf.backend_util.Conv3DInfo): [number, number, number, number] => [
  info.batchSize * info.outDepth,
  info.inHeight,
  info.inWidth,
  info.filterDepth * info.inChannels,
];

const planeAttributes = (
  { strideHeight, strideWidth }: tf.backend_util.Conv3DInfo,
  { pad }: Attributes,
) =>
  ({
    strides: [strideHeight, strideWidth] as [number, number],
    pad,
    dataFormat: 'NHWC',
    dilations: 1,
  }) as const;

/** `[depth, height, width, in, out]` → `[height, width, depth × in, out]`. */
function filterOfPlane(backend: WasmBackend, filter: tf.TensorInfo): tf.TensorInfo {
  const [depth, height, width, inChannels, outChannels] = filter.shape;
  const merged = reshaped(filter, [depth, height * width, inChannels, outChannels]);
  const turned = runShipped('Transpose', { x: merged }, { perm: [1, 0, 2, 3] }, backend);
  return reshaped(turned, [height, width, depth * inChannels, outChannels]);
}
