import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../convolution-info.ts';
import { type Kernel, runConvolution, type WasmBackend } from './heap.ts';
import { sumInputGradient } from './simd/input-gradient.ts';
import { simdKernels } from './simd/simd.ts';

/**
 * The gradient of a convolution by its input, `[batch, inHeight, inWidth, inChannels]`.
 *
 * Without vector loops it is computed by XNNPACK as the convolution of dy, spread out by the stride
 * and padded, with the filter rotated by 180° and its channels exchanged (Dumoulin and Visin 2016,
 * section 4).
 */
export const conv2DBackpropInput: Kernel<
  { dy: tf.TensorInfo; filter: tf.TensorInfo },
  ConvolutionAttributes & { readonly inputShape: [number, number, number, number] }
> = ({ inputs: { dy, filter }, attrs, backend }) => {
  const info = convolutionInfo(attrs.inputShape, filter.shape, attrs);
  const simd = simdKernels(backend);
  if (simd) return sumInputGradient(simd, backend, dy, filter, info);
  const rotated = rotateFilter(backend, filter);
  const height = axisPlan(
    info.inHeight,
    info.outHeight,
    info.strideHeight,
    info.effectiveFilterHeight,
    info.padInfo.top,
  );
  const width = axisPlan(
    info.inWidth,
    info.outWidth,
    info.strideWidth,
    info.effectiveFilterWidth,
    info.padInfo.left,
  );
  const asIs = [height, width].every(
    ({ stride, before, after }) => stride === 1 && before >= 0 && after >= 0,
  );
  const spread = asIs ? dy : spreadOut(backend, dy, height, width);
  const gradient = runConvolution(backend, spread, rotated, {
    dilations: [info.dilationHeight, info.dilationWidth],
    pad: asIs
      ? [
          [0, 0],
          [height.before, height.after],
          [width.before, width.after],
          [0, 0],
        ]
      : 'valid',
  });
  backend.disposeData(rotated.dataId);
  if (spread !== dy) backend.disposeData(spread.dataId);
  return gradient;
};

/** The layout of dy along one axis for the rotated filter. */
interface AxisPlan {
  readonly outLength: number;
  readonly stride: number;
  /** Zeros before and after the spread values; a negative number crops values. */
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

function axisPlan(
  inLength: number,
  outLength: number,
  stride: number,
  reach: number,
  padBefore: number,
): AxisPlan {
  const spread = (outLength - 1) * stride + 1;
  const before = reach - 1 - padBefore;
  const length = inLength + reach - 1;
  return { outLength, stride, before, after: length - before - spread, length };
}

function spreadOut(
  backend: WasmBackend,
  dy: tf.TensorInfo,
  height: AxisPlan,
  width: AxisPlan,
): tf.TensorInfo {
  const [batch, , , channels] = dy.shape;
  const out = backend.makeOutput([batch, height.length, width.length, channels], 'float32');
  const from = backend.typedArrayFromHeap(dy);
  const to = backend.typedArrayFromHeap(out);
  to.fill(0);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < height.outLength; i++) {
      const row = height.before + i * height.stride;
      if (row < 0 || row >= height.length) continue;
      for (let j = 0; j < width.outLength; j++) {
        const column = width.before + j * width.stride;
        if (column < 0 || column >= width.length) continue;
        const source = ((b * height.outLength + i) * width.outLength + j) * channels;
        const target = ((b * height.length + row) * width.length + column) * channels;
        for (let c = 0; c < channels; c++) to[target + c] = from[source + c];
      }
    }
  }
  return out;
}

/**
 * Rotates a filter: `[height, width, in, out]` → `[height, width, out, in]`, rows and columns in
 * reverse order.
 */
function rotateFilter(backend: WasmBackend, filter: tf.TensorInfo): tf.TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape;
  const out = backend.makeOutput([height, width, outChannels, inChannels], 'float32');
  const from = backend.typedArrayFromHeap(filter);
  const to = backend.typedArrayFromHeap(out);
  const cells = height * width;
  const size = inChannels * outChannels;
  for (let cell = 0; cell < cells; cell++) {
    const source = cell * size;
    const target = (cells - 1 - cell) * size;
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        to[target + o * inChannels + i] = from[source + i * outChannels + o];
      }
    }
  }
  return out;
}
