import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from './heap.ts';

/**
 * Side of the blocks that are transposed one after another: two of them fit into the first-level
 * cache.
 */
const block = 32;

/** Transposes matrices: `[..., rows, columns]` → `[..., columns, rows]`. */
export function transposeMatrices(backend: WasmBackend, matrices: tf.TensorInfo): tf.TensorInfo {
  const batch = matrices.shape.slice(0, -2);
  const [rows, columns] = matrices.shape.slice(-2);
  const out = backend.makeOutput([...batch, columns, rows], 'float32');
  const from = backend.typedArrayFromHeap(matrices);
  const to = backend.typedArrayFromHeap(out);
  const size = rows * columns;
  for (let start = 0; start < from.length; start += size) {
    for (let top = 0; top < rows; top += block) {
      const bottom = Math.min(top + block, rows);
      for (let left = 0; left < columns; left += block) {
        const right = Math.min(left + block, columns);
        for (let column = left; column < right; column++) {
          const target = start + column * rows;
          let source = start + top * columns + column;
          for (let row = top; row < bottom; row++, source += columns) {
            to[target + row] = from[source];
          }
        }
      }
    }
  }
  return out;
}
