import type * as tf from '@tensorflow/tfjs-core';
import {
  addPicked,
  copyPicked,
  foldedShape,
  inputPositions,
  picksOf,
  unfoldedShape,
  type Unfolding,
} from '../unfolding.ts';
import type { Kernel, WasmBackend } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** Lays out windows over several axes: `[batch, …]` → `[batch, ...windows, cells × channels]`. */
export const unfold: Kernel<{ x: tf.TensorInfo }, Unfolding> = ({
  inputs: { x },
  attrs,
  backend,
}) => {
  const [batch] = x.shape;
  const size = x.shape[x.shape.length - 1];
  const out = backend.makeOutput(unfoldedShape(attrs, batch, size), 'float32');
  const picks = picksOf(attrs);
  const positions = inputPositions(attrs);
  const simd = simdKernels(backend);
  if (!simd) {
    const [from, to] = [x, out].map((tensor) => backend.typedArrayFromHeap(tensor));
    copyPicked(from, picks, { batch, positions, size }, to);
    return out;
  }
  const inHeap = copyOf(backend, picks);
  const [from, by, to] = [x, inHeap, out].map((tensor) => addressOf(backend, tensor));
  for (let example = 0; example < batch; example++) {
    simd.gatherRows(
      from + example * positions * size * 4,
      by,
      picks.length,
      size,
      to + example * picks.length * size * 4,
    );
  }
  backend.disposeData(inHeap.dataId);
  return out;
};

/** Adds windows up where they were laid out from, the gradient of {@link unfold}. */
export const fold: Kernel<{ x: tf.TensorInfo }, Unfolding> = ({
  inputs: { x },
  attrs,
  backend,
}) => {
  const shape = foldedShape(attrs, x.shape);
  const [batch] = shape;
  const size = shape[shape.length - 1];
  const out = backend.makeOutput(shape, 'float32');
  const picks = picksOf(attrs);
  const positions = inputPositions(attrs);
  const simd = simdKernels(backend);
  backend.typedArrayFromHeap(out).fill(0);
  if (!simd) {
    const [from, to] = [x, out].map((tensor) => backend.typedArrayFromHeap(tensor));
    addPicked(from, picks, { batch, positions, size }, to);
    return out;
  }
  const inHeap = copyOf(backend, picks);
  const [from, by, to] = [x, inHeap, out].map((tensor) => addressOf(backend, tensor));
  for (let example = 0; example < batch; example++) {
    simd.addRows(
      from + example * picks.length * size * 4,
      by,
      picks.length,
      size,
      positions,
      to + example * positions * size * 4,
    );
  }
  backend.disposeData(inHeap.dataId);
  return out;
};

function copyOf(backend: WasmBackend, picks: Int32Array): tf.TensorInfo {
  const tensor = backend.makeOutput([picks.length], 'int32');
  (backend.typedArrayFromHeap(tensor) as unknown as Int32Array).set(picks);
  return tensor;
}
