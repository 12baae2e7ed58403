import {
  confusionMatrix,
  type Drawing,
  intervalRows,
  mostClassesDrawn,
  seriesLook,
} from '@axiswise/drawing';
import { count } from '@axiswise/messages';
import { wilsonInterval } from '@axiswise/statistics';
import type { PerClass, TestReport } from './task.ts';

/** A chart of how a test went. */
export interface TaskFigure {
  /** For the name of a file: `residuals-slant`. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly title: string;
  readonly drawing: Drawing;
}

/** More than so many rows are not read. */
const mostRows = 20;

/**
 * Precision and recall of each class or label, with the 95 % intervals of Wilson, and the confusions where there are
 * some.
 *
 * @param options.counted what has a class. Positions of an example depend on each other: they get no intervals.
 */
export function classFigures(
  { perClass = [], confusion }: Pick<TestReport, 'perClass' | 'confusion'>,
  {
    classes,
    counted,
  }: { readonly classes: readonly string[]; readonly counted: 'examples' | 'positions' },
): TaskFigure[] {
  const rows = perClass
    .slice(0, mostRows)
    .flatMap((each) => [
      row(each, 'precision', each.predicted, counted),
      row(each, 'recall', each.examples, counted),
    ]);
  const left = perClass.length - mostRows;
  return [
    {
      name: 'precision-recall',
      title:
        'Precision: of what is predicted as a class, the share that is it. Recall: of what is a class, the share ' +
        `that is predicted as it${left > 0 ? `. ${left} more classes are left out` : ''}`,
      drawing: intervalRows(rows, { axisTitle: '%', percent: true }),
    },
    ...(confusion && classes.length <= mostClassesDrawn
      ? [
          {
            name: 'confusion',
            title: `How many ${counted} of each class are predicted as which`,
            drawing: confusionMatrix(classes, confusion),
          },
        ]
      : []),
  ];
}

function row(
  score: PerClass,
  what: 'precision' | 'recall',
  of: number,
  counted: 'examples' | 'positions',
): Parameters<typeof intervalRows>[0][number] {
  const share = score[what];
  const { low, high } =
    of > 0 && counted === 'examples' ? wilsonInterval(share, of) : { low: null, high: null };
  return {
    ...seriesLook(what === 'precision' ? 0 : 1),
    label: `${score.class}, ${what}`,
    value: 100 * share,
    low: low === null ? null : 100 * low,
    high: high === null ? null : 100 * high,
    filled: of > 0,
    numbers: of === 0 ? 'of none' : `${(100 * share).toFixed(1)} of ${count(of)}`,
  };
}
