import type {
  Claim,
  ComparedStrategy,
  ExperimentComparison,
  MeanOverSeeds,
} from '@axiswise/compare';
import { count, counted, list, percent, percentInterval } from '../numbers.ts';
import { isMeasured, ranked } from './ranking.ts';

/** `98.85 % [98.70, 99.00]`; `none` where no trial finished. */
export const accuracyWords = (accuracy: MeanOverSeeds): string =>
  isMeasured(accuracy)
    ? `${percent(accuracy.mean)} ${percentInterval(accuracy.low, accuracy.high)}`.trim()
    : 'none';

/** What the theory says of two strategies. */
export const predictionWords = ({ better, worse, predicted }: Claim): string =>
  predicted === 'better' ? `${better} better than ${worse}` : `${better} equal to ${worse}`;

/** What was trained, on what. */
export function setupWords(experiment: ExperimentComparison): string {
  const { data, seeds, trainExamples, testExamples, epochs, batchSize, backend } = experiment;
  const options = Object.entries(experiment.options).map(([name, value]) => `, ${name} ${value}`);
  return (
    `${data}: ${counted(trainExamples, 'training example')}, ${counted(testExamples, 'test example')}, ` +
    `${counted(seeds.length, 'seed')}, ${counted(epochs, 'epoch')} in batches of ${count(batchSize)}, ` +
    `on ${backend}${options.join('')}`
  );
}

/** How large the strategies are beside each other. */
export function budgetWords({ budget, strategies }: ExperimentComparison): string {
  if (budget.of === 'none' || budget.size === null)
    return 'Every strategy is as large as declared.';
  const what = budget.of === 'macs' ? 'multiply-accumulates an example' : 'parameters';
  const apart = (of: readonly ComparedStrategy[]): number =>
    Math.max(0, ...of.map(({ sizeRatio }) => Math.abs((sizeRatio ?? 1) - 1)));
  const filters = strategies.filter(({ filter }) => filter !== null);
  // A network without hidden layers has no width to choose.
  const asTheyAre = strategies
    .filter((each) => each.filter === null && apart([each]) > 0.02)
    .map(({ name }) => name);
  return (
    `Layer widths are chosen so that every strategy has the ${count(budget.size)} ${what} of ` +
    `${budget.reference ?? 'the reference'}; the farthest is ${percent(apart(filters), 1)} off` +
    (asTheyAre.length > 0 ? `, and ${asTheyAre.join(', ')} cannot be widened to it.` : '.')
  );
}

/** What came out, in words that say no more than the numbers and the verdicts do. */
export function resultSentences(experiment: ExperimentComparison): string[] {
  const { claims, failures, pairs, seeds } = experiment;
  const [best, next] = ranked(experiment);
  if (!best) return ['No trial finished, so nothing was measured.'];
  const pair = next && pairs.find(({ a, b }) => isPair([a, b], [best.name, next.name]));
  const sentences = [
    `Of ${counted(ranked(experiment).length, 'strategy', 'strategies')} with ` +
      `${counted(seeds.length, 'seed')}, ${best.name} has the highest mean accuracy, ` +
      accuracyWords(best.accuracy) +
      (next ? `, before ${next.name} with ${accuracyWords(next.accuracy)}` : '') +
      (pair ? `: ${asSentence(pair.verdict)}` : '.'),
  ];
  if (claims.length > 0) sentences.push(outcomesSentence(claims));
  if (failures.length > 0) {
    sentences.push(
      `${counted(failures.length, 'trial')} failed and ${
        failures.length === 1 ? 'is' : 'are'
      } missing from the means.`,
    );
  }
  return sentences;
}

const isPair = (names: readonly string[], asked: readonly string[]): boolean =>
  asked.every((name) => names.includes(name));

/** How often the theory was right: of 5 predictions, 3 are supported, 1 is contradicted and 1 is not shown. */
export function outcomesSentence(claims: readonly Claim[], where = ''): string {
  const parts = (['supported', 'contradicted', 'not shown'] as const).flatMap((outcome) => {
    const n = claims.filter((claim) => claim.outcome === outcome).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? 'is' : 'are'} ${outcome}`];
  });
  return claims.length === 1
    ? `The theory's one prediction is ${claims[0].outcome}.`
    : `Of ${claims.length} predictions of the theory${where}, ${list(parts)}.`;
}

/** Closed with a full stop, once. */
export const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
