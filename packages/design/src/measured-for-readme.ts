import type { ComparedFigure } from '@axiswise/compare';
import { figureWords, percent, points, pointsInterval } from '@axiswise/messages';
import type { Measured } from '@axiswise/scaffold';
import type { Design, DesignedStrategy } from './design-result.ts';

/** What a comparison measured, as a README says it: accuracy, or what the task has instead. */
export const measuredForReadme = (
  strategies: readonly DesignedStrategy[],
  task: Design['task'],
): Measured => (task ? ofTask(strategies, task) : ofClasses(strategies));

const ofClasses = (strategies: readonly DesignedStrategy[]): Measured => ({
  metrics: ['accuracy'],
  lowerIsBetter: [],
  strategies: strategies.map(({ name, parameters, accuracy, behind }) => ({
    name,
    parameters,
    values: [percent(accuracy.mean, 1)],
    difference: behind
      ? `${points(behind.difference, 1)} points ${pointsInterval(behind.low, behind.high, 1)}`.trim()
      : '',
  })),
});

function ofTask(
  strategies: readonly DesignedStrategy[],
  { score, metrics }: NonNullable<Design['task']>,
): Measured {
  const compared = figureWords(score);
  const others = Object.entries(metrics);
  const figures: readonly ComparedFigure[] = [score, ...others.map(([, figure]) => figure)];
  const value = (figure: ComparedFigure, mean: number | undefined): string =>
    mean === undefined || !Number.isFinite(mean) ? 'none' : figureWords(figure).number(mean);
  return {
    metrics: figures.map((figure) => figureWords(figure).title),
    lowerIsBetter: figures
      .filter(({ better }) => better === 'lower')
      .map(({ describe }) => describe),
    strategies: strategies.map(({ name, parameters, score: reached, metrics: means, behind }) => ({
      name,
      parameters,
      values: [
        value(score, reached?.mean),
        ...others.map(([metric, figure]) => value(figure, means?.[metric]?.mean)),
      ],
      difference: behind
        ? [
            compared.difference(behind.difference, behind.low, behind.high),
            compared.differenceInterval(behind.low, behind.high),
          ]
            .join(' ')
            .trim()
        : '',
    })),
  };
}
