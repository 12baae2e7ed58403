import type * as tf from '@tensorflow/tfjs-core';
import { reshaped, type WasmBackend } from '../heap.ts';
import { bytesPerFloat, exampleGroups, forEachGroup, PaddedExamples, zeros } from './examples.ts';
import { filterGradientFromFew, hasFewOutputs } from './few-outputs.ts';
import { addressOf, type Layout, type SimdKernels } from './simd.ts';
import { sumFilterGradientOfTiles } from './winograd/tile-gradients.ts';
import { tilingOf } from '../../winograd-tiling.ts';

/** Positions per block of the sum: their patches fit into the cache. */
const positionsAtOnce = 1024;

/**
 * The gradient of a convolution by its filter: a sum over positions of the patch times dy, in
 * blocks of weights that stay in registers.
 */
export function sumFilterGradient(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  if (hasFewOutputs(info)) return filterGradientFromFew(simd, backend, x, dy, info);
  const tiling = tilingOf(info);
  if (tiling) {
    const gradient = sumFilterGradientOfTiles(simd, backend, x, dy, tiling);
    return reshaped(gradient, [filterHeight, filterWidth, inChannels, outChannels]);
  }
  const groups = exampleGroups(info);
  const { positions } = groups;
  const volume = filterHeight * filterWidth * inChannels;
  // Output channels in multiples of four.
  const wide = Math.ceil(outChannels / 4) * 4;
  const padded = new PaddedExamples(simd, backend, x, groups);
  const widened =
    wide > outChannels ? zeros(backend, groups.examplesAtOnce * positions * wide) : undefined;
  const sums = zeros(backend, volume * wide);
  forEachGroup(groups, (from, examples) => {
    const seen = padded.group(from, examples);
    let back = addressOf(backend, dy) + from * positions * outChannels * bytesPerFloat;
    if (widened) {
      const to = addressOf(backend, widened);
      simd.copyRows(back, outChannels, to, wide, examples * positions, outChannels);
      back = to;
    }
    addInStrips(simd, seen, back, addressOf(backend, sums), groups.layout(examples, wide));
  });
  padded.dispose();
  const shape = [filterHeight, filterWidth, inChannels, outChannels];
  if (!widened) return reshaped(sums, shape);
  const gradient = backend.makeOutput(shape, 'float32');
  const [from, to] = [addressOf(backend, sums), addressOf(backend, gradient)];
  simd.copyRows(from, wide, to, outChannels, volume, outChannels);
  backend.disposeData(widened.dataId);
  backend.disposeData(sums.dataId);
  return gradient;
}

function addInStrips(
  simd: SimdKernels,
  x: number,
  dy: number,
  gradient: number,
  [rows, columns, ...layout]: Layout,
): void {
  const [wide, , , , , , positionStep, rowStep] = layout;
  const columnsAtOnce = Math.min(columns, positionsAtOnce);
  const rowsAtOnce =
    columnsAtOnce < columns ? 1 : Math.max(1, Math.floor(positionsAtOnce / columns));
  for (let row = 0; row < rows; row += rowsAtOnce) {
    for (let column = 0; column < columns; column += columnsAtOnce) {
      simd.addFilterGradient(
        x + (row * rowStep + column * positionStep) * bytesPerFloat,
        dy + (row * columns + column) * wide * bytesPerFloat,
        gradient,
        Math.min(rowsAtOnce, rows - row),
        Math.min(columnsAtOnce, columns - column),
        ...layout,
      );
    }
  }
}
