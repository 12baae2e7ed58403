import type { ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { filterWords } from '@axiswise/drawing';
import { type Content, html, type Markup } from '../markup.ts';
import { type Numbering, outcome, table } from '../page/elements.ts';
import { keyOf } from './strategies-table.ts';
import { differencesTo, isMeasured, referenceOf } from './ranking.ts';
import { differenceCells, scoreWords } from './score-words.ts';

/** The table of all domains and strategies: what the theory predicts beside what was measured. */
export const acrossDomains = (
  numbering: Numbering,
  experiments: readonly ExperimentComparison[],
): Markup =>
  html`<section>
    <h2>Across domains</h2>
    ${table({
      number: numbering.table(),
      caption:
        'Test accuracy of each strategy in each domain, and its difference from the reference in percentage ' +
        'points, with 95 % intervals; what the theory predicts, and whether the measurement supports it.',
      columns: [
        { title: 'Strategy' },
        { title: 'Filters', kind: 'words' },
        { title: 'Test accuracy', kind: 'number' },
        { title: '95 % interval', kind: 'number' },
        { title: 'Difference', kind: 'number' },
        { title: '95 % interval', kind: 'number' },
        { title: 'Predicted' },
        { title: 'Outcome' },
      ],
      groups: experiments.map(rowsOf),
    })}
  </section> `;

function rowsOf(experiment: ExperimentComparison): (readonly Content[])[] {
  const { strategies, claims } = experiment;
  const reference = referenceOf(experiment);
  const words = scoreWords(experiment);
  const differences = reference === null ? [] : differencesTo(experiment, reference);
  const first = strategies.filter(({ name }) => name === reference);
  const others = strategies.filter(({ name }) => name !== reference);
  const rows = [...first, ...others].map((strategy): readonly Content[] => {
    const { name } = strategy;
    const score = scoreOf(strategy);
    const difference = differences.find((each) => each.strategy === name);
    // A claim is shown once, beside the strategy that it calls worse, or equal.
    const of = claims.filter(({ worse }) => worse === name);
    return [
      html`${keyOf(strategies.indexOf(strategy))}${name}`,
      filterWords(strategy),
      isMeasured(score) ? words.value(score.mean) : 'none',
      words.interval(score.low, score.high),
      ...(difference
        ? differenceCells(words, difference)
        : [name === reference ? 'reference' : '', '']),
      of.map(({ better, predicted }) => [
        html`<div>${predicted === 'better' ? 'worse than' : 'equal to'} ${better}</div>`,
      ]),
      of.map((claim) => html`<div>${outcome(claim.outcome)}</div>`),
    ];
  });
  return [[html`${experiment.experiment} <small>(${experiment.data})</small>`], ...rows];
}
