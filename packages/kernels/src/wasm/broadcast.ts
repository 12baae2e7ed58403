import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runShipped, type WasmBackend } from './heap.ts';

/** Kernels whose shipped loops locate every number by division if shapes differ. */
export const slowBroadcasters = [
  'Equal',
  'NotEqual',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'LogicalXor',
  'Maximum',
  'Minimum',
  'Pow',
  'FloorDiv',
  'Mod',
  'Atan2',
] as const;

/** An operation on two tensors; if shapes differ, the smaller one is expanded first. */
export const broadcasting =
  (kernelName: string): Kernel<{ a: tf.TensorInfo; b: tf.TensorInfo }, object> =>
  ({ inputs: { a, b }, attrs, backend }) => {
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const left = writeOut(backend, a, shape);
    const right = writeOut(backend, b, shape);
    const result = runShipped(kernelName, { a: left, b: right }, attrs, backend);
    if (left !== a) backend.disposeData(left.dataId);
    if (right !== b) backend.disposeData(right.dataId);
    return result;
  };

/** Expands a tensor along its axes. */
export const tile: Kernel<{ x: tf.TensorInfo }, { readonly reps: readonly number[] }> = ({
  inputs: { x },
  attrs,
  backend,
}) => {
  if (x.dtype === 'string') return runShipped('Tile', { x }, attrs, backend);
  const out = backend.makeOutput(
    x.shape.map((length, i) => length * attrs.reps[i]),
    x.dtype,
  );
  repeat(
    backend.typedArrayFromHeap(x),
    backend.typedArrayFromHeap(out),
    x.shape.flatMap((length, i) => [
      { length: attrs.reps[i], kept: false },
      { length, kept: true },
    ]),
  );
  return out;
};

function writeOut(backend: WasmBackend, x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const added = shape.length - x.shape.length;
  if (added === 0 && x.shape.every((length, i) => length === shape[i])) return x;
  const out = backend.makeOutput(shape, x.dtype);
  repeat(
    backend.typedArrayFromHeap(x),
    backend.typedArrayFromHeap(out),
    shape.map((length, i) => ({ length, kept: i >= added && x.shape[i - added] === length })),
  );
  return out;
}

interface Axis {
  readonly length: number;
  /** Whether the source has this axis; else its numbers repeat along it. */
  readonly kept: boolean;
}

/** Writes `from` into `to` over the given axes; `from` repeats along those that it lacks. */
function repeat(from: Float32Array, to: Float32Array, axes: readonly Axis[]): void {
  if (to.length === 0) return;
  const merged: { length: number; kept: boolean }[] = [];
  for (const { length, kept } of axes) {
    if (length === 1) continue;
    const last = merged[merged.length - 1];
    if (last?.kept === kept) last.length *= length;
    else merged.push({ length, kept });
  }
  const sizes = merged.map((_, i) =>
    merged.slice(i + 1).reduce((size, { length, kept }) => (kept ? size * length : size), 1),
  );
  const write = (level: number, source: number, target: number): number => {
    if (level === merged.length) {
      to[target] = from[source];
      return target + 1;
    }
    const { length, kept } = merged[level];
    const innermost = level === merged.length - 1;
    if (kept && innermost) {
      to.set(from.subarray(source, source + length), target);
      return target + length;
    }
    if (kept) {
      for (let i = 0; i < length; i++) {
        target = write(level + 1, source + i * sizes[level], target);
      }
      return target;
    }
    if (innermost) {
      to.fill(from[source], target, target + length);
      return target + length;
    }
    const end = write(level + 1, source, target);
    const size = end - target;
    for (let i = 1; i < length; i++) to.copyWithin(target + i * size, target, end);
    return target + length * size;
  };
  write(0, 0, 0);
}
