import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { listAnd } from '@axiswise/messages';
import { html, type Markup } from '../markup.ts';
import { contentsList, figures, Numbering, reproduction } from '../page/elements.ts';
import { dateWords, page } from '../page/page.ts';
import { acrossDomains } from './across-domains.ts';
import { comparisonPictures } from './comparison-pictures.ts';
import { type ExperimentPictures, experimentSection } from './experiment-section.ts';
import { cautionSentences, outcomesSentence, resultSentences } from './sentences.ts';

/**
 * Makes one self-contained HTML page of a comparison: no network, no script, readable on paper and on a
 * phone.
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
  // In the order of the page, so that figures are numbered in it.
  const [first] = several ? [] : pictures;
  const figure = first ? (figures(numbering, first.charts.accuracy) ?? null) : null;
  const across = several ? acrossDomains(numbering, experiments) : null;
  const sections = experiments.map((each, i) =>
    experimentSection(numbering, each, pictures[i], {
      heading: several ? each.title : 'Results',
      accuracyAbove: !several,
    }),
  );
  return page({
    kind: `Axiswise comparison of filter strategies · ${dateWords(createdAt)}`,
    title: several
      ? `Along which axes should filters slide? ${experiments.length} domains compared`
      : (experiments[0]?.title ?? 'Nothing was compared'),
    summary: summaryOf(experiments),
    figure,
    contents: contentsList(numbering.contents),
    wide: true,
    body: [
      ...(across ? [across] : []),
      ...sections,
      howNumbersAreMade(experiments),
      reproduction(
        command,
        environment,
        experiments.reduce((sum, { seconds }) => sum + seconds, 0),
        experiments.map(({ experiment, runDir }) => [`Trials of ${experiment}`, runDir]),
      ),
    ],
  });
}

function summaryOf(experiments: readonly ExperimentComparison[]): Markup[] {
  const claims = experiments.flatMap((each) => each.claims);
  const several = experiments.length > 1;
  const all = experiments.map((each) => {
    const sentences = resultSentences(each).join(' ');
    const cautions = cautionSentences(each);
    return html`<div>
      <p>${several ? html`<b>${each.experiment} (${each.data}).</b> ` : null}${sentences}</p>
      ${cautions.length > 0 ? html`<p class="caution">${cautions.join(' ')}</p>` : null}
    </div> `;
  });
  return several && claims.length > 0
    ? [
        html`<p class="all">${outcomesSentence(claims, ` in ${experiments.length} domains`)}</p> `,
        ...all,
      ]
    : all;
}

const howNumbersAreMade = (experiments: readonly ExperimentComparison[]): Markup =>
  html`<section>
    <h2>How these numbers are made</h2>
    <p class="twofold">
      Accuracy is the share of test examples that are predicted correctly. Every example is scored
      once, at the end of a trial. Every strategy is trained with every seed on the same examples.
      The interval of a mean is that of Student’s t over the seeds. Strategies are compared in
      pairs, on the same seeds and test examples: the interval of their difference says what other
      seeds and other test examples would give, and p from a permutation test with Holm’s correction
      for the number of pairs. The effect size is Hedges’ g. A difference counts as shown where its
      interval excludes zero and the corrected p is below 0.05; “no difference shown” does not mean
      that there is none. A prediction of equality is supported where the whole interval lies within
      one percentage point. ${scoresWords(experiments)}
      <code>docs/statistics.md</code> of Axiswise describes the methods, their sources and how they
      are checked.
    </p>
  </section> `;

/** Says what takes the place of accuracy, where some task has no classes. */
function scoresWords(experiments: readonly ExperimentComparison[]): string {
  const tasks = experiments.flatMap(({ task }) => (task ? [task] : []));
  if (tasks.length === 0) return '';
  const names = listAnd([...new Set(tasks.map(({ score }) => score.describe))]);
  const hasPoints = tasks.every(({ score }) => score.isShare);
  return (
    `Where the examples have no classes, the ${names} of each example takes the place of accuracy` +
    (hasPoints
      ? '.'
      : ', and a hundredth of what a constant prediction scores that of a percentage point. Metrics that are ' +
        'no means over examples (RMSE, R²) are compared by the influence of each example on them.')
  );
}
