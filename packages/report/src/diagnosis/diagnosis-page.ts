import type { DiagnosedAxis, Diagnosis, NeededExamples } from '@axiswise/diagnose';
import {
  count,
  inPercent,
  percent,
  percentInterval,
  plural,
  points,
  pointsInterval,
  probability,
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
  setupWords,
  verdictSentences,
  scoreWords,
} from './sentences.ts';
import { capital } from '../comparison/capital.ts';

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
      ...verdictSentences(diagnosis).map((sentence) => html`<p>${sentence}</p> `),
      html`<p><b>Recommended for ${data}:</b> ${recommendationWords(diagnosis)}</p>`,
    ],
    body: [
      html`<section>
        <p class="setup">${data}: ${setupWords(diagnosis).join(', ')}, on ${diagnosis.backend}.</p>
        ${verdictsTable(numbering, diagnosis)} ${neededTable(numbering, diagnosis)}
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
      ...tuningSection(numbering, diagnosis),
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
      { title: 'Patterns recur?' },
      { title: 'Declared' },
      { title: 'Subsamplable?' },
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

/** What open verdicts would need; null where none can be decided by more examples. */
function neededTable(
  numbering: Numbering,
  { axes, testExamples, seeds }: Diagnosis,
): Markup | null {
  const open = axes.flatMap(({ axis, slide, subsample }) =>
    [
      { axis, question: 'Do patterns recur along it?', needed: slide.needed },
      { axis, question: 'May it be subsampled?', needed: subsample.needed },
    ].flatMap(({ needed, ...rest }) => (needed ? [{ ...rest, needed }] : [])),
  );
  if (open.length === 0) return null;
  return table({
    number: numbering.table(),
    caption:
      `How many test examples the open questions would need, if examples and seeds go on to vary as here: ` +
      `with so many, ${Math.round(100 * open[0].needed.power)} of 100 such diagnoses would show the difference. ` +
      `Here were ${count(testExamples)}, with ${plural(seeds, 'seed')}.`,
    columns: [
      { title: 'Axis' },
      { title: 'Question' },
      { title: 'To show', kind: 'words' },
      { title: 'Test examples', kind: 'number' },
      { title: 'Seeds', kind: 'number' },
    ],
    groups: [
      open.map(({ axis, question, needed }) => [
        axis,
        question,
        neededWords(needed),
        count(needed.testExamples),
        count(needed.seeds),
      ]),
    ],
  });
}

/** What more examples would show: `a difference of +1.2 points`, `a loss of 0.9 within 2.0 points`. */
function neededWords({ evidence, toShow, against }: NeededExamples): string {
  if (against === 0) return `a difference of ${points(toShow, 1)} points`;
  const isLoss = evidence === 'loss-by-subsampling';
  const [loss, margin] = isLoss ? [toShow, against] : [-toShow, -against];
  return `a loss of ${points(loss, 1)} within ${inPercent(margin, 1)} points`;
}

/** What was found for each network before its seeds. */
function tuningSection(numbering: Numbering, { tuning }: Diagnosis): Markup[] {
  if (!tuning) return [];
  const atEdge = tuning.classifiers.filter((each) => each.atEdge.length > 0).length;
  return [
    html`<section>
      <h2>Learning rates</h2>
      <p>
        Each network tried the same ${plural(tuning.configurations, 'learning rate')} on validation
        examples, with a seed of its own, before the seeds that count. The lowest validation loss
        chose.
        ${
          atEdge === 0
            ? ''
            : `${plural(atEdge, 'choice')} of ${tuning.classifiers.length} at an end of the range: a better ` +
              `one may lie beyond it.`
        }
      </p>
      ${table({
        number: numbering.table(),
        caption: 'What was chosen for each network.',
        columns: [
          { title: 'Classifier', kind: 'words' },
          { title: 'Learning rate', kind: 'number' },
          { title: 'Validation loss', kind: 'number' },
          { title: '' },
        ],
        groups: [
          tuning.classifiers.map(({ words, learningRate, loss, atEdge: edges }) => [
            words,
            String(learningRate),
            loss === null ? 'diverged' : loss.toFixed(3),
            edges.length > 0 ? `at the ${edges[0].end === 'low' ? 'lower' : 'upper'} end` : '',
          ]),
        ],
      })}
    </section> `,
  ];
}

const classifiersTable = (
  numbering: Numbering,
  { classifiers, chance, recommendation, score }: Diagnosis,
): Markup =>
  table({
    number: numbering.table(),
    caption:
      `Test ${scoreWords({ score }).name} of the reference classifier for every combination. ` +
      (score
        ? `It is ${percent(chance)} for ${score.constant.replace(/^that of /, '')}.`
        : `Predicting the most frequent class gives ${percent(chance)}.`),
    columns: [
      { title: 'Filters' },
      { title: capital(scoreWords({ score }).name), kind: 'number' },
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
      { title: 'p', kind: 'number' },
    ],
    groups: judged
      .filter((each) => each.evidence.length > 0)
      .map((each) =>
        each.evidence.map((one) => {
          const { name, what, estimate, baseline, p } = one;
          const { value, low, high } = estimate;
          return [
            name.replaceAll('-', ' '),
            what,
            ...(isDifference(one)
              ? [points(value), pointsInterval(low, high), '0']
              : [percent(value), percentInterval(low, high), percent(baseline)]),
            p === undefined ? '' : probability(p),
          ];
        }),
      ),
  });
}

const capitalised = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, '');

const howNumbersAreMade = ({ margin, seeds, tuning }: Diagnosis): Markup =>
  html`<section>
    <h2>How these numbers are made</h2>
    <p>
      A reference classifier is trained for every combination of sliding and spanning, with
      ${plural(seeds, 'seed')}, on the same examples, and then on examples that are shuffled,
      shifted or subsampled along one axis at a time.
      ${tuning ? '' : 'All are trained with the same learning rate: they are untuned.'} The 95 %
      intervals say where the difference would lie with other seeds and other test examples of the
      same kind; they miss it in 5 of 100 cases. “Chance alone explains such a difference once in a
      hundred” means: if there were none, one of a hundred diagnoses would show as large a one. The
      verdict is that patterns recur along an axis where sliding filters are more accurate than
      spanning ones, and this advantage falls when positions are shuffled, unless each part of the
      axis is shown to need filters of its own. Filters of their own for each part are also more
      filters; how much that helps is measured on examples shifted anywhere along the axis. An axis
      may be subsampled where dropping every second position costs at most ${percent(margin, 1)} of
      accuracy. “Not shown” means that the numbers allow neither verdict, not that there is no
      difference. <code>docs/statistics.md</code> of Axiswise describes the methods and how they are
      checked.
    </p>
  </section> `;
