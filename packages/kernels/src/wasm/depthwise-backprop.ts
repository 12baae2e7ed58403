import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../convolution-info.ts';
import type { Kernel } from './heap.ts';
import { bytesPerFloat } from './simd/examples.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** Positions in a row of the output that one cell of the filter connects with the input. */
interface Run {
  readonly positions: number;
  /** Indices of the first position: in the input and the output, in pixels, and in the filter. */
  readonly input: number;
  readonly output: number;
  readonly cell: number;
}

/** Calls back for every cell of the filter and row of the output. */
function forEachRun(info: tf.backend_util.Conv2DInfo, visit: (run: Run) => void): void {
  const { inHeight, inWidth, outHeight, outWidth, filterWidth, strideWidth } = info;
  for (let y = 0; y < info.filterHeight; y++) {
    for (let z = 0; z < filterWidth; z++) {
      const shift = z * info.dilationWidth - info.padInfo.left;
      // Output columns whose input column lies inside; the others use padding.
      const first = Math.max(0, Math.ceil(-shift / strideWidth));
      const last = Math.min(outWidth, Math.floor((inWidth - 1 - shift) / strideWidth) + 1);
      if (last <= first) continue;
      for (let b = 0; b < info.batchSize; b++) {
        for (let i = 0; i < outHeight; i++) {
          const row = i * info.strideHeight + y * info.dilationHeight - info.padInfo.top;
          if (row < 0 || row >= inHeight) continue;
          visit({
            positions: last - first,
            input: (b * inHeight + row) * inWidth + first * strideWidth + shift,
            output: (b * outHeight + i) * outWidth + first,
            cell: y * filterWidth + z,
          });
        }
      }
    }
  }
}

/** The gradient of a depthwise convolution by its filter, `[height, width, channels, multiplier]`. */
export const depthwiseBackpropFilter: Kernel<
  { x: tf.TensorInfo; dy: tf.TensorInfo },
  ConvolutionAttributes & { readonly filterShape: [number, number, number, number] }
> = ({ inputs: { x, dy }, attrs, backend }) => {
  const info = convolutionInfo(x.shape, attrs.filterShape, attrs, true);
  const out = backend.makeOutput(attrs.filterShape, 'float32');
  const [inputs, shares, gradient] = [x, dy, out].map((t) => backend.typedArrayFromHeap(t));
  gradient.fill(0);
  const { inChannels, outChannels, strideWidth } = info;
  const multiplier = outChannels / inChannels;
  const simd = simdKernels(backend);
  if (simd) {
    const [from, back, to] = [x, dy, out].map((tensor) => addressOf(backend, tensor));
    forEachRun(info, ({ positions, input, output, cell }) =>
      simd.addDepthwiseFilterGradient(
        from + input * inChannels * bytesPerFloat,
        back + output * outChannels * bytesPerFloat,
        to + cell * outChannels * bytesPerFloat,
        positions,
        strideWidth * inChannels,
        outChannels,
        inChannels,
        multiplier,
      ),
    );
    return out;
  }
  forEachRun(info, ({ positions, input, output, cell }) => {
    for (let j = 0; j < positions; j++) {
      let i = (input + j * strideWidth) * inChannels;
      let o = (output + j) * outChannels;
      let g = cell * outChannels;
      for (let c = 0; c < inChannels; c++) {
        const value = inputs[i++];
        for (let m = 0; m < multiplier; m++) gradient[g++] += value * shares[o++];
      }
    }
  });
  return out;
};

/** The gradient of a depthwise convolution by its input, `[batch, height, width, channels]`. */
export const depthwiseBackpropInput: Kernel<
  { dy: tf.TensorInfo; filter: tf.TensorInfo },
  ConvolutionAttributes & { readonly inputShape: [number, number, number, number] }
> = ({ inputs: { dy, filter }, attrs, backend }) => {
  const info = convolutionInfo(attrs.inputShape, filter.shape, attrs, true);
  const out = backend.makeOutput(attrs.inputShape, 'float32');
  const [weights, shares, gradient] = [filter, dy, out].map((t) => backend.typedArrayFromHeap(t));
  gradient.fill(0);
  const { inChannels, outChannels, strideWidth } = info;
  const multiplier = outChannels / inChannels;
  const simd = simdKernels(backend);
  if (simd) {
    const [back, by, to] = [dy, filter, out].map((tensor) => addressOf(backend, tensor));
    forEachRun(info, ({ positions, input, output, cell }) =>
      simd.addDepthwiseInputGradient(
        back + output * outChannels * bytesPerFloat,
        by + cell * outChannels * bytesPerFloat,
        to + input * inChannels * bytesPerFloat,
        positions,
        outChannels,
        strideWidth * inChannels,
        inChannels,
        multiplier,
      ),
    );
    return out;
  }
  forEachRun(info, ({ positions, input, output, cell }) => {
    for (let j = 0; j < positions; j++) {
      let i = (input + j * strideWidth) * inChannels;
      let o = (output + j) * outChannels;
      let w = cell * outChannels;
      for (let c = 0; c < inChannels; c++) {
        let sum = 0;
        for (let m = 0; m < multiplier; m++) sum += weights[w++] * shares[o++];
        gradient[i++] += sum;
      }
    }
  });
  return out;
};
