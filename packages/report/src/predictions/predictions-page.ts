import type { ComparedPair, MetricDifference, PredictionComparison } from '@axiswise/compare';
import { escapeMarkup, seriesLook } from '@axiswise/drawing';
import {
  count,
  decimal,
  inPercent,
  percent,
  percentInterval,
  pointDigits,
  points,
  pointsInterval,
  probability,
} from '@axiswise/messages';
import { type Metric, isSignificant } from '@axiswise/statistics';
import type { Chart } from '../chart.ts';
import { type Content, html, type Markup, raw } from '../markup.ts';
import { figures, Numbering, smallFigures, table } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import { predictionCharts } from './predictions-charts.ts';
import { metricNames } from './predictions-text.ts';
import {
  cautionSentences,
  metricOf,
  metricValue,
  rankedModels,
  resultSentence,
  setupWords,
} from './sentences.ts';

/** Makes one self-contained HTML page of a comparison of predictions. */
export function predictionsPage(
  comparison: PredictionComparison,
  charts: readonly Chart[] = predictionCharts(comparison),
): string {
  const { models, testExamples, createdAt } = comparison;
  const numbering = new Numbering();
  const confusions = charts.filter(({ name }) => name.startsWith('confusion'));
  const cautions = cautionSentences(comparison);
  return page({
    kind: `Axiswise comparison of predictions · ${dateWords(createdAt)}`,
    title: `Which model predicts better? ${models.length} models on ${count(testExamples)} examples`,
    summary: [
      html`<p>${resultSentence(comparison)}</p> `,
      ...(cautions.length > 0 ? [html`<p class="caution">${cautions.join(' ')}</p> `] : []),
    ],
    body: [
      html`<section>
        <h2>Results</h2>
        <p class="setup">${setupWords(comparison)}.</p>
        ${modelsTable(numbering, comparison)}
        ${figures(
          numbering,
          charts.filter((chart) => !confusions.includes(chart)),
        )}
        <h3>Pairs of models</h3>
        ${pairsTable(numbering, comparison)} ${metricsTable(numbering, comparison)}
        ${perClass(numbering, comparison, confusions)}
      </section> `,
      howNumbersAreMade,
      repeat(comparison),
    ],
  });
}

/** The name of a model with a dot in its colour in the charts. */
const modelCell = ({ models }: PredictionComparison, name: string): Markup =>
  html`<span
      class="key"
      style="background:${seriesLook(models.findIndex((model) => model.name === name)).colour}"
    ></span
    >${name}`;

