import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import { seriesLook } from '@axiswise/drawing';
import { count, inPercent, percent, points, pointsInterval, probability } from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { html, type Markup } from '../markup.ts';
import { figures, type Numbering, outcome, smallFigures, table } from '../page/elements.ts';
import {
  differencesTo,
  isMeasured,
  metricMean,
  metricsOf,
  ranked,
  referenceOf,
} from './ranking.ts';
import { accuracyWords, budgetWords, setupWords, tunedWords, tuningWords } from './sentences.ts';

/** The pictures of one experiment. */
export interface ExperimentPictures {
  readonly charts: readonly Chart[];
  /** A drawing of the filters of each strategy. */
  readonly drawings: readonly Chart[];
}

/** Writes the section of one experiment: its tables, charts and failed trials. */
export function experimentSection(
  numbering: Numbering,
  experiment: ExperimentComparison,
  { charts, drawings }: ExperimentPictures,
  heading: string,
): Markup {
  const named = (...names: readonly string[]): Chart[] =>
    charts.filter(({ name }) => names.some((each) => name.startsWith(each)));
  return html`<section>
    <h2>${heading}</h2>
    <p class="setup">
      ${setupWords(experiment)}. ${budgetWords(experiment)} ${tuningWords(experiment)}
    </p>
    ${strategiesTable(numbering, experiment)}
    ${figures(numbering, named('accuracy', 'size', 'differences'))}
    <h3>What the filters do</h3>
    ${smallFigures(
      numbering,
      drawings.map(({ svg }) => ({ svg })),
      'Every block of filters of each strategy on the axes of its input, with their lengths. The window ' +
        'is the filter, arrows show along which axes it slides, hatched marks where positions are pooled; ' +
        'windows in other colours have weights of their own (how many there are is not to scale).',
    )}
    ${claimsTable(numbering, experiment)}
    ${named('learning-curve', 'shift').length > 0 ? html`<h3>Fewer training examples, shifted inputs</h3>` : null}
    ${figures(numbering, named('learning-curve', 'shift'))} ${pairsTable(numbering, experiment)}
    ${confusions(numbering, experiment, named('confusion'))} ${failures(experiment)}
  </section> `;
}

function strategiesTable(numbering: Numbering, experiment: ExperimentComparison): Markup {
  const { strategies, seeds } = experiment;
  const reference = referenceOf(experiment);
  const differences = reference === null ? [] : differencesTo(experiment, reference);
  const order = ranked(experiment);
  const missing = strategies.filter((strategy) => !order.includes(strategy));
  const top5 = strategies.some(({ top5Accuracy }) => top5Accuracy);
  const metrics = metricsOf(experiment);
  const seedNames = seeds.length === 1 ? `Seed ${seeds[0]}` : `Seeds ${seeds.join(', ')}`;
  return table({
    number: numbering.table(),
    caption:
      `Each strategy, ${tunedWords(experiment)}, with the expectation of the theory. Test accuracy: the mean over the seeds, its 95 % ` +
      'interval, and the value of every seed in percent' +
      (reference === null
        ? '.'
        : `; the difference from ${reference} is in percentage points, paired by seed and example.`),
    columns: [
      { title: 'Strategy' },
      { title: 'Accuracy, 95 % interval', kind: 'number' },
      ...(top5 ? [{ title: 'Top-5 accuracy', kind: 'number' } as const] : []),
      ...metrics.map((title) => ({ title, kind: 'number' }) as const),
      { title: 'Difference, 95 % interval', kind: 'number' },
      { title: 'Parameters', kind: 'number' },
      { title: 'MACs', kind: 'number' },
      { title: seedNames, kind: 'values' },
    ],
    groups: [
      [...order, ...missing].map((strategy) => {
        const { name, accuracy, parameters, macs, top5Accuracy, expectation } = strategy;
        const difference = differences.find((each) => each.strategy === name);
        return [
          html`${keyOf(strategies.indexOf(strategy))}${name}
          ${expectation === null ? null : html`<small>${expectation}</small>`}`,
          accuracyWords(accuracy),
          ...(top5
            ? [top5Accuracy && isMeasured(top5Accuracy) ? percent(top5Accuracy.mean) : '']
            : []),
          ...metrics.map((metric) => metricMean(strategy, metric)),
          difference
            ? `${points(difference.difference)} ${pointsInterval(difference.low, difference.high)}`
            : '',
          count(parameters),
          count(macs),
          seedValues(strategy),
        ];
      }),
    ],
  });
}

