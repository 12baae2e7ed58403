import { InputError, nearest } from '@axiswise/messages';
import type { ClassWeights } from './task.ts';

/**
 * The weight of every class. `balanced` gives each class the same weight in all: the number of examples over
 * the number of classes and that of the class's examples, as `compute_class_weight` of scikit-learn.
 *
 * @param given.of what has a label: `example`, `position`.
 * @throws InputError where a class is unknown, or has no training example to balance.
 */
export function resolvedWeights(
  weights: ClassWeights,
  {
    classes,
    labels,
    of = 'example',
  }: {
    readonly classes: readonly string[];
    /** Indices into `classes`, without those that are unlabelled. */
    readonly labels: Int32Array;
    readonly of?: string;
  },
): number[] {
  if (weights !== 'balanced') {
    const unknown = Object.keys(weights).find((name) => !classes.includes(name));
    if (unknown !== undefined) {
      const near = nearest(unknown, classes);
      throw new InputError(
        'run',
        `the class weights name "${unknown}", but there is no such class` +
          `${near ? `; did you mean "${near}"?` : ''} (classes: ${listed(classes)})`,
      );
    }
    return classes.map((name) => weights[name] ?? 1);
  }
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label]++;
  const absent = counts.indexOf(0);
  if (absent !== -1) {
    throw new InputError(
      'run',
      `balanced class weights need a training ${of} of every class, but "${classes[absent]}" has none; ` +
        `add some, or give the weights as ${classes[0]}=2`,
    );
  }
  return Array.from(counts, (count) => labels.length / (classes.length * count));
}

const listed = (classes: readonly string[]): string =>
  classes.slice(0, 10).join(', ') + (classes.length > 10 ? ', …' : '');
