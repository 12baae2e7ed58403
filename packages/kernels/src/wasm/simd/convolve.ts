import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../heap.ts';
import { bytesPerFloat, exampleGroups, forEachGroup, PaddedExamples, zeros } from './examples.ts';
import { convolveToFew, hasFewOutputs } from './few-outputs.ts';
import { addressOf, type SimdKernels } from './simd.ts';
import { convolveTiles } from './winograd/convolve-tiles.ts';
import { tilingOf } from '../../winograd-tiling.ts';

/**
 * A convolution fused with its bias and its ReLU, in blocks of positions and output channels that
 * stay in registers.
 */
export function convolve(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
  { bias, relu = false }: { readonly bias?: tf.TensorInfo; readonly relu?: boolean } = {},
): tf.TensorInfo {
  if (hasFewOutputs(info)) return convolveToFew(simd, backend, x, filter, info, { bias, relu });
  const tiling = tilingOf(info);
  if (tiling) return convolveTiles(simd, backend, x, filter, tiling, { bias, relu });
  const { outChannels } = info;
  const groups = exampleGroups(info);
  const volume = info.filterHeight * info.filterWidth * info.inChannels;
  const out = backend.makeOutput(info.outShape, 'float32');
  const columns = Math.ceil(outChannels / 8) * 8;
  const panels = backend.makeOutput([volume * columns], 'float32');
  simd.pack(addressOf(backend, filter), volume, outChannels, addressOf(backend, panels));
  const start = zeros(backend, columns);
  if (bias) backend.typedArrayFromHeap(start).set(backend.typedArrayFromHeap(bias));
  const padded = new PaddedExamples(simd, backend, x, groups);
  forEachGroup(groups, (from, examples) => {
    simd.convolve(
      padded.group(from, examples),
      addressOf(backend, panels),
      addressOf(backend, start),
      relu ? 0 : -Infinity,
      addressOf(backend, out) + from * groups.positions * outChannels * bytesPerFloat,
      ...groups.layout(examples, outChannels),
    );
  });
  padded.dispose();
  backend.disposeData(start.dataId);
  backend.disposeData(panels.dataId);
  return out;
}
