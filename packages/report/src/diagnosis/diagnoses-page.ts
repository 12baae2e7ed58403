import type { Diagnosis } from '@axiswise/diagnose';
import { counted, list } from '../numbers.ts';
import { html, type Markup } from '../markup.ts';
import { Numbering, reproduction } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import {
  agreementSentence,
  comparisonWords,
  contradictions,
  agreementMethod,
} from './agreement.ts';
import { agreementMarkup } from './agreement-table.ts';
import { disagreements, recommendationWords, verdictSentences } from './sentences.ts';

/** One self-contained HTML page that sets the diagnoses of several experiments beside each other. */
export function diagnosesPage(diagnoses: readonly Diagnosis[]): string {
  const [first] = diagnoses;
  const apart = diagnoses.flatMap((each) =>
    [...disagreements(each), ...contradictions(each)].map((sentence) => ({ of: each, sentence })),
  );
  return page({
    kind: `Axiswise diagnosis · ${dateWords(first.createdAt)}`,
    title: `Which axes deserve sliding, and subsampling? ${counted(diagnoses.length, 'domain')} diagnosed`,
    answer: [html`<p>${agreementSentence(diagnoses)}</p> `, ...diagnoses.map(answerOf)],
    body: [
      html`<section>
        <h2>Declared, diagnosed, compared</h2>
        ${agreementMarkup(new Numbering(), diagnoses)}
        ${
          apart.length === 0
            ? null
            : html`<h3>Where they disagree</h3>
                <ul>
                  ${apart.map(
                    ({ of, sentence }) => html`<li><b>${of.experiment}.</b> ${sentence}</li> `,
                  )}
                </ul>`
        }
        <h3>What was diagnosed</h3>
        <ul>
          ${diagnoses.map((each) => html`<li>${setupOf(each)}</li> `)}
        </ul>
      </section> `,
      html`<section>
        <h2>How verdicts and comparisons are set beside each other</h2>
        <p>${agreementMethod}</p>
      </section> `,
      reproduction(
        first.command,
        first.environment,
        diagnoses.reduce((sum, { seconds }) => sum + seconds, 0),
        [],
        { charts: false },
      ),
    ],
  });
}

const answerOf = (diagnosis: Diagnosis): Markup =>
  html`<p>
    <b>${diagnosis.experiment} (${diagnosis.data}).</b> ${verdictSentences(diagnosis)} Recommended:
    ${recommendationWords(diagnosis)}
  </p> `;

function setupOf({ experiment, data, comparison, ...diagnosis }: Diagnosis): string {
  const numbers = [
    counted(diagnosis.trainExamples, 'training example'),
    counted(diagnosis.testExamples, 'test example'),
    counted(diagnosis.seeds, 'seed'),
    counted(diagnosis.epochs, 'epoch'),
  ];
  return (
    `${experiment} on ${data}: ${list(numbers)}; ` +
    (comparison ? `compared in ${comparisonWords(comparison)}.` : 'no comparison beside it.')
  );
}
