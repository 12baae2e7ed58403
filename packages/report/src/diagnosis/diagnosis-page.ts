import type { DiagnosedAxis, Diagnosis } from '@axiswise/diagnose';
import {
  count,
  percent,
  percentInterval,
  plural,
  points,
  pointsInterval,
} from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { html, type Markup } from '../markup.ts';
import { figures, Numbering, outcome, reproduction, table } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import {
  agreementSentence,
  comparisonWords,
  contradictions,
  agreementMethod,
} from './agreement.ts';
import { agreementMarkup } from './agreement-table.ts';
import { diagnosisCharts } from './diagnosis-charts.ts';
import {
  disagreements,
  isDifference,
  isSameMove,
  moveWords,
  recommendationWords,
  verdictSentences,
} from './sentences.ts';

/**
 * Makes one self-contained HTML page of a diagnosis: no network, no script, readable on paper and on a
 * phone.
 */
export function diagnosisPage(
  diagnosis: Diagnosis,
  charts: readonly Chart[] = diagnosisCharts(diagnosis),
): string {
  const { experiment, data, axes, command, createdAt, environment, seconds, notes } = diagnosis;
  const numbering = new Numbering();
  const chartsOf = (axis: string): Chart[] =>
    charts.filter(({ name }) => name === `differences-${axis}` || name === `accuracies-${axis}`);
  const apart = disagreements(diagnosis);
  return page({
    kind: `Axiswise diagnosis · ${dateWords(createdAt)}`,
    title: `Along which axes of ${experiment} may filters slide, and which may be subsampled?`,
    summary: [
      html`<p>
        ${verdictSentences(diagnosis)} Recommended for ${data}: ${recommendationWords(diagnosis)}
      </p>`,
    ],
    body: [
      html`<section>
        <p class="setup">
          ${data}: ${plural(diagnosis.trainExamples, 'training example')},
          ${plural(diagnosis.testExamples, 'test example')}, ${plural(diagnosis.seeds, 'seed')},
          ${plural(diagnosis.epochs, 'epoch')}, on ${diagnosis.backend}.
        </p>
        ${verdictsTable(numbering, diagnosis)}
        ${
          apart.length === 0
            ? null
            : html`<h3>Contradictions of the declaration</h3>
                <ul>
                  ${apart.map((sentence) => html`<li>${sentence}</li> `)}
                </ul>`
        }
        ${
          notes.length === 0
            ? null
            : html`<h3>Remarks</h3>
                <ul>
                  ${notes.map((note) => html`<li>${note}</li> `)}
                </ul>`
        }
        <h3>Reference classifiers</h3>
        ${classifiersTable(numbering, diagnosis)}
        ${figures(
          numbering,
          charts.filter(({ name }) => name === 'classifiers'),
        )}
      </section> `,
      ...comparisonSection(numbering, diagnosis),
      ...axes.map((axis) => axisSection(numbering, axis, chartsOf(axis.axis))),
      howNumbersAreMade(diagnosis),
      reproduction(command, environment, seconds),
    ],
  });
}

/** Writes the section on what a comparison of whole strategies measured for the same questions. */
function comparisonSection(numbering: Numbering, diagnosis: Diagnosis): Markup[] {
  const { comparison } = diagnosis;
  if (!comparison) return [];
  const apart = contradictions(diagnosis);
  return [
    html`<section>
      <h2>Comparison of strategies</h2>
      <p class="setup">${comparisonWords(comparison)}.</p>
      <p>${agreementSentence([diagnosis])}</p>
      ${agreementMarkup(numbering, [diagnosis])}
      ${
        apart.length === 0
          ? null
          : html`<h3>Contradictions of the diagnosis</h3>
              <ul>
                ${apart.map((sentence) => html`<li>${sentence}</li> `)}
              </ul>`
      }
      <p>${agreementMethod}</p>
    </section> `,
  ];
}

const yesNo = (declared: boolean): string => (declared ? 'yes' : 'no');

