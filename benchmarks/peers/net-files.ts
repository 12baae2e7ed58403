import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ReferenceNet } from '@axiswise/bench';
import type { Batch } from '@axiswise/data';
import { encodeSafetensors, type NamedArray } from '@axiswise/runs';

/** Writes what a peer begins with: weights as we name them, and batches with channels last. */
export async function writeNetFiles(
  folder: string,
  { shape, batchSize }: ReferenceNet,
  weights: ReadonlyMap<string, NamedArray>,
  batches: readonly Batch[],
): Promise<void> {
  const joined = (of: (batch: Batch) => Iterable<number>): Float32Array =>
    Float32Array.from(batches.flatMap((batch) => [...of(batch)]));
  const arrays = new Map<string, NamedArray>([
    [
      'inputs',
      { shape: [batches.length, batchSize, ...shape], values: joined(({ inputs }) => inputs) },
    ],
    ['labels', { shape: [batches.length, batchSize], values: joined(({ targets }) => targets) }],
  ]);
  await writeFile(path.join(folder, 'weights.safetensors'), encodeSafetensors(weights, {}));
  await writeFile(path.join(folder, 'batches.safetensors'), encodeSafetensors(arrays, {}));
}
