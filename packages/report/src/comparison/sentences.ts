import type {
  Claim,
  ComparedStrategy,
  ExperimentComparison,
  MeanOverSeeds,
} from '@axiswise/compare';
import { count, listAnd, percent, plural } from '@axiswise/messages';
import { percentInterval } from '../numbers.ts';
import { isMeasured, ranked } from './ranking.ts';

/** Writes a mean with its interval: `98.85 % [98.70, 99.00]`; `none` where no trial finished. */
export const accuracyWords = (accuracy: MeanOverSeeds): string =>
  isMeasured(accuracy)
    ? `${percent(accuracy.mean)} ${percentInterval(accuracy.low, accuracy.high)}`.trim()
    : 'none';

/** Writes what the theory predicts of two strategies. */
export const predictionWords = ({ better, worse, predicted }: Claim): string =>
  predicted === 'better' ? `${better} better than ${worse}` : `${better} equal to ${worse}`;

/** Writes what was trained, on which data. */
export function setupWords(experiment: ExperimentComparison): string {
  const { data, seeds, trainExamples, testExamples, epochs, batchSize, backend } = experiment;
  const options = Object.entries(experiment.options).map(([name, value]) => `, ${name} ${value}`);
  return (
    `${data}: ${plural(trainExamples, 'training example')}, ${plural(testExamples, 'test example')}, ` +
    `${plural(seeds.length, 'seed')}, ${plural(epochs, 'epoch')} in batches of ${count(batchSize)}, ` +
    `on ${backend}${options.join('')}`
  );
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
  const filters = strategies.filter(({ filter }) => filter !== null);
  // A network without hidden layers has no width to choose.
  const asTheyAre = strategies
    .filter((each) => each.filter === null && deviation([each]) > 0.02)
    .map(({ name }) => name);
  return (
    `Layer widths are chosen so that every strategy has the ${count(budget.size)} ${what} of ` +
    `${budget.reference ?? 'the reference'}; the largest deviation is ${percent(deviation(filters), 1)}` +
    (asTheyAre.length > 0 ? `, and ${listAnd(asTheyAre)} cannot be scaled to that size.` : '.')
  );
}

/** Writes the result in words that say no more than the numbers and the verdicts. */
export function resultSentences(experiment: ExperimentComparison): string[] {
  const { claims, failures, pairs, seeds } = experiment;
  const [best, next] = ranked(experiment);
  if (!best) return ['No trial finished, so nothing was measured.'];
  const pair = next && pairs.find(({ a, b }) => isPair([a, b], [best.name, next.name]));
  const sentences = [
    `Of ${plural(ranked(experiment).length, 'strategy', 'strategies')}, ${tunedWords(experiment)}, with ` +
      `${plural(seeds.length, 'seed')}, ${best.name} has the highest mean accuracy, ` +
      accuracyWords(best.accuracy) +
      (next ? `, followed by ${next.name} with ${accuracyWords(next.accuracy)}` : '') +
      (pair ? `: ${asSentence(pair.verdict)}` : '.'),
  ];
  if (claims.length > 0) sentences.push(outcomesSentence(claims));
  if (failures.length > 0) {
    sentences.push(
      `${plural(failures.length, 'trial')} failed and ${
        failures.length === 1 ? 'is' : 'are'
      } missing from the means.`,
    );
  }
  return sentences;
}

const isPair = (names: readonly string[], asked: readonly string[]): boolean =>
  asked.every((name) => names.includes(name));

/** Counts the outcomes: of 5 predictions, 3 are supported, 1 is contradicted and 1 is not shown. */
export function outcomesSentence(claims: readonly Claim[], where = ''): string {
  const parts = (['supported', 'contradicted', 'not shown'] as const).flatMap((outcome) => {
    const n = claims.filter((claim) => claim.outcome === outcome).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? 'is' : 'are'} ${outcome}`];
  });
  return claims.length === 1
    ? `The theory's one prediction is ${claims[0].outcome}.`
    : `Of ${claims.length} predictions of the theory${where}, ${listAnd(parts)}.`;
}

/** Ends a sentence with a full stop, unless it ends with a mark already. */
const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