const verdictsTable = (numbering: Numbering, { axes }: Diagnosis): Markup =>
  table({
    number: numbering.table(),
    caption:
      'Both questions for every axis: the verdict from the data, and what the experiment declares.',
    columns: [
      { title: 'Axis' },
      { title: 'Length', kind: 'number' },
      { title: 'Do patterns recur along it?' },
      { title: 'Declared' },
      { title: 'May it be subsampled?' },
      { title: 'Declared' },
    ],
    groups: [
      axes.map(({ axis, length, slide, subsample, declared }) => [
        axis,
        count(length),
        outcome(slide.verdict),
        yesNo(declared.patternsRecur),
        outcome(subsample.verdict),
        yesNo(declared.subsamplable),
      ]),
    ],
  });

const classifiersTable = (
  numbering: Numbering,
  { classifiers, chance, recommendation }: Diagnosis,
): Markup =>
  table({
    number: numbering.table(),
    caption:
      `Test accuracy of the reference classifier for every combination. Predicting the most frequent ` +
      `class gives ${percent(chance)}.`,
    columns: [
      { title: 'Filters' },
      { title: 'Accuracy', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      { title: 'Parameters', kind: 'number' },
      { title: '' },
    ],
    groups: [
      classifiers.map(({ move, accuracy: { value, low, high }, parameters }) => [
        moveWords(move),
        percent(value),
        percentInterval(low, high),
        count(parameters),
        isSameMove(move, recommendation.move) ? 'recommended' : '',
      ]),
    ],
  });

const axisSection = (
  numbering: Numbering,
  { axis, length, slide, subsample }: DiagnosedAxis,
  charts: readonly Chart[],
): Markup =>
  html`<section>
    <h2>Along ${axis} (${plural(length, 'position')})</h2>
    <h3>Do the same patterns recur at different positions? ${outcome(slide.verdict)}</h3>
    <p>${capitalised(slide.because)}.</p>
    <h3>
      Does the object stay what it is when every second position is dropped?
      ${outcome(subsample.verdict)}
    </h3>
    <p>${capitalised(subsample.because)}.</p>
    ${figures(numbering, charts)} ${evidenceTable(numbering, axis, [slide, subsample])}
  </section> `;

function evidenceTable(
  numbering: Numbering,
  axis: string,
  judged: readonly DiagnosedAxis['slide'][],
): Markup | null {
  const evidence = judged.flatMap((each) => each.evidence);
  if (evidence.length === 0) return null;
  return table({
    number: numbering.table(),
    caption: `Evidence on ${axis}: differences in percentage points, accuracies in percent.`,
    columns: [
      { title: 'Evidence' },
      { title: 'Measurement', kind: 'words' },
      { title: 'Estimate', kind: 'number' },
      { title: '95 % interval', kind: 'number' },
      { title: 'Baseline', kind: 'number' },
    ],
    groups: judged
      .filter((each) => each.evidence.length > 0)
      .map((each) =>
        each.evidence.map((one) => {
          const { name, what, estimate, baseline } = one;
          const { value, low, high } = estimate;
          return [
            name.replaceAll('-', ' '),
            what,
            ...(isDifference(one)
              ? [points(value), pointsInterval(low, high), '0']
              : [percent(value), percentInterval(low, high), percent(baseline)]),
          ];
        }),
      ),
  });
}

const capitalised = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, '');

const howNumbersAreMade = ({ margin, seeds }: Diagnosis): Markup =>
  html`<section>
    <h2>How these numbers are made</h2>
    <p>
      A reference classifier is trained for every combination of sliding and spanning, with
      ${plural(seeds, 'seed')}, on the same examples, and then on examples that are shuffled,
      shifted or subsampled along one axis at a time. The intervals cover both seeds and test
      examples. The verdict is that patterns recur along an axis where sliding filters are more
      accurate than spanning ones, and this advantage falls when positions are shuffled, unless each
      part of the axis is shown to need filters of its own. Filters of their own for each part are
      also more filters; how much that helps is measured on examples shifted anywhere along the
      axis. An axis may be subsampled where dropping every second position costs at most
      ${percent(margin, 1)} of accuracy. “Not shown” means that the numbers allow neither verdict,
      not that there is no difference. <code>docs/statistics.md</code> of Axiswise describes the
      methods and how they are checked.
    </p>
  </section> `;
