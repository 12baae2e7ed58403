import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../heap.ts';
import { addressOf, type Layout, type SimdKernels } from './simd.ts';

export const bytesPerFloat = 4;

/** A group with fewer positions gets more examples, so that blocks of positions are full. */
const positionsAtOnce = 64;

/**
 * Divides a batch into groups of examples that fit into the cache, each example with its padding.
 */
export interface ExampleGroups {
  readonly info: tf.backend_util.Conv2DInfo;
  readonly examplesAtOnce: number;
  /** Per example: floats with and without padding, and positions of the output. */
  readonly paddedSize: number;
  readonly size: number;
  readonly positions: number;
  /** Floats in a row of an example with padding. */
  readonly paddedRow: number;
  /** Floats before the first one that is not padding. */
  readonly inside: number;
  readonly isPadded: boolean;
  layout(examples: number, outChannels: number): Layout;
}

export function exampleGroups(info: tf.backend_util.Conv2DInfo): ExampleGroups {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterWidth, padInfo } = info;
  // Rounding the output's size up can make the last window reach beyond the padding.
  const height = Math.max(
    inHeight + padInfo.top + padInfo.bottom,
    (outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
  );
  const width = Math.max(
    inWidth + padInfo.left + padInfo.right,
    (outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
  );
  const paddedRow = width * inChannels;
  const paddedSize = height * paddedRow;
  const positions = outHeight * outWidth;
  const positionStep = info.strideWidth * inChannels;
  const rowStep = info.strideHeight * paddedRow;
  // With one row or one column of positions, the examples of a group become the other axis.
  const oneLine = outHeight === 1 || outWidth === 1;
  const lineStep = outHeight === 1 ? positionStep : rowStep;
  const dilated = info.dilationWidth > 1;
  return {
    info,
    examplesAtOnce: oneLine ? Math.ceil(positionsAtOnce / Math.max(1, positions)) : 1,
    paddedSize,
    size: inHeight * inWidth * inChannels,
    positions,
    paddedRow,
    inside: padInfo.top * paddedRow + padInfo.left * inChannels,
    isPadded: height > inHeight || width > inWidth,
    layout: (examples, outChannels) => [
      oneLine ? examples : outHeight,
      oneLine ? positions : outWidth,
      outChannels,
      info.filterHeight,
      dilated ? filterWidth : 1,
      dilated ? inChannels : filterWidth * inChannels,
      info.dilationHeight * paddedRow,
      dilated ? info.dilationWidth * inChannels : filterWidth * inChannels,
      oneLine ? lineStep : positionStep,
      oneLine ? paddedSize : rowStep,
    ],
  };
}

/** Calls back for every group of a batch, with its first example and their number. */
export function forEachGroup(
  { info: { batchSize }, examplesAtOnce }: ExampleGroups,
  visit: (from: number, examples: number) => void,
): void {
  for (let from = 0; from < batchSize; from += examplesAtOnce) {
    visit(from, Math.min(examplesAtOnce, batchSize - from));
  }
}

export function zeros(backend: WasmBackend, length: number): tf.TensorInfo {
  const tensor = backend.makeOutput([length], 'float32');
  backend.typedArrayFromHeap(tensor).fill(0);
  return tensor;
}

/**
 * Provides the examples of a group with their padding; without padding, the examples themselves.
 */
export class PaddedExamples {
  readonly #simd: SimdKernels;
  readonly #backend: WasmBackend;
  readonly #groups: ExampleGroups;
  readonly #x: tf.TensorInfo;
  readonly #copy: tf.TensorInfo | undefined;

  constructor(simd: SimdKernels, backend: WasmBackend, x: tf.TensorInfo, groups: ExampleGroups) {
    this.#simd = simd;
    this.#backend = backend;
    this.#groups = groups;
    this.#x = x;
    if (groups.isPadded) this.#copy = zeros(backend, groups.examplesAtOnce * groups.paddedSize);
  }

  /** The address of the group, valid until the next call. */
  group(from: number, examples: number): number {
    const { size, paddedSize, paddedRow, inside, info } = this.#groups;
    const x = addressOf(this.#backend, this.#x);
    if (!this.#copy) return x + from * size * bytesPerFloat;
    const copy = addressOf(this.#backend, this.#copy);
    const row = info.inWidth * info.inChannels;
    for (let i = 0; i < examples; i++) {
      this.#simd.copyRows(
        x + (from + i) * size * bytesPerFloat,
        row,
        copy + (i * paddedSize + inside) * bytesPerFloat,
        paddedRow,
        info.inHeight,
        row,
      );
    }
    return copy;
  }

  dispose(): void {
    if (this.#copy) this.#backend.disposeData(this.#copy.dataId);
  }
}
