import { InputError, plural } from '@axiswise/messages';
import type { Split } from './dataset.ts';
import { arraySplit, targetsIn } from './splits.ts';

/**
 * The label of a position that has none, as in PyTorch (`ignore_index`): it counts in no loss and in no metric.
 */
export const unlabelled = -100;

/**
 * Makes a split of examples with a label for each position: what `arraySplit` is to a label for each example.
 *
 * @param options.labels.values `examples × positions` classes, or {@link unlabelled}, in the order of the inputs.
 * @param options.labels.shape the lengths of the axes whose positions are labelled: `[28, 28]`.
 * @throws InputError where there are more or fewer labels than positions, a label is no class, or an example has no
 *   labelled position.
 */
export function positionSplit(
  options: Omit<Parameters<typeof arraySplit>[0], 'labels'> & {
    readonly labels: {
      readonly values: Int16Array | Int32Array;
      readonly shape: readonly number[];
    };
  },
): Split {
  const {
    inputs,
    shape,
    classes,
    labels: { values, shape: lengths },
    name = 'the split',
  } = options;
  const size = productOf(lengths);
  const examples = inputs.length / productOf(shape);
  if (values.length !== examples * size) {
    throw new InputError(
      'data',
      `${name} has ${values.length} labels, but ${plural(examples, 'example')} of ${lengths.join(' × ')} ` +
        `positions need ${examples * size}; give each position a label, or ${unlabelled} where it has none`,
    );
  }
  for (let example = 0; example < examples; example++) {
    let labelled = 0;
    for (let i = 0; i < size; i++) {
      const label = values[example * size + i];
      if (label === unlabelled) continue;
      labelled++;
      if (label >= 0 && label < classes) continue;
      throw new InputError(
        'data',
        `${name}: the label of example ${example} at position ${placeOf(i, lengths)} is ${label}, but with ` +
          `${plural(classes, 'class', 'classes')} labels go from 0 to ${classes - 1}, and a position without a ` +
          `label has ${unlabelled}`,
      );
    }
    if (labelled > 0) continue;
    throw new InputError(
      'data',
      `${name}: no position of example ${example} has a label; label some, or leave the example out`,
    );
  }
  return {
    ...arraySplit({ ...options, labels: new Int32Array(examples), classes: 1 }),
    targets: { ...targetsIn(values, size), ofPositions: true },
  };
}

const productOf = (lengths: readonly number[]): number =>
  lengths.reduce((product, length) => product * length, 1);

/** A position by its index along each axis: `3, 17`. */
function placeOf(position: number, lengths: readonly number[]): string {
  const place: number[] = [];
  let left = position;
  for (const length of lengths.toReversed()) {
    place.unshift(left % length);
    left = Math.floor(left / length);
  }
  return place.join(', ');
}
