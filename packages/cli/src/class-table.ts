import { count, percent, textTable } from '@axiswise/messages';
import type { PerClass } from '@axiswise/training/kinds';

/**
 * Writes precision, recall and F1 of each class for a terminal. What has nothing to be divided by is `-`:
 * the precision of a class that is never predicted, the recall of one that no example has.
 *
 * @param counted what has a class: examples, or their positions.
 */
export const classTable = (perClass: readonly PerClass[], counted = 'examples'): string =>
  textTable(
    [
      { title: 'class' },
      ...[counted, 'precision', 'recall', 'F1'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    perClass.map(({ class: name, examples, precision, recall, f1, predicted }) => [
      name,
      count(examples),
      predicted === 0 ? '-' : percent(precision, 1),
      examples === 0 ? '-' : percent(recall, 1),
      examples + predicted === 0 ? '-' : percent(f1, 1),
    ]),
  );
