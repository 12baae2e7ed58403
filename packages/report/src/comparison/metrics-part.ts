import type { ComparedPair, MetricDifference } from '@axiswise/compare';
import { probability } from '@axiswise/messages';
import { findPair, reverseDifference } from '@axiswise/statistics';
import { type Content, html, type Markup } from '../markup.ts';
import { type Numbering, part, table } from '../page/elements.ts';
import { capital } from './capital.ts';
import { type MetricWords, metricsOf } from './metric-words.ts';
import { isMeasured, isShown, ranked } from './ranking.ts';
import type { Noun, Scored } from './scored.ts';
import { keyOf } from './strategies-table.ts';

/** Other metrics than accuracy, with paired intervals; null where there are none. */
export const metricsPart = (
  numbering: Numbering,
  experiment: Scored,
  of: { readonly reference: string | null; readonly noun?: Noun },
): Markup | null =>
  part(
    numbering,
    {
      heading: 'Other metrics',
      notes: [
        'Each metric with the difference from the reference below it, paired by seed and test example, and ' +
          'its 95 % interval. Bold: interval and corrected test show a difference.',
      ],
    },
    () => {
      const metrics = metricsOf(experiment);
      const paired = experiment.pairs.some((pair) => pair.metrics);
      return metrics.length === 0 || !paired
        ? []
        : [metricsTable(numbering, experiment, metrics, of)];
    },
  );

function metricsTable(
  numbering: Numbering,
  experiment: Scored,
  metrics: readonly MetricWords[],
  { reference, noun = 'strategy' }: { readonly reference: string | null; readonly noun?: Noun },
): Markup {
  const { strategies } = experiment;
  return table({
    number: numbering.table(),
    caption:
      'Means over the seeds' +
      (reference === null
        ? '.'
        : `, and differences from ${reference} with p by Holm’s correction.`),
    columns: [
      { title: capital(noun) },
      ...metrics.map(
        ({ title, better }) =>
          ({
            title: html`${capital(title)}${better ? html`<br /><span class="quiet">${better} is better</span>` : null}`,
            kind: 'number',
          }) as const,
      ),
    ],
    groups: [
      ranked(experiment).map((strategy): Content[] => [
        html`${keyOf(strategies.indexOf(strategy))}${strategy.name}`,
        ...metrics.map((metric): Content => {
          const mean = strategy.metrics?.[metric.name];
          if (!mean || !isMeasured(mean)) return '';
          const difference = differenceOf(experiment.pairs, strategy.name, reference, metric.name);
          return html`${metric.value(mean.mean)}${difference ? differenceWords(metric, difference) : null}`;
        }),
      ]),
    ],
  });
}

function differenceWords(metric: MetricWords, of: MetricDifference): Markup {
  const words =
    `${metric.difference(of.difference, of.low, of.high)} ${metric.differenceInterval(of.low, of.high)}`.trim() +
    (of.pHolm === null ? '' : `, p ${withSign(probability(of.pHolm))}`);
  return html`<small>${isShown(of) ? html`<b>${words}</b>` : words}</small>`;
}

const withSign = (p: string): string => (p.startsWith('<') ? p : `= ${p}`);

/** The difference of a strategy from the reference, however the pair is written. */
function differenceOf(
  pairs: readonly ComparedPair[],
  strategy: string,
  reference: string | null,
  metric: string,
): MetricDifference | undefined {
  const pair = findPair(pairs, strategy, reference);
  const found = pair?.metrics?.[metric];
  return !found || pair.a === strategy ? found : reverseDifference(found);
}
