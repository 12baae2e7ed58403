import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { count } from '@axiswise/messages';
import { ranked, scoreWords } from '@axiswise/report';
import { findPair, reverseDifference } from '@axiswise/statistics';
import { readJson, results, row } from './result-files.ts';

// The tables of comparisons, from what `compare` wrote.

/** What `compare` wrote of one experiment. */
export interface ComparisonRecord extends Pick<Comparison, 'command' | 'environment'> {
  readonly experiment: ExperimentComparison;
}

/** The comparisons on real and embedded data, each claim of the theory beside what came out. */
export function comparisonSections(): string[] {
  const records = readdirSync(results)
    .filter((file) => file.endsWith('.comparison.json'))
    .sort()
    .map((file) => readJson(path.join(results, file)) as ComparisonRecord);
  return [...claimsTable(records), '', ...records.flatMap(comparisonSection)];
}

const titleOf = ({ experiment: { experiment, data, trainExamples } }: ComparisonRecord): string =>
  `${experiment}: ${data}, ${count(trainExamples)} training examples`;

function claimsTable(records: readonly ComparisonRecord[]): string[] {
  return [
    row(['domain and data', 'the theory says', 'difference in points', 'outcome']),
    row(['---', '---', '--:', '---']),
    ...records.flatMap((record) => {
      const { task } = record.experiment;
      const words = scoreWords({ task });
      const written = (difference: number): string =>
        task ? words.difference(difference) : points(difference);
      return record.experiment.claims.map(({ better, worse, predicted, outcome }) => {
        const pair = findPair(record.experiment.pairs, better, worse);
        const ahead = pair && (pair.a === better ? pair : reverseDifference(pair));
        return row([
          titleOf(record) + (record.experiment.tuning ? '' : ' (untuned)'),
          predicted === 'better'
            ? `\`${better}\` is better than \`${worse}\``
            : `\`${worse}\` equals \`${better}\``,
          ahead?.low == null || ahead.high == null
            ? '-'
            : `${written(ahead.difference)} (${written(ahead.low)} to ${written(ahead.high)})` +
              (task && !words.isShare ? ` ${words.title}` : ''),
          outcome,
        ]);
      });
    }),
  ];
}

const points = (share: number): string => (100 * share).toFixed(2);

function comparisonSection(record: ComparisonRecord): string[] {
  const { command, environment, experiment } = record;
  const { strategies, seeds, testExamples, testGroups, epochs, budget, failures } = experiment;
  const { tuning } = experiment;
  const words = scoreWords(experiment);
  const columns = ['strategy', 'parameters', words.name, '95 % interval over seeds'];
  const further = [...(tuning ? ['chosen by tuning'] : []), 'learned?', 'against the theory'];
  const neverLearned = strategies.flatMap(({ name, neverPredicted = [] }) =>
    neverPredicted.length === 0 ? [] : [{ name, classes: neverPredicted.length }],
  );
  return [
    '',
    `## ${titleOf(record)}`,
    '',
    `\`${command}\`  `,
    `${seeds.length} seeds, ${epochs} epochs, ${count(testExamples)} test examples` +
      (testGroups ? ` of ${count(testGroups.count)} ${testGroups.of}s` : '') +
      ', ' +
      (budget.of === 'none'
        ? 'sizes as declared'
        : `all as large in ${budget.of} as \`${budget.reference}\` (${count(budget.size!)})`) +
      `; ${environment.backend.name} ${environment.backend.version}, one thread a trial, ` +
      `${environment.cpu}. ` +
      (tuning
        ? `Tuned: each strategy tried ${tuning.configurations} configurations, the same for all, and keeps ` +
          `the one with the best validation ${tuning.metric}.`
        : 'Untuned: every strategy was trained as it is declared.') +
      (failures.length > 0 ? ` ${failures.length} trials failed.` : ''),
    '',
    row([...columns, ...further]),
    row(['---', '--:', '--:', '--:', ...further.map(() => '---')]),
    ...ranked(experiment).map(({ name, parameters, against, filter, ...others }) => {
      const { mean, low, high } = scoreOf(others);
      return row([
        name,
        count(parameters),
        words.value(mean),
        low === null || high === null ? '-' : `${words.value(low)} to ${words.value(high)}`,
        ...(tuning ? [chosenInWords(others.tuned)] : []),
        { trained: 'yes', 'not trained': 'no', 'stopped early': 'stopped early' }[
          others.trained?.verdict ?? 'trained'
        ],
        filter ? against.join('; ') || 'follows it' : 'no filters',
      ]);
    }),
    ...(neverLearned.length === 0
      ? []
      : [
          '',
          `Classes that no seed ever predicts: ${neverLearned
            .map(({ name, classes }) => `${classes} by \`${name}\``)
            .join(', ')}.`,
        ]),
  ];
}

/** `learningRate 0.0034, weightDecay 0.12 (at the edge)`. */
function chosenInWords(tuned: ExperimentComparison['strategies'][number]['tuned']): string {
  if (!tuned?.values) return '-';
  return Object.entries(tuned.values)
    .map(([name, value]) => {
      const isAtEdge = tuned.atEdge.some((edge) => edge.name === name);
      const number = typeof value === 'number' ? Number(value.toPrecision(2)) : value;
      return `${name} ${number}${isAtEdge ? ' (at the edge)' : ''}`;
    })
    .join(', ');
}
