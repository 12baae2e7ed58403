import { arraySplit, type Batch, type Split } from '@axiswise/data';
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
    inputs: Float32Array.from({ length: batchSize * exampleSize }, draw),
    labels: Int32Array.from({ length: batchSize }, () => random.integer(classes)),
  }));
}

/** The examples of batches one after another. */
export function examplesOf({ shape, classes }: ReferenceNet, batches: readonly Batch[]): Split {
  const joined = <Of extends Float32Array | Int32Array>(whole: Of, parts: readonly Of[]): Of => {
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const inputs = batches.map((batch) => batch.inputs);
  const labels = batches.map((batch) => batch.labels);
  const length = (parts: readonly { readonly length: number }[]): number =>
    parts.reduce((sum, part) => sum + part.length, 0);
  return arraySplit({
    inputs: joined(new Float32Array(length(inputs)), inputs),
    labels: joined(new Int32Array(length(labels)), labels),
    shape,
    classes,
  });
}
