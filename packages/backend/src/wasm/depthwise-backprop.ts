import type * as tf from '@tensorflow/tfjs';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';
import type { Kernel } from './heap.ts';

/** Calls back for every pair of an input cell and the output cell that a filter cell connects. */
function forEachConnection(
  info: tf.backend_util.Conv2DInfo,
  visit: (inputCell: number, outputCell: number, filterCell: number) => void,
): void {
  const { inHeight, inWidth, outHeight, outWidth } = info;
  for (let y = 0; y < info.filterHeight; y++) {
    for (let z = 0; z < info.filterWidth; z++) {
      for (let b = 0; b < info.batchSize; b++) {
        for (let i = 0; i < outHeight; i++) {
          const row = i * info.strideHeight + y * info.dilationHeight - info.padInfo.top;
          if (row < 0 || row >= inHeight) continue;
          for (let j = 0; j < outWidth; j++) {
            const column = j * info.strideWidth + z * info.dilationWidth - info.padInfo.left;
            if (column < 0 || column >= inWidth) continue;
            visit(
              (b * inHeight + row) * inWidth + column,
              (b * outHeight + i) * outWidth + j,
              y * info.filterWidth + z,
            );
          }
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
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  forEachConnection(info, (inputCell, outputCell, filterCell) => {
    let o = outputCell * outChannels;
    let g = filterCell * outChannels;
    for (let c = 0; c < inChannels; c++) {
      const value = inputs[inputCell * inChannels + c];
      for (let m = 0; m < multiplier; m++) gradient[g++] += value * shares[o++];
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
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  forEachConnection(info, (inputCell, outputCell, filterCell) => {
    let o = outputCell * outChannels;
    let w = filterCell * outChannels;
    for (let c = 0; c < inChannels; c++) {
      let sum = 0;
      for (let m = 0; m < multiplier; m++) sum += weights[w++] * shares[o++];
      gradient[inputCell * inChannels + c] += sum;
    }
  });
  return out;
};
