import type { ClassScores } from '@axiswise/compare';
import { count, inPercent } from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { type Numbering, part, smallFigures, table } from '../page/elements.ts';
import { isMeasured, ranked } from './ranking.ts';
import type { Scored } from './scored.ts';
import { neverPredictedSentences } from './sentences.ts';
import { keyOf } from './strategies-table.ts';

/** What is predicted for each class; null where there are too many of them. */
export const classesPart = (
  numbering: Numbering,
  experiment: Scored,
  confusions: readonly Chart[],
): Markup | null =>
  part(numbering, { heading: 'Class by class', notes: neverPredictedSentences(experiment) }, () => [
    perClassTable(numbering, experiment),
    smallFigures(
      numbering,
      confusions,
      `Confusion matrices: a row for each true label, a column for each prediction; counts over ` +
        `${seedsWords(experiment)}. The shade shows the ` +
        `square root of the share of the true label, so that rare confusions are visible.`,
    ),
  ]);

const seedsWords = ({ seeds, strategies }: Pick<Scored, 'seeds' | 'strategies'>): string =>
  strategies.some(({ accuracy }) => accuracy.values.includes(null))
    ? 'the seeds that each has'
    : seeds.length === 1
      ? 'one seed'
      : seeds.length === 2
        ? 'both seeds'
        : `all ${seeds.length} seeds`;

const figures = ['precision', 'recall', 'f1'] as const;
const titles = { precision: 'P', recall: 'R', f1: 'F1' } as const;

function perClassTable(numbering: Numbering, experiment: Scored): Markup | null {
  const { strategies, classes } = experiment;
  const shown = ranked(experiment).filter(({ perClass }) => perClass && perClass.length > 0);
  if (shown.length === 0) return null;
  const scoresOf = (index: number, label: string): ClassScores | undefined =>
    shown[index].perClass!.find((each) => each.class === label);
  return table({
    number: numbering.table(),
    caption:
      'Precision (P), recall (R) and F1 of each class in percent, means over the seeds; in brackets the number of ' +
      'test examples of the class.',
    over: [
      { title: '', columns: 1 },
      ...shown.map((strategy) => ({
        title: html`${keyOf(strategies.indexOf(strategy))}${strategy.name}`,
        columns: figures.length,
      })),
    ],
    columns: [
      { title: 'Class' },
      ...shown.flatMap(() =>
        figures.map(
          (figure, i) => ({ title: titles[figure], kind: 'number', begins: i === 0 }) as const,
        ),
      ),
    ],
    groups: [
      classes.map((label): Content[] => {
        const examples = scoresOf(0, label)?.examples;
        return [
          html`${label}
          ${examples === undefined ? null : html`<span class="quiet">(${count(examples)})</span>`}`,
          ...shown.flatMap((_, index) => {
            const scores = scoresOf(index, label);
            return figures.map((figure) =>
              scores && isMeasured(scores[figure]) ? inPercent(scores[figure].mean, 1) : '',
            );
          }),
        ];
      }),
    ],
  });
}
