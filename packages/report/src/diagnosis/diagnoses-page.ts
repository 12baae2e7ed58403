import type { Diagnosis } from '@axiswise/diagnose';
import { plural } from '@axiswise/messages';
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
import { disagreements, recommendationWords, setupWords, verdictSentences } from './sentences.ts';

/** Makes one self-contained HTML page of the diagnoses of several experiments. */
export function diagnosesPage(diagnoses: readonly Diagnosis[]): string {
  const [first] = diagnoses;
  const apart = diagnoses.flatMap((each) =>
    [...disagreements(each), ...contradictions(each)].map((sentence) => ({ of: each, sentence })),
  );
  return page({
    kind: `Axiswise diagnosis · ${dateWords(first.createdAt)}`,
    title: `Along which axes may filters slide, and which may be subsampled? ${plural(diagnoses.length, 'domain')} diagnosed`,
    summary: [html`<p>${agreementSentence(diagnoses)}</p> `, ...diagnoses.map(summaryOf)],
    body: [
      html`<section>
        <h2>Declaration, diagnosis and comparison</h2>
        ${agreementMarkup(new Numbering(), diagnoses)}
        ${
          apart.length === 0
            ? null
            : html`<h3>Disagreements</h3>
                <ul>
                  ${apart.map(
                    ({ of, sentence }) => html`<li><b>${of.experiment}.</b> ${sentence}</li> `,
                  )}
                </ul>`
        }
        <h3>Setup</h3>
        <ul>
          ${diagnoses.map((each) => html`<li>${setupOf(each)}</li> `)}
        </ul>
      </section> `,
      html`<section>
        <h2>How verdicts are checked against comparisons</h2>
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

const summaryOf = (diagnosis: Diagnosis): Markup =>
  html`<p>
    <b>${diagnosis.experiment} (${diagnosis.data}).</b> ${verdictSentences(diagnosis).join(' ')}
    Recommended: ${recommendationWords(diagnosis)}
  </p> `;

function setupOf({ experiment, data, comparison, ...diagnosis }: Diagnosis): string {
  return (
    `${experiment} on ${data}: ${setupWords(diagnosis).join(', ')}; ` +
    (comparison ? `comparison ${comparisonWords(comparison)}.` : 'no comparison.')
  );
}
