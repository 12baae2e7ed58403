import { InputError } from '@axiswise/messages';
import type { TargetForm } from './dataset.ts';
import type { LinePositions } from './example-lines.ts';
import { unlabelled } from './position-split.ts';

/** The labels of the positions of all examples of a file, as classes. */
export interface PositionAnswers {
  readonly classes: readonly string[];
  readonly targets: TargetForm;
  /** One example after another; `unlabelled` where there is none. */
  readonly values: Int16Array;
}

/**
 * Makes classes of what a file says of each position.
 *
 * @param of.axes of the data.
 * @param of.shape of an example: the length of each axis, then the channels.
 * @param of.trained the classes of the run that is to read the file.
 * @throws InputError with the line where labels are along other axes than those of the first, are more or fewer than
 *   positions, or one was not trained; also where there is a single class.
 */
export function positionAnswers(
  examples: readonly {
    readonly file: string;
    readonly line: number;
    readonly positions: LinePositions | undefined;
  }[],
  of: {
    readonly file: string;
    readonly axes: readonly string[];
    readonly shape: readonly number[];
    readonly trained: readonly string[] | undefined;
  },
): PositionAnswers {
  const { file, axes, shape, trained } = of;
  const fail = (message: string, at?: { readonly file: string; readonly line: number }): never => {
    throw new InputError('data', `${at ? `${at.file}, line ${at.line}` : file}: ${message}`);
  };
  const along = examples[0].positions!.axes;
  const wanted = axes.filter((axis) => along.includes(axis));
  if (wanted.join() !== along.join()) {
    fail(
      `"labels" are along ${along.join(', ')}, but must be along axes of the data in their order ` +
        `(${axes.join(', ')})`,
      examples[0],
    );
  }
  const lengths = along.map((axis) => shape[axes.indexOf(axis)]);
  for (const example of examples) {
    const { positions } = example;
    if (positions?.axes.join() !== along.join()) {
      fail(
        `the first example has "labels" along ${along.join(', ')}, but this one has ` +
          `${positions ? `some along ${positions.axes.join(', ')}` : 'none'}; give all examples the same`,
        example,
      );
    } else if (positions.shape.join() !== lengths.join()) {
      fail(
        `the input has ${lengths.join(' × ')} positions along ${along.join(' × ')}, but there are labels for ` +
          `${positions.shape.join(' × ')}; give each position a label, or null where it has none`,
        example,
      );
    } else if (positions.labels.every((label) => label === null)) {
      fail('no position has a label; label some, or leave the example out', example);
    }
  }
  const found = examples.flatMap(({ positions }) => positions!.labels);
  const classes =
    trained ?? [...new Set(found)].filter((label): label is string => label !== null).sort();
  if (classes.length < 2) {
    fail(`its positions have a single class (${classes.join('')}); at least two are needed`);
  }
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const values = Int16Array.from(
    examples.flatMap((example) =>
      example.positions!.labels.map((label) => {
        if (label === null) return unlabelled;
        return (
          numbers.get(label) ??
          fail(
            `the label "${label}" is none of the run's, which are ${classes.join(', ')}`,
            example,
          )
        );
      }),
    ),
  );
  return {
    classes,
    targets: { task: 'position-classification', shape: lengths, names: ['label'], axes: along },
    values,
  };
}
