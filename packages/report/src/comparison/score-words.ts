import type { ComparedFigure, ExperimentComparison } from '@axiswise/compare';
import { type FigureWords, figureWords } from '@axiswise/messages';

const accuracy: ComparedFigure = {
  describe: 'accuracy',
  better: 'higher',
  unit: null,
  isShare: true,
};

/** How the score by which strategies are compared is written: accuracy, or what the task has instead. */
export const scoreWords = ({ task }: Pick<ExperimentComparison, 'task'>): FigureWords =>
  figureWords(task?.score ?? accuracy);

/** A difference and its interval, as two cells of a table. */
export const differenceCells = (
  { difference, differenceInterval }: FigureWords,
  of: { readonly difference: number; readonly low: number | null; readonly high: number | null },
): [difference: string, interval: string] => [
  difference(of.difference, of.low, of.high),
  differenceInterval(of.low, of.high),
];
