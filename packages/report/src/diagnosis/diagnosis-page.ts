import type { DiagnosedAxis, Diagnosis } from '@axiswise/diagnose';
import type { Chart } from '../chart.ts';
import { html, type Markup } from '../markup.ts';
import { count, counted, percent, percentInterval, points, pointsInterval } from '../numbers.ts';
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
 * One self-contained HTML page that says what a diagnosis came to: no network, no script, readable on
 * paper and on a phone.
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
    title: `Which axes of ${experiment} deserve sliding, and subsampling?`,
    answer: [
      html`<p>
        ${verdictSentences(diagnosis)} Recommended for ${data}: ${recommendationWords(diagnosis)}
      </p>`,
    ],
    body: [
      html`<section>
        <p class="setup">
          ${data}: ${counted(diagnosis.trainExamples, 'training example')},
          ${counted(diagnosis.testExamples, 'test example')}, ${counted(diagnosis.seeds, 'seed')},
          ${counted(diagnosis.epochs, 'epoch')}, on ${diagnosis.backend}.
        </p>
        ${verdictsTable(numbering, diagnosis)}
        ${
          apart.length === 0
            ? null
            : html`<h3>Where the data contradict the declaration</h3>
                <ul>
                  ${apart.map((sentence) => html`<li>${sentence}</li> `)}
                </ul>`
        }
        ${
          notes.length === 0
            ? null
            : html`<h3>To keep in mind</h3>
                <ul>
                  ${notes.map((note) => html`<li>${note}</li> `)}
                </ul>`
        }
        <h3>What was tried</h3>
        ${classifiersTable(numbering, diagnosis)}
        ${figures(
          numbering,
          charts.filter(({ name }) => name === 'classifiers'),
        )}
      </section> `,
      ...besideSection(numbering, diagnosis),
      ...axes.map((axis) => axisSection(numbering, axis, chartsOf(axis.axis))),
      howNumbersAreMade(diagnosis),
      reproduction(command, environment, seconds),
    ],
  });
}

/** What a comparison of whole strategies measured of the same questions. */
function besideSection(numbering: Numbering, diagnosis: Diagnosis): Markup[] {
  const { comparison } = diagnosis;
  if (!comparison) return [];
  const apart = contradictions(diagnosis);
  return [
    html`<section>
      <h2>Beside the comparison of strategies</h2>
      <p class="setup">${comparisonWords(comparison)}.</p>
      <p>${agreementSentence([diagnosis])}</p>
      ${agreementMarkup(numbering, [diagnosis])}
      ${
        apart.length === 0
          ? null
          : html`<h3>Where the comparison contradicts the diagnosis</h3>
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
      'The two questions for every axis: what the data say, and what the experiment declares.',
    columns: [
      { title: 'Axis' },
      { title: 'Length', kind: 'number' },
      { title: 'Same patterns at different places?' },
      { title: 'Declared' },
      { title: 'Same object with every second position?' },
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
      `Test accuracy of the reference classifier for every choice. Answering with the most frequent ` +
      `class gives ${percent(chance)}.`,
    columns: [
      { title: 'Filters that' },
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
    <h2>Along ${axis} (${counted(length, 'position')})</h2>
    <h3>Do the same patterns turn up at different places? ${outcome(slide.verdict)}</h3>
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
    caption: `Everything measured of ${axis}: differences in percentage points, accuracies in percent.`,
    columns: [
      { title: 'Evidence' },
      { title: 'What was measured', kind: 'words' },
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
      One reference classifier is trained for every choice of sliding and spanning, with
      ${counted(seeds, 'seed')}, on the same examples, and then on examples that are shuffled,
      shifted or thinned along one axis at a time. The intervals are over seeds and test examples
      alike. Patterns recur along an axis where filters that slide find more than filters that span,
      and less so once its positions are shuffled, unless each part is shown to need filters of its
      own; filters of each part’s own are also more, and how much that helps is measured on examples
      moved anywhere along the axis. An axis may be subsampled where dropping every second position
      loses no more than ${percent(margin, 1)} of accuracy. “Not shown” says that the numbers allow
      neither answer, and not that there is none. The methods and how they are checked:
      <code>docs/statistics.md</code> of Axiswise.
    </p>
  </section> `;
