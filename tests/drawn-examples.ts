import type { Split, TargetForm } from '@axiswise/data';
import type { Experiment } from '@axiswise/experiment';
import { Random } from '@axiswise/random';

/**
 * Examples of an experiment's shape with inputs and labels that are drawn, the same each time.
 *
 * @param of what is to be predicted instead: numbers, labels, or one of some classes at each position.
 */
export function drawnExamples(
  { example: { shape, classes, vocabularySize } }: Pick<Experiment, 'example'>,
  examples: number,
  of?: { readonly targets: TargetForm; readonly classes: number },
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
  if (!of) return { inputs, split };
  const { task, shape: lengths } = of.targets;
  const width = lengths.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: examples * width }, () =>
    task === 'regression'
      ? 50 + 20 * random.uniform()
      : random.integer(task === 'multi-label' ? 2 : of.classes),
  );
  const gather = (indices: ArrayLike<number>, out: Float32Array): void => {
    for (let i = 0; i < indices.length; i++) {
      out.set(values.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
    }
  };
  return { inputs, split: { ...split, targets: { size: width, gather } } };
}
