import type {
  Claim,
  ComparedStrategy,
  ExperimentComparison,
  MeanOverSeeds,
} from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { minimumWidth } from '@axiswise/geometry';
import { count, type FigureWords, listAnd, percent, plural } from '@axiswise/messages';
import { findPair } from '@axiswise/statistics';
import { isTooLarge, tooLargeWords } from './shapes.ts';
import { isMeasured, ranked } from './ranking.ts';
import { scoreWords } from './score-words.ts';
import type { Scored } from './scored.ts';

/** Writes a mean with its interval: `98.85 % [98.70, 99.00]`; `none` where no trial finished. */
export const meanWords = (of: MeanOverSeeds, { value, interval }: FigureWords): string =>
  isMeasured(of) ? `${value(of.mean)} ${interval(of.low, of.high)}`.trim() : 'none';

/** Writes what the theory predicts of two strategies. */
export const predictionWords = ({ better, worse, predicted }: Claim): string =>
  predicted === 'better' ? `${better} better than ${worse}` : `${better} equal to ${worse}`;

/** Writes a multiple of the budget: `0.25 × the budget`. */
export const scaleWords = (scale: number): string =>
  scale === 1 ? 'the budget' : `${scale} × the budget`;

/** Writes what was trained, on which data. */
export function setupWords(experiment: ExperimentComparison): string {
  const { testGroups, data, trainExamples, testExamples, epochs, batchSize, backend } = experiment;
  const options = Object.entries(experiment.options).map(([name, value]) => `, ${name} ${value}`);
  return (
    `${data}: ${plural(trainExamples, 'training example')}, ${plural(testExamples, 'test example')}` +
    `${testGroups ? ` of ${plural(testGroups.count, testGroups.of)}` : ''}, ` +
    `${seedsWords(experiment)}, ${plural(epochs, 'epoch')} in batches of ${count(batchSize)}, ` +
    `on ${backend}${options.join('')}`
  );
}

/** Writes with how many seeds strategies were trained: `5 seeds`, `3 to 7 seeds`. */
function seedsWords({ seeds, strategies, decision }: ExperimentComparison): string {
  const fewest = Math.min(
    seeds.length,
    ...strategies.map((strategy) => scoreOf(strategy).values.length),
  );
  const most = plural(seeds.length, 'seed');
  return !decision || fewest === seeds.length ? most : `${fewest} to ${most}`;
}

/** Writes how strategies were tuned, in two words or some: `untuned`, `tuned with 8 configurations each`. */
export const tunedWords = ({ tuning }: ExperimentComparison): string =>
  tuning ? `tuned with ${plural(tuning.configurations, 'configuration')} each` : 'untuned';

/** Writes how strategies were tuned, and what of the choices gives pause. */
export function tuningWords(experiment: ExperimentComparison): string {
  const { tuning, strategies } = experiment;
  if (!tuning) {
    return (
      'Untuned: every strategy is trained with the settings that the experiment declares, which suit some ' +
      'better than others.'
    );
  }
  const names = Object.keys(tuning.space);
  const rungs = tuning.rungs.map(
    ({ epochs, trials }, i) =>
      `${i === 0 ? 'all' : `the best ${count(trials)}`} for ${plural(epochs, 'epoch')}`,
  );
  const edges = strategies.flatMap(({ name, tuned }) =>
    (tuned?.atEdge ?? []).map(({ name: of, end }) => `${of} of ${name} (${end})`),
  );
  return (
    `Every strategy is ${tunedWords(experiment)} (${listAnd(names)}), ${listAnd(rungs)}, by the ` +
    `${tuning.metric} on the validation examples with a seed that does not count.` +
    (edges.length > 0
      ? ` At the edge of what was tried, so that better values may lie beyond: ${listAnd(edges)}.`
      : '')
  );
}

/** Writes how the sizes of the strategies are chosen. */
export function budgetWords({ budget, strategies }: ExperimentComparison): string {
  if (budget.of === 'none' || budget.size === null)
    return 'Every strategy is as large as declared.';
  const what = budget.of === 'macs' ? 'multiply-accumulates per example' : 'parameters';
  const deviation = (of: readonly ComparedStrategy[]): number =>
    Math.max(0, ...of.map(({ sizeRatio }) => Math.abs((sizeRatio ?? 1) - 1)));
  const filters = strategies.filter((each) => each.filter !== null && !isTooLarge(each));
  const tooLarge = tooLargeWords(strategies);
  // A network without hidden layers has no width to choose.
  const asTheyAre = strategies
    .filter((each) => each.filter === null && deviation([each]) > 0.02)
    .map(({ name }) => name);
  return (
    `Layer widths are chosen so that every strategy has the ${count(budget.size)} ${what}` +
    (budget.scale === undefined ? '' : `, ${budget.scale} times those`) +
    ` of ${budget.reference ?? 'the reference'}; the largest deviation is ` +
    percent(deviation(filters), 1) +
    (asTheyAre.length > 0 ? `, and ${listAnd(asTheyAre)} cannot be scaled to that size.` : '.') +
    (tooLarge === ''
      ? ''
      : ` Larger, because no layer is made narrower than ${minimumWidth}: ${tooLarge}.`)
  );
}

