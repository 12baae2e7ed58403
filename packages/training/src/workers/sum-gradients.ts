import { readTensor } from '@axiswise/backend/read-tensor';
import type * as tf from '@tensorflow/tfjs';
import { partsOf } from './parts.ts';
import type { TeamMemory } from './shared-memory.ts';

/** Gradients of some rows of a table. */
export interface RowsOfPart {
  readonly rows: Int32Array;
  /** `rows × width`. */
  readonly gradient: Float32Array;
}

/** Copies gradients one after another. */
export async function writeGradients(
  gradients: readonly tf.Tensor[],
  to: Float32Array,
): Promise<void> {
  let at = 0;
  for (const gradient of gradients) {
    to.set(await readTensor(gradient), at);
    at += gradient.size;
  }
}

/**
 * Adds up a share of the gradients in memory: that of one of several threads which each take an equal one.
 *
 * Every number is the sum over the parts of the batch in their order, whoever computes it.
 */
export function sumShare(memory: TeamMemory, parts: number, share: number): void {
  const { first, length } = partsOf(memory.sum.length, parts)[share];
  const { sum } = memory;
  const [start, ...others] = memory.gradients.slice(0, parts);
  for (let i = first; i < first + length; i++) {
    let value = start[i];
    for (const gradient of others) value += gradient[i];
    sum[i] = value;
  }
}

/** Adds the gradients of rows, in the order of the parts; each row occurs once in the sum. */
export function sumRows(parts: readonly RowsOfPart[], width: number): RowsOfPart {
  const places = new Map<number, number>();
  for (const { rows } of parts) {
    for (const row of rows) if (!places.has(row)) places.set(row, places.size);
  }
  const sum = new Float32Array(places.size * width);
  for (const { rows, gradient } of parts) {
    for (let i = 0; i < rows.length; i++) {
      const to = places.get(rows[i])! * width;
      for (let j = 0; j < width; j++) sum[to + j] += gradient[i * width + j];
    }
  }
  return { rows: Int32Array.from(places.keys()), gradient: sum };
}
