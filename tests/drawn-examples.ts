import type { Split } from '@axiswise/data';
import type { Experiment } from '@axiswise/experiment';
import { Random } from '@axiswise/random';

/** Examples of an experiment's shape with inputs and labels that are drawn, the same each time. */
export function drawnExamples(
  { example: { shape, classes, vocabularySize } }: Pick<Experiment, 'example'>,
  examples: number,
): { readonly inputs: Float32Array; readonly split: Split } {
  const size = shape.reduce((product, length) => product * length, 1);
  const random = new Random(0, 'inputs');
  const inputs = Float32Array.from({ length: examples * size }, () =>
    vocabularySize === undefined ? random.uniform() : random.integer(vocabularySize),
  );
  const split: Split = {
    length: examples,
    labels: Int32Array.from({ length: examples }, () => random.integer(classes)),
    gather: (indices, out) => {
      for (let i = 0; i < indices.length; i++) {
        out.set(inputs.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
      }
    },
  };
  return { inputs, split };
}