/** Writes the result in words that say no more than the numbers and the verdicts. */
export function resultSentences(experiment: ExperimentComparison): string[] {
  const { claims, failures, pairs, seeds } = experiment;
  const [best, next] = ranked(experiment);
  if (!best) return ['No trial finished, so nothing was measured.'];
  const words = scoreWords(experiment);
  const pair = next && findPair(pairs, best.name, next.name);
  const sentences = [
    `Of ${plural(ranked(experiment).length, 'strategy', 'strategies')}, ${tunedWords(experiment)}, with ` +
      `${plural(seeds.length, 'seed')}, ${best.name} has the ${words.best} mean ${words.name.replace(/^mean /, '')}, ` +
      meanWords(scoreOf(best), words) +
      (next ? `, followed by ${next.name} with ${meanWords(scoreOf(next), words)}` : '') +
      (pair ? `: ${asSentence(pair.verdict)}` : '.'),
  ];
  if (claims.length > 0) sentences.push(outcomesSentence(claims));
  const decision = decisionSentence(experiment);
  if (decision !== '') sentences.push(decision);
  if (failures.length > 0) {
    sentences.push(
      `${plural(failures.length, 'trial')} failed and ${
        failures.length === 1 ? 'is' : 'are'
      } missing from the means.`,
    );
  }
  return sentences;
}

/** Counts the outcomes: of 5 predictions, 3 are supported, 1 is contradicted and 1 is not shown. */
export function outcomesSentence(claims: readonly Claim[], where = ''): string {
  const parts = (['supported', 'contradicted', 'not shown', 'not testable'] as const).flatMap(
    (outcome) => {
      const n = claims.filter((claim) => claim.outcome === outcome).length;
      return n === 0 ? [] : [`${n} ${n === 1 ? 'is' : 'are'} ${outcome}`];
    },
  );
  return claims.length === 1
    ? `The theory's one prediction is ${claims[0].outcome}.`
    : `Of ${claims.length} predictions of the theory${where}, ${listAnd(parts)}.`;
}

/** Writes what gives pause: what did not train, what is never predicted, which intervals are doubtful. */
export const cautionSentences = (experiment: ExperimentComparison): string[] => [
  ...trainedSentences(experiment),
  ...neverPredictedSentences(experiment),
  ...warningSentences(experiment),
];

/** Names the strategies that did not train or were stopped early, with the reasons. */
export const trainedSentences = ({ strategies }: ExperimentComparison): string[] =>
  strategies.flatMap(({ name, trained }) => {
    if (!trained || trained.verdict === 'trained') return [];
    const what =
      trained.verdict === 'not trained' ? `${name} did not train` : `${name} was stopped early`;
    return [asSentence(`${what}: ${trained.because.map(withoutStop).join('; ')}`)];
  });

/** Names the classes that strategies never predict; a long list is cut. */
export const neverPredictedSentences = ({
  strategies,
  classes,
}: Pick<Scored, 'strategies' | 'classes'>): string[] =>
  strategies.flatMap(({ name, neverPredicted = [] }) =>
    neverPredicted.length === 0
      ? []
      : [
          `${name} never predicts ${count(neverPredicted.length)} of ` +
            `${plural(classes.length, 'class', 'classes')}: ${listSome(neverPredicted)}.`,
        ],
  );

const mostListed = 12;
const listSome = (names: readonly string[]): string =>
  names.length <= mostListed
    ? listAnd(names)
    : `${names.slice(0, mostListed - 2).join(', ')} and ${names.length - mostListed + 2} more`;

/** Says which intervals are doubtful, each reason once. */
export function warningSentences({
  pairs,
  testGroups,
}: Pick<Scored, 'pairs' | 'testGroups'>): string[] {
  const warned = pairs.flatMap(({ warning }) => (warning ? [warning] : []));
  if (warned.length === 0) return [];
  const fewest = warned.reduce((a, b) => (b.groups < a.groups ? b : a));
  const of = testGroups?.of ?? 'group';
  return [
    `The test examples come from ${testGroups ? plural(testGroups.count, of) : 'few groups'}, which count as ` +
      `${count(Math.floor(fewest.groups))} of equal size: with fewer than ${count(fewest.enough)}, intervals ` +
      'may be too narrow.',
  ];
}

/** Says how many trainings were saved by deciding after each seed; empty where their number was fixed. */
export function decisionSentence({ decision, pairs }: ExperimentComparison): string {
  if (!decision) return '';
  const { minimumSeeds, maximumSeeds, trainings, trainingsWithFixedSeeds, fixedSeeds } = decision;
  const saved = trainingsWithFixedSeeds - trainings;
  const undecided = pairs.filter(({ decidedAfter }) => decidedAfter === null).length;
  return (
    `Seeds were added until the claims were decided, from ${count(minimumSeeds)} to at most ` +
    `${count(maximumSeeds)}: ${plural(trainings, 'training')}, ` +
    (saved === 0
      ? `as many as ${plural(fixedSeeds, 'seed')} of each take`
      : `${count(Math.abs(saved))} ${saved > 0 ? 'fewer' : 'more'} than ` +
        `${plural(fixedSeeds, 'seed')} of each take`) +
    (undecided > 0
      ? `; ${plural(undecided, 'pair')} ${undecided === 1 ? 'is' : 'are'} undecided. `
      : '. ') +
    'Intervals and p-values of differences are of repeated looks: they hold wherever it stopped, and are wider ' +
    'than those of a fixed number of seeds.'
  );
}

const withoutStop = (words: string): string => words.replace(/\.$/, '');

/** Ends a sentence with a full stop, unless it ends with a mark already. */
const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
