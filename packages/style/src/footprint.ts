import type * as tf from '@axiswise/tensorflow';

/** How the positions of a feature map lie on the picture. */
export interface Footprint {
  /** Pixels from one position to the next. */
  readonly stride: number;
  /** The side of the square of pixels that a position sees (its receptive field). */
  readonly receptiveField: number;
}

/** The footprint of the picture itself: a position is a pixel. */
export const pixelFootprint: Footprint = { stride: 1, receptiveField: 1 };

/**
 * Layers whose output at a position depends on that position only, whatever the size of the
 * picture.
 */
const pointwise = new Set([
  'InputLayer',
  'Activation',
  'Add',
  'Average',
  'BatchNormalization',
  'Concatenate',
  'Dropout',
  'ELU',
  'GaussianDropout',
  'GaussianNoise',
  'LeakyReLU',
  'Maximum',
  'Minimum',
  'Multiply',
  'ReLU',
  'SeededDropout',
  'SpatialDropout1D',
  'ThresholdedReLU',
  'ZeroPadding2D',
]);

const sliding = new Set([
  'AveragePooling2D',
  'Conv2D',
  'DepthwiseConv2D',
  'MaxPooling2D',
  'SeparableConv2D',
]);

interface SlidingLayer {
  readonly kernelSize?: readonly number[];
  readonly poolSize?: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate?: number | readonly number[];
}

/**
 * Whether a layer computes the same at every position, so that pictures of any size are possible.
 */
export const slidesOverPictures = (layer: tf.layers.Layer): boolean =>
  pointwise.has(layer.getClassName()) || sliding.has(layer.getClassName());

/** Computes the footprint after a layer from those of its inputs. */
export function footprintAfter(layer: tf.layers.Layer, inputs: readonly Footprint[]): Footprint {
  const stride = Math.max(1, ...inputs.map((input) => input.stride));
  const receptiveField = Math.max(1, ...inputs.map((input) => input.receptiveField));
  if (!sliding.has(layer.getClassName())) return { stride, receptiveField };
  const { kernelSize, poolSize, strides, dilationRate } = layer as unknown as SlidingLayer;
  const kernel = Math.max(...(kernelSize ?? poolSize ?? [1]));
  const dilation = Math.max(1, ...[dilationRate ?? 1].flat());
  return {
    stride: stride * Math.max(...strides),
    receptiveField: receptiveField + (kernel - 1) * dilation * stride,
  };
}

/** Combines footprints: the common grid, and the largest receptive field. */
export function commonFootprint(footprints: readonly Footprint[]): Footprint {
  return {
    stride: footprints.reduce((common, { stride }) => leastCommonMultiple(common, stride), 1),
    receptiveField: Math.max(1, ...footprints.map(({ receptiveField }) => receptiveField)),
  };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
