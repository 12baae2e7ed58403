import type {
  ComparedModel,
  ComparedPair,
  MeanOverSeeds,
  PredictionComparison,
} from '@axiswise/compare';
import { decimal, listAnd, percent, plural } from '@axiswise/messages';
import { findPair, type Metric, metrics } from '@axiswise/statistics';
import type { Scored } from '../comparison/scored.ts';
import { neverPredictedSentences, warningSentences } from '../comparison/sentences.ts';

/** The comparison as the parts of a report take it. */
export const scoredOf = ({
  seeds,
  classes,
  pairs,
  testGroups,
  disagreements,
  models,
}: PredictionComparison): Scored => ({
  seeds,
  classes,
  pairs,
  testGroups,
  disagreements,
  strategies: models,
});

/** The model that the others are compared with in charts and tables: the one that was named, else the best. */
export const referenceOf = (comparison: PredictionComparison): string =>
  comparison.reference ?? rankedModels(comparison)[0].name;

/** The mean of a model by the metric that ranks; undefined where the model does not have it. */
export const rankingMean = (
  { metric }: PredictionComparison,
  model: ComparedModel,
): MeanOverSeeds | undefined => (metric === 'accuracy' ? model.accuracy : model.metrics[metric]);

/** What is known of a metric that comparisons of predictions have. */
export const metricOf = (name: string): Metric => (metrics as Record<string, Metric>)[name];

/** Writes a value of a metric: shares in percent, others as they are. */
const metricValue = ({ largest }: Metric, value: number): string =>
  largest === 1 ? percent(value) : decimal(value, 4);

/** The models, the best first by the metric that ranks. */
export function rankedModels(comparison: PredictionComparison): ComparedModel[] {
  const sign = metricOf(comparison.metric).better === 'higher' ? 1 : -1;
  return [...comparison.models].sort(
    (a, b) =>
      sign * ((rankingMean(comparison, b)?.mean ?? 0) - (rankingMean(comparison, a)?.mean ?? 0)),
  );
}

/** What a pair shows by the metric that was asked for; undefined where it does not have it. */
export const verdictOf = (
  { metric }: PredictionComparison,
  pair: ComparedPair,
): string | undefined => (metric === 'accuracy' ? pair.verdict : pair.metrics?.[metric]?.verdict);

/** Writes what is compared, on which examples. */
export function setupWords({
  models,
  testExamples,
  testGroups,
  classes,
}: PredictionComparison): string {
  const groups = testGroups
    ? `${plural(testGroups.count, 'group')} (${testGroups.of}), which intervals and tests draw as a whole`
    : 'none depending on another, as far as the files say';
  return (
    `${plural(models.length, 'model')} on the same ${plural(testExamples, 'test example')} of ` +
    `${plural(classes.length, 'class', 'classes')}: ${groups}`
  );
}

/** Writes the result in words that say no more than the numbers and the verdicts. */
export function resultSentence(comparison: PredictionComparison): string {
  const { pairs, metric, models } = comparison;
  const [best, next] = rankedModels(comparison);
  const { describe, better } = metricOf(metric);
  const words = (model: ComparedModel): string => {
    const { mean, low, high } = rankingMean(comparison, model)!;
    const value = (of: number): string => metricValue(metricOf(metric), of);
    const interval =
      low === null || high === null ? 'one seed' : `95 % interval ${value(low)} to ${value(high)}`;
    return `${value(mean)} (${interval})`;
  };
  const pair = findPair(pairs, best.name, next.name);
  const verdict = pair && verdictOf(comparison, pair);
  return (
    `Of ${plural(models.length, 'model')}, ${best.name} has the ${better === 'higher' ? 'highest' : 'lowest'} ` +
    `mean ${describe}, ${words(best)}, followed by ${next.name} with ${words(next)}` +
    `${verdict ? `: ${verdict}` : ''}.`
  );
}

/** Writes what gives pause: few groups, seeds that models do not share, what is not known of them. */
export const cautionSentences = (comparison: PredictionComparison): string[] => [
  ...warningSentences(scoredOf(comparison)),
  ...seedSentences(comparison),
  ...probabilitySentences(comparison),
  ...neverPredictedSentences(scoredOf(comparison)),
];

function seedSentences({ models, pairs, reference }: PredictionComparison): string[] {
  const seeds = new Set(models.map((model) => model.seeds.join()));
  const sentences =
    seeds.size === 1
      ? []
      : [
          `The models have different seeds (${models
            .map(({ name, seeds }) => `${name}: ${seeds.join(', ')}`)
            .join('; ')}): means are over all seeds of a model, pairs over those that both have.`,
        ];
  const single = models.filter((model) => model.seeds.length === 1).map(({ name }) => name);
  if (single.length > 0) {
    sentences.push(
      `With a single seed, ${listAnd(single)} ` +
        (single.length === 1
          ? 'stands for one trained model'
          : 'stand for one trained model each') +
        ': intervals over the test examples say nothing of another training.',
    );
  }
  const apart = models.flatMap((a, i) =>
    models
      .slice(i + 1)
      .filter(
        (b) =>
          (reference === null || a.name === reference || b.name === reference) &&
          !pairs.some((pair) => pair.a === a.name && pair.b === b.name),
      )
      .map((b) => `${a.name} and ${b.name}`),
  );
  if (apart.length > 0) {
    sentences.push(
      `Without a common seed, ${listAnd(apart)} are not compared; number seeds alike.`,
    );
  }
  return sentences;
}

function probabilitySentences({ models }: PredictionComparison): string[] {
  const all = new Set(models.flatMap((model) => Object.keys(model.metrics)));
  return models.flatMap(({ name, metrics: own }) => {
    const missing = [...all]
      .filter((each) => !(each in own))
      .map((each) => metricOf(each).describe);
    return missing.length === 0
      ? []
      : [`Of ${name} there are no probabilities, so that it has no ${listAnd(missing)}.`];
  });
}