/** A dot in the colour of a strategy in the charts. */
const keyOf = (index: number): Markup =>
  html`<span class="key" style="background:${seriesLook(index).colour}"></span>`;

const seedValues = ({ accuracy }: ComparedStrategy): string =>
  accuracy.values.map((value) => (value === null ? 'failed' : inPercent(value))).join(' ');

const claimsTable = (numbering: Numbering, experiment: ExperimentComparison): Markup | null =>
  experiment.claims.length === 0
    ? null
    : html`<h3>Predictions of the theory</h3>
        ${table({
          number: numbering.table(),
          caption:
            'Every prediction of the theory, what was measured, and whether that supports it; strategies are ' +
            `${tunedWords(experiment)}.`,
          columns: [
            { title: 'Prediction' },
            { title: 'Reason', kind: 'words' },
            { title: 'Measured', kind: 'words' },
            { title: 'Outcome' },
          ],
          groups: [
            experiment.claims.map((claim) => [
              html`${claim.better}<br />${claim.predicted === 'better' ? 'better than' : 'equal to'}
                ${claim.worse}`,
              claim.because,
              claim.measured,
              outcome(claim.outcome),
            ]),
          ],
        })}`;

const pairsTable = (numbering: Numbering, experiment: ExperimentComparison): Markup | null =>
  experiment.pairs.length === 0
    ? null
    : html`<h3>All pairs of strategies</h3>
        ${table({
          number: numbering.table(),
          caption:
            `Strategies ${tunedWords(experiment)}: accuracy of the first minus that of the second in percentage ` +
            'points, on the same seeds and test examples; p of a permutation test, without and with Holm’s correction for the number of pairs.',
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
            experiment.pairs.map(
              ({ a, b, difference, low, high, p, pHolm, effectSize, seeds, verdict }) => [
                html`${a}<br />− ${b}`,
                points(difference),
                pointsInterval(low, high),
                p === null ? '' : probability(p),
                pHolm === null ? '' : probability(pHolm),
                effectSize === null || !Number.isFinite(effectSize)
                  ? ''
                  : effectSize.toFixed(2).replace('-', '−'),
                String(seeds),
                verdict,
              ],
            ),
          ],
        })}`;

const confusions = (
  numbering: Numbering,
  { seeds }: ExperimentComparison,
  charts: readonly Chart[],
): Markup | null =>
  charts.length === 0
    ? null
    : html`<h3>Confusion matrices</h3>
        ${smallFigures(
          numbering,
          charts,
          `Confusion matrices: a row for each true label, a column for each prediction; counts over ` +
            `${seeds.length === 1 ? 'one seed' : `all ${seeds.length} seeds`}. The shade shows the square ` +
            `root of the share of the true label, so that rare confusions are visible.`,
        )}`;

const failures = ({ failures }: ExperimentComparison): Markup | null =>
  failures.length === 0
    ? null
    : html`<h3>Failed trials</h3>
        <p>A trial whose process dies is started once more. The tables leave out what failed.</p>
        <ul>
          ${failures.map(
            ({ strategy, seed, trainExamples, message }) =>
              html`<li>
                ${strategy}, seed ${seed}, ${count(trainExamples)} training examples: ${message}
              </li> `,
          )}
        </ul> `;
