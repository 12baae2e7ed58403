import { arraySplit, type Batch, joinArrays, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import type { ReferenceNet } from './nets/index.ts';

/** Draws batches for a network: numbers from 0 to 1, or tokens but the padding, and any labels. */
export function randomBatches(
  { name, shape, classes, batchSize, vocabularySize }: ReferenceNet,
  count: number,
): Batch[] {
  const random = new Random(0, 'batches', name);
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  const draw =
    vocabularySize === undefined
      ? () => random.uniform()
      : () => 1 + random.integer(vocabularySize - 1);
  return Array.from({ length: count }, () => ({
    examples: batchSize,
    inputs: Float32Array.from({ length: batchSize * exampleSize }, draw),
    targets: Float32Array.from({ length: batchSize }, () => random.integer(classes)),
  }));
}

/** The examples of batches one after another. */
export function examplesOf({ shape, classes }: ReferenceNet, batches: readonly Batch[]): Split {
  return arraySplit({
    inputs: joinArrays(
      Float32Array,
      batches.map(({ inputs }) => inputs),
    ),
    labels: Int32Array.from(batches.flatMap(({ targets }) => [...targets])),
    shape,
    classes,
  });
}