function modelsTable(numbering: Numbering, comparison: PredictionComparison): Markup {
  const names = metricNames(comparison);
  return table({
    number: numbering.table(),
    caption:
      'Each model: the means over its seeds, the 95 % interval of its accuracy, and the accuracy of every ' +
      'seed in percent.',
    columns: [
      { title: 'Model' },
      { title: 'Accuracy', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      ...names.map((name) => ({ title: titleOf(metricOf(name)), kind: 'number' }) as const),
      { title: 'Seeds' },
      { title: 'Accuracy of each', kind: 'values' },
    ],
    groups: [
      rankedModels(comparison).map((model): Content[] => {
        const { accuracy, metrics, seeds } = model;
        return [
          modelCell(comparison, model.name),
          percent(accuracy.mean),
          percentInterval(accuracy.low, accuracy.high),
          ...names.map((name) =>
            name in metrics ? metricValue(metricOf(name), metrics[name].mean) : '',
          ),
          seeds.join(', '),
          accuracy.values.flatMap((value) => (value === null ? [] : inPercent(value))).join(' '),
        ];
      }),
    ],
  });
}

const titleOf = ({ describe, better }: Metric): Markup =>
  html`${describe.replace(/^./, (letter) => letter.toUpperCase())}<small
      >${better} is better</small
    >`;

const correction = ({ reference }: PredictionComparison): string =>
  reference === null
    ? 'Holm’s correction for the number of pairs'
    : `Holm’s correction for the number of pairs with ${reference}`;

const pairsTable = (numbering: Numbering, comparison: PredictionComparison): Markup =>
  table({
    number: numbering.table(),
    caption:
      'Accuracy of the first minus that of the second in percentage points, on the same seeds and test ' +
      `examples; p of a permutation test, without and with ${correction(comparison)}.`,
    columns: [
      { title: 'Pair' },
      { title: 'Difference', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      { title: 'p', kind: 'number' },
      { title: 'p (Holm)', kind: 'number' },
      { title: 'Effect size', kind: 'number' },
      { title: 'Seeds', kind: 'number' },
      { title: 'Verdict', kind: 'words' },
    ],
    groups: [
      comparison.pairs.map((pair): Content[] => {
        const { a, b, difference, low, high, p, pHolm, effectSize, seeds, verdict } = pair;
        const digits = pointDigits(low, high);
        return [
          html`${a}<br />− ${b}`,
          points(difference, digits),
          pointsInterval(low, high, digits),
          p === null ? '' : probability(p),
          pHolm === null ? '' : probability(pHolm),
          effectSize === null || !Number.isFinite(effectSize) ? '' : decimal(effectSize),
          String(seeds),
          verdict,
        ];
      }),
    ],
  });

function metricsTable(numbering: Numbering, comparison: PredictionComparison): Markup | null {
  const { pairs } = comparison;
  const names = metricNames(comparison).filter((name) =>
    pairs.some(({ metrics }) => metrics && name in metrics),
  );
  if (names.length === 0) return null;
  return html`<h3>Other metrics</h3>
    ${table({
      number: numbering.table(),
      caption:
        'Each metric of the first minus that of the second, paired by seed and test example, with its 95 % ' +
        `interval and p by ${correction(comparison)}, each metric by itself. Shares are in percentage points. ` +
        'Bold: interval and corrected test show a difference.',
      columns: [
        { title: 'Pair' },
        ...names.map((name) => ({ title: titleOf(metricOf(name)), kind: 'number' }) as const),
      ],
      groups: [
        pairs.map(({ a, b, metrics }: ComparedPair): Content[] => [
          html`${a}<br />− ${b}`,
          ...names.map((name) => {
            const found = metrics?.[name];
            return found ? differenceCell(metricOf(name), found) : '';
          }),
        ]),
      ],
    })}`;
}

function differenceCell({ largest }: Metric, found: MetricDifference): Markup {
  const { difference, low, high, pHolm } = found;
  const signed = (value: number): string =>
    largest === 1 ? points(value) : (value > 0 ? '+' : '') + decimal(value, 4);
  const words = signed(difference);
  return html`${isSignificant(found) ? html`<b>${words}</b>` : words}<small
      >${low === null || high === null ? '' : `[${signed(low)}, ${signed(high)}]`}
      ${pHolm === null ? '' : `p ${probability(pHolm).replace(/^(?!<)/, '= ')}`}</small
    >`;
}

/** What is predicted for each class; null where there are too many of them. */
function perClass(
  numbering: Numbering,
  comparison: PredictionComparison,
  confusions: readonly Chart[],
): Markup | null {
  const { classes } = comparison;
  const models = rankedModels(comparison).filter(({ perClass }) => perClass);
  if (models.length === 0) return null;
  return html`<h3>Class by class</h3>
    ${table({
      number: numbering.table(),
      caption:
        'Precision, recall and F1 of each class in percent, means over the seeds; below the class the number of ' +
        'its test examples.',
      columns: [
        { title: 'Class' },
        ...models.map(
          ({ name }) =>
            ({
              title: html`${modelCell(comparison, name)}<small>precision · recall · F1</small>`,
              kind: 'number',
            }) as const,
        ),
      ],
      groups: [
        classes.map((name, c): Content[] => [
          html`${name}<small>${count(models[0].perClass![c].examples)}</small>`,
          ...models.map(({ perClass }) => {
            const { precision, recall, f1 } = perClass![c];
            return [precision, recall, f1].map(({ mean }) => inPercent(mean, 1)).join(' · ');
          }),
        ]),
      ],
    })}
    ${smallFigures(
      numbering,
      confusions,
      'Confusion matrices: a row for each true label, a column for each prediction; counts over all seeds of the ' +
        'model. The shade shows the square root of the share of the true label, so that rare confusions are ' +
        'visible.',
    )}`;
}

const howNumbersAreMade = html`<section>
  <h2>How these numbers are made</h2>
  <p>
    All numbers follow from labels and predictions in the files; what the models are and how they
    were trained is not known here. Accuracy is the share of test examples that are predicted
    correctly. The interval of a mean is that of Student’s t over the seeds. Models are compared in
    pairs, on the same seeds and test examples: the interval of their difference comes from a paired
    bootstrap over both, and p from a permutation test with Holm’s correction. Where examples come
    in groups, groups are drawn and swapped. The effect size is Hedges’ g. A difference counts as
    shown where its interval excludes zero and the corrected p is below 0.05; “no difference shown”
    does not mean that there is none. A pair with one seed has an interval over the test examples,
    which holds for the two trained models. Log loss is in nats, and counts every probability as at
    least 1.2 × 10⁻⁷. <code>docs/statistics.md</code> of Axiswise describes the methods, their
    sources and how they are checked.
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
      <code>tables/</code> every number as CSV, and <code>prediction-comparison.json</code> all of
      it.
    </p>
  </section> `;
