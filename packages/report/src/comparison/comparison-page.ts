import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { html, type Markup } from '../markup.ts';
import { Numbering, reproduction } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import { acrossDomains } from './across-domains.ts';
import { comparisonPictures } from './comparison-pictures.ts';
import { type ExperimentPictures, experimentSection } from './experiment-section.ts';
import { resultSentences, outcomesSentence } from './sentences.ts';

/**
 * One self-contained HTML page that says what a comparison came to: no network, no script, readable on
 * paper and on a phone.
 *
 * @param pictures of each experiment, in their order.
 */
export function comparisonPage(
  comparison: Comparison,
  pictures: readonly ExperimentPictures[] = comparisonPictures(comparison),
): string {
  const { experiments, command, createdAt, environment } = comparison;
  const numbering = new Numbering();
  const several = experiments.length > 1;
  return page({
    kind: `Axiswise comparison of filter strategies · ${dateWords(createdAt)}`,
    title: several
      ? `Which way should filters move? ${experiments.length} domains compared`
      : (experiments[0]?.title ?? 'Nothing was compared'),
    answer: answerOf(experiments),
    body: [
      ...(several ? [acrossDomains(numbering, experiments)] : []),
      ...experiments.map((each, i) =>
        experimentSection(numbering, each, pictures[i], several ? each.title : 'What was measured'),
      ),
      howNumbersAreMade,
      reproduction(
        command,
        environment,
        experiments.reduce((sum, { seconds }) => sum + seconds, 0),
        experiments.map(({ experiment, runDir }) => [`Trials of ${experiment}`, runDir]),
      ),
    ],
  });
}

function answerOf(experiments: readonly ExperimentComparison[]): Markup[] {
  const claims = experiments.flatMap((each) => each.claims);
  const all = experiments.map((each) => {
    const sentences = resultSentences(each).join(' ');
    return experiments.length > 1
      ? html`<p><b>${each.experiment} (${each.data}).</b> ${sentences}</p> `
      : html`<p>${sentences}</p> `;
  });
  return experiments.length > 1 && claims.length > 0
    ? [html`<p>${outcomesSentence(claims, ` in ${experiments.length} domains`)}</p> `, ...all]
    : all;
}

const howNumbersAreMade = html`<section>
  <h2>How these numbers are made</h2>
  <p>
    Accuracy is the share of test examples that are answered rightly, all of them scored once, at
    the end of a trial. Every strategy is trained with every seed on the same examples. The interval
    of a mean is that of Student’s t over seeds. Strategies are compared in pairs, on the same seeds
    and test examples: the interval of their difference comes from a paired bootstrap over both, p
    from a permutation test, corrected for the number of pairs by Holm’s method; the effect size is
    Hedges’ g. A difference is called shown only where its interval excludes zero and the corrected
    p is below 0.05: “no difference shown” does not say that there is none. A prediction of equality
    is supported where the whole interval lies within one percentage point. The methods, their
    sources and how they are checked: <code>docs/statistics.md</code> of Axiswise.
  </p>
</section> `;
