import type {
  ComparedStrategy,
  Comparison,
  ExperimentComparison,
  TunedStrategy,
} from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { filterWords } from '@axiswise/drawing';
import { count, plural, textTable } from '@axiswise/messages';
import { declaredMetricsOf, metricMean } from './metric-words.ts';
import { differencesTo, isMeasured, ranked, referenceOf } from './ranking.ts';
import { scalesLines } from './scales-text.ts';
import { differenceCells, scoreWords } from './score-words.ts';
import { searchSentence } from './search.ts';
import { shapeLines } from './shapes.ts';
import {
  cautionSentences,
  resultSentences,
  budgetWords,
  predictionWords,
  setupWords,
  tunedWords,
  tuningWords,
} from './sentences.ts';

/** Writes a comparison for a terminal: a table, the verdicts, the predictions of the theory. */
export const comparisonText = ({ experiments }: Comparison): string =>
  experiments.map(experimentText).join('\n\n\n');

function experimentText(experiment: ExperimentComparison): string {
  const { title, strategies, claims, failures } = experiment;
  const reference = referenceOf(experiment);
  const differences = reference === null ? [] : differencesTo(experiment, reference);
  return [
    [title, setupWords(experiment), budgetWords(experiment), tuningWords(experiment)].join('\n'),
    strategiesTable(experiment, reference),
    resultSentences(experiment).join('\n'),
    section('To keep in mind', cautionSentences(experiment)),
    section('Shapes', shapeLines(strategies)),
    section('By size', scalesLines(experiment)),
    section('Chosen by tuning', chosenLines(strategies)),
    searchSentence(experiment),
    section('What the filters do', filterLines(strategies)),
    section(
      `Compared with ${reference}, ${tunedWords(experiment)}`,
      differences.map(({ verdict, decidedAfter }) =>
        decidedAfter === undefined
          ? verdict
          : `${verdict}; ${decidedAfter === null ? 'undecided' : `decided after ${plural(decidedAfter, 'seed')}`}`,
      ),
    ),
    section(
      `Predictions of the theory, ${tunedWords(experiment)}`,
      claims.map((claim) => {
        const { outcome, measured, atSizes } = claim;
        return (
          `${outcome.padEnd('contradicted'.length)}  ${predictionWords(claim)}: ${measured}` +
          (atSizes ? `; ${atSizes.words}` : '')
        );
      }),
    ),
    section(
      'Failed trials',
      failures.map(
        ({ strategy, seed, trainExamples, message }) =>
          `${strategy}, seed ${seed}, ${count(trainExamples)} examples: ${message}`,
      ),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function strategiesTable(experiment: ExperimentComparison, reference: string | null): string {
  const { strategies } = experiment;
  const differences = reference === null ? [] : differencesTo(experiment, reference);
  const words = scoreWords(experiment);
  const metrics = declaredMetricsOf(experiment);
  const order = ranked(experiment);
  const missing = strategies.filter((strategy) => !order.includes(strategy));
  return textTable(
    [
      { title: 'strategy' },
      { title: 'parameters', align: 'right' },
      { title: words.isShare ? words.name : words.title, align: 'right' },
      { title: '95 % interval', align: 'right' },
      ...metrics.map(({ title }) => ({ title, align: 'right' }) as const),
      { title: words.isShare ? 'points' : 'difference', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: words.isShare ? 'each seed (%)' : 'each seed' },
    ],
    [...order, ...missing].map((strategy) => {
      const { name, parameters } = strategy;
      const score = scoreOf(strategy);
      const { mean, low, high, values } = score;
      const difference = differences.find((each) => each.strategy === name);
      return [
        name,
        count(parameters),
        isMeasured(score) ? (words.isShare ? words.value : words.number)(mean) : '-',
        words.interval(low, high),
        ...metrics.map((metric) => metricMean(strategy, metric)),
        ...(difference ? differenceCells(words, difference) : ['', '']),
        values.map((value) => (value === null ? 'failed' : words.number(value))).join(' '),
      ];
    }),
  );
}

/** What was chosen for each strategy; nothing where they were not tuned. */
function chosenLines(strategies: readonly ComparedStrategy[]): string[] {
  const width = Math.max(...strategies.map(({ name }) => name.length));
  return strategies.flatMap(({ name, tuned }) =>
    tuned ? [`${name.padEnd(width)}  ${chosenWords(tuned)}`] : [],
  );
}

function chosenWords({ number, values, atEdge }: TunedStrategy): string {
  if (number === null || values === null) return 'nothing, every configuration failed';
  const names = Object.keys(values);
  if (names.length === 0) return 'nothing of what is tuned changes it';
  const chosen = names.map((name) => {
    const edge = atEdge.find((each) => each.name === name);
    return `${name} ${values[name]}${edge ? ` (${edge.end} edge)` : ''}`;
  });
  return `configuration ${number}: ${chosen.join(', ')}`;
}

/** What every convolution and every pooling does, a line for each strategy. */
function filterLines(strategies: readonly ComparedStrategy[]): string[] {
  const width = Math.max(...strategies.map(({ name }) => name.length));
  return strategies.map((strategy) => `${strategy.name.padEnd(width)}  ${filterWords(strategy)}`);
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
