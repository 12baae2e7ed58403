import type { PredictionComparison } from '@axiswise/compare';
import { escapeMarkup } from '@axiswise/drawing';
import { count, inPercent, percent, percentInterval } from '@axiswise/messages';
import { capital } from '../comparison/capital.ts';
import { classesPart } from '../comparison/classes-part.ts';
import { examplesPart } from '../comparison/examples-part.ts';
import { metricMean, metricsOf } from '../comparison/metric-words.ts';
import { metricsPart } from '../comparison/metrics-part.ts';
import { pairsTable } from '../comparison/pairs-table.ts';
import type { Scored } from '../comparison/scored.ts';
import { keyOf } from '../comparison/strategies-table.ts';
import { type Content, html, type Markup, raw } from '../markup.ts';
import { contentsList, figures, Numbering, part, table } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import { type PredictionCharts, predictionCharts } from './predictions-charts.ts';
import {
  cautionSentences,
  rankedModels,
  referenceOf,
  resultSentence,
  scoredOf,
  setupWords,
} from './sentences.ts';

/** Makes one self-contained HTML page of a comparison of predictions. */
export function predictionsPage(
  comparison: PredictionComparison,
  charts: PredictionCharts = predictionCharts(comparison),
): string {
  const { models, testExamples, createdAt } = comparison;
  const numbering = new Numbering();
  const scored = scoredOf(comparison);
  const cautions = cautionSentences(comparison);
  // In the order of the page, so that figures are numbered in it.
  const figure = figures(numbering, [charts.models]);
  const results = resultsSection(numbering, comparison, scored, charts);
  return page({
    kind: `Axiswise comparison of predictions · ${dateWords(createdAt)}`,
    title: `Which model predicts better? ${models.length} models on ${count(testExamples)} examples`,
    summary: [
      html`<p>${resultSentence(comparison)}</p> `,
      ...(cautions.length > 0 ? [html`<p class="caution">${cautions.join(' ')}</p> `] : []),
    ],
    figure,
    contents: contentsList(numbering.contents),
    wide: true,
    body: [results, howNumbersAreMade, repeat(comparison)],
  });
}

function resultsSection(
  numbering: Numbering,
  comparison: PredictionComparison,
  scored: Scored,
  charts: PredictionCharts,
): Markup {
  const heading = 'Results';
  const id = numbering.entry(heading, 2);
  const reference = referenceOf(comparison);
  return html`<section id="${id}">
    <h2>${heading}</h2>
    <p class="setup lead">${setupWords(comparison)}.</p>
    ${part(numbering, { heading: 'Accuracy' }, () => [
      modelsTable(numbering, comparison, scored),
      figures(numbering, charts.differences),
    ])}
    ${classesPart(numbering, scored, charts.confusions)}
    ${metricsPart(numbering, scored, { reference, noun: 'model' })}
    ${part(numbering, { heading: 'All pairs of models' }, () => [
      pairsTable(numbering, scored, {
        pairs:
          comparison.reference === null
            ? 'the number of pairs'
            : `the number of pairs with ${comparison.reference}`,
      }),
    ])}
    ${examplesPart(numbering, scored, new Map(), 'model')}
  </section> `;
}

function modelsTable(
  numbering: Numbering,
  comparison: PredictionComparison,
  scored: Scored,
): Markup {
  const { models } = comparison;
  const metrics = metricsOf(scored);
  return table({
    number: numbering.table(),
    caption:
      'Each model: the means over its seeds, the 95 % interval of its accuracy, and the accuracy of every ' +
      'seed in percent.',
    columns: [
      { title: 'Model' },
      { title: 'Accuracy', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      ...metrics.map(({ title }) => ({ title: capital(title), kind: 'number' }) as const),
      { title: 'Seeds' },
      { title: 'Accuracy of each', kind: 'values' },
    ],
    groups: [
      rankedModels(comparison).map((model): Content[] => {
        const { accuracy, seeds } = model;
        return [
          html`${keyOf(models.indexOf(model))}${model.name}`,
          percent(accuracy.mean),
          percentInterval(accuracy.low, accuracy.high),
          ...metrics.map((metric) => metricMean(model, metric)),
          seeds.join(', '),
          accuracy.values.flatMap((value) => (value === null ? [] : inPercent(value))).join(' '),
        ];
      }),
    ],
  });
}

const howNumbersAreMade = html`<section>
  <h2>How these numbers are made</h2>
  <p class="twofold">
    All numbers follow from labels and predictions in the files; what the models are and how they
    were trained is not known here. Accuracy is the share of test examples that are predicted
    correctly. The interval of a mean is that of Student’s t over the seeds. Models are compared in
    pairs, on the same seeds and test examples: the interval of their difference says what other
    seeds and other test examples would give, and p from a permutation test with Holm’s correction.
    Where examples come in groups, groups are drawn and swapped. The effect size is Hedges’ g. A
    difference counts as shown where its interval excludes zero and the corrected p is below 0.05;
    “no difference shown” does not mean that there is none. A pair with one seed has an interval
    over the test examples, which holds for the two trained models. Log loss is in nats, and counts
    every probability as at least 1.2 × 10⁻⁷. <code>docs/statistics.md</code> of Axiswise describes
    the methods, their sources and how they are checked.
  </p>
</section> `;

const repeat = ({ command, files }: PredictionComparison): Markup =>
  html`<section>
    <h2>How to repeat this</h2>
    <p>The command that made this page:</p>
    <pre><code>${raw(escapeMarkup(`npx ${command}`))}</code></pre>
    <dl>
      <dt>Predictions</dt>
      <dd>${files.join(', ')}</dd>
    </dl>
    <p class="setup">
      Beside this page, <code>charts/</code> holds every picture as SVG and PNG,
      <code>tables/</code> every number as CSV and Parquet, and
      <code>prediction-comparison.json</code> all of it.
    </p>
  </section> `;
