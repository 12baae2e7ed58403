import type * as tf from '@tensorflow/tfjs-core';
import { reshaped, type WasmBackend } from '../heap.ts';
import { bytesPerFloat, exampleGroups, forEachGroup, zeros } from './examples.ts';
import { hasFewOutputs, inputGradientFromFew } from './few-outputs.ts';
import { addressOf, type SimdKernels } from './simd.ts';
import { convolveTiles } from './winograd/convolve-tiles.ts';
import { sumInputGradientOfTiles } from './winograd/tile-gradients.ts';
import { inputGradientTilingOf, tilingOf } from '../../winograd-tiling.ts';

/** Floats after the last one that a block of eight may touch. */
const margin = 8;

/**
 * The gradient of a convolution by its input: every position of the output adds its share for each
 * weight to the input of that weight. Zeros of padding, stride or dilation are not multiplied.
 */
export function sumInputGradient(
  simd: SimdKernels,
  backend: WasmBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { filterHeight, inHeight, inWidth, inChannels, outChannels } = info;
  if (hasFewOutputs(info)) return inputGradientFromFew(simd, backend, dy, filter, info);
  const byTiles = inputGradientByTiles(simd, backend, dy, filter, info);
  if (byTiles) return reshaped(byTiles, [info.batchSize, inHeight, inWidth, inChannels]);
  const groups = exampleGroups(info);
  const { size, paddedSize, paddedRow, inside, positions } = groups;
  const [, , , , runs, length] = groups.layout(1, outChannels);
  const dx = backend.makeOutput([info.batchSize, inHeight, inWidth, inChannels], 'float32');
  const packedRun = Math.ceil(length / 8) * 8 * outChannels;
  const panels = backend.makeOutput([filterHeight * runs * packedRun], 'float32');
  for (let run = 0; run < filterHeight * runs; run++) {
    simd.packTurned(
      addressOf(backend, filter) + run * length * outChannels * bytesPerFloat,
      length,
      outChannels,
      addressOf(backend, panels) + run * packedRun * bytesPerFloat,
    );
  }
  const sums = zeros(backend, groups.examplesAtOnce * paddedSize + margin);
  forEachGroup(groups, (from, examples) => {
    backend.typedArrayFromHeap(sums).fill(0);
    simd.addInputGradient(
      addressOf(backend, dy) + from * positions * outChannels * bytesPerFloat,
      addressOf(backend, panels),
      addressOf(backend, sums),
      ...groups.layout(examples, outChannels),
    );
    for (let i = 0; i < examples; i++) {
      simd.copyRows(
        addressOf(backend, sums) + (i * paddedSize + inside) * bytesPerFloat,
        paddedRow,
        addressOf(backend, dx) + (from + i) * size * bytesPerFloat,
        inWidth * inChannels,
        inHeight,
        inWidth * inChannels,
      );
    }
  });
  backend.disposeData(panels.dataId);
  backend.disposeData(sums.dataId);
  return dx;
}

/** By Winograd's algorithm, in the cheaper of its two ways; undefined where neither pays. */
function inputGradientByTiles(
  simd: SimdKernels,
  backend: WasmBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo | undefined {
  const ofGradient = inputGradientTilingOf(info);
  const ofConvolution = tilingOf(info);
  const alongBoth = ofConvolution && ofConvolution.rows > 1 && ofConvolution.columns > 1;
  if (alongBoth && !(ofGradient && ofGradient.cost <= ofConvolution.cost)) {
    return sumInputGradientOfTiles(simd, backend, dy, filter, ofConvolution);
  }
  return ofGradient && convolveTiles(simd, backend, dy, filter, ofGradient, { rotated: true });
}
