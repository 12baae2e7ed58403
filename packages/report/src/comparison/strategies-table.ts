import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { seriesLook } from '@axiswise/drawing';
import { count, type FigureWords, percent } from '@axiswise/messages';
import { html, type Markup } from '../markup.ts';
import { type Numbering, outcome, table } from '../page/elements.ts';
import { declaredMetricsOf, metricMean } from './metric-words.ts';
import { capital } from './capital.ts';
import { differencesTo, isMeasured, ranked, referenceOf } from './ranking.ts';
import { differenceCells, scoreWords } from './score-words.ts';
import { tunedWords } from './sentences.ts';

/** The table of all strategies: what was expected, what was measured. */
export function strategiesTable(numbering: Numbering, experiment: ExperimentComparison): Markup {
  const { strategies, seeds } = experiment;
  const words = scoreWords(experiment);
  const reference = referenceOf(experiment);
  const differences = reference === null ? [] : differencesTo(experiment, reference);
  const order = ranked(experiment);
  const missing = strategies.filter((strategy) => !order.includes(strategy));
  const top5 = strategies.some(({ top5Accuracy }) => top5Accuracy);
  const metrics = declaredMetricsOf(experiment);
  const seedNames = seeds.length === 1 ? `Seed ${seeds[0]}` : `Seeds ${seeds.join(', ')}`;
  return table({
    number: numbering.table(),
    caption:
      `Each strategy, ${tunedWords(experiment)}, with the expectation of the theory. Test ${words.name}: the mean over the seeds, its 95 % ` +
      `interval, and the value of every seed${words.isShare ? ' in percent' : ''}` +
      (reference === null
        ? '.'
        : `; the difference from ${reference} is ${words.differenceUnit && `in ${words.differenceUnit}, `}` +
          'paired by seed and example.'),
    columns: [
      { title: 'Strategy' },
      { title: capital(words.name), kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      ...(top5 ? [{ title: 'Top-5 accuracy', kind: 'number' } as const] : []),
      ...metrics.map(({ title }) => ({ title, kind: 'number' }) as const),
      { title: 'Difference', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      { title: 'Parameters', kind: 'number' },
      { title: 'MACs', kind: 'number' },
      { title: seedNames, kind: 'values' },
    ],
    groups: [
      [...order, ...missing].map((strategy) => {
        const { name, parameters, macs, top5Accuracy, expectation, trained } = strategy;
        const score = scoreOf(strategy);
        const difference = differences.find((each) => each.strategy === name);
        return [
          html`${keyOf(strategies.indexOf(strategy))}${name}
          ${trained && trained.verdict !== 'trained' ? outcome(trained.verdict) : null}
          ${expectation === null ? null : html`<small>${expectation}</small>`}`,
          isMeasured(score) ? words.value(score.mean) : 'none',
          words.interval(score.low, score.high),
          ...(top5
            ? [top5Accuracy && isMeasured(top5Accuracy) ? percent(top5Accuracy.mean) : '']
            : []),
          ...metrics.map((metric) => metricMean(strategy, metric)),
          ...(difference
            ? differenceCells(words, difference)
            : [name === reference ? 'reference' : '', '']),
          count(parameters),
          count(macs),
          seedValues(strategy, words),
        ];
      }),
    ],
  });
}

/** A dot in the colour of a strategy in the charts. */
export const keyOf = (index: number): Markup =>
  html`<span class="key" style="background:${seriesLook(index).colour}"></span>`;

const seedValues = (strategy: ComparedStrategy, { number }: FigureWords): string =>
  scoreOf(strategy)
    .values.map((value) => (value === null ? 'failed' : number(value)))
    .join(' ');
