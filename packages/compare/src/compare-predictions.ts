import path from 'node:path';
import { writeFileAtomically } from '@axiswise/files';
import { InputError, listAnd, pickByName, plural } from '@axiswise/messages';
import { type PredictionSet, readPredictions, type SeedPredictions } from '@axiswise/predictions';
import { placeOf, resultFile } from '@axiswise/runs';
import { type Metric, metrics as allMetrics, metricVerdict } from '@axiswise/statistics';
import { probabilityMetrics } from '@axiswise/training/kinds';
import type { ComparedPair } from './comparison.ts';
import { disagreeingPairs, findDisagreements } from './disagreements.ts';
import { clampToUnit, meanOverSeeds } from './mean-over-seeds.ts';
import { comparePairs } from './pairs.ts';
import type { ComparedModel, PredictionComparison } from './prediction-comparison.ts';
import {
  meanOf,
  metricsOverSeeds,
  neverPredicted,
  perClassOverSeeds,
  scoreTest,
  type TestScores,
} from './test-scores.ts';

/** How models are compared by their predictions. */
export interface ComparePredictionsOptions {
  /** By what models are ranked and sentences are made; `accuracy` by default. */
  readonly metric?: string | undefined;
  /** Compares the others with this model alone, and corrects for those pairs; by default every two. */
  readonly reference?: string | undefined;
  /** The folder of the result and its report; by default `runs/predictions`. */
  readonly runDir?: string | undefined;
  /** How the result says that it was made. */
  readonly command?: string | undefined;
  /** Is told what is being done, which takes a while with many examples. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** A matrix of more classes is not read. */
const mostClassesOfMatrix = 100;

/**
 * Compares models by their predictions alone, whatever made them: the statistics of `compare`.
 *
 * @param files in the format of `@axiswise/predictions`.
 * @throws InputError where a file does not follow the format, or its models cannot be compared: fewer than
 *   two models, two examples or two classes, no seed in common, a metric that needs probabilities.
 */
export async function comparePredictions(
  files: readonly string[],
  options: ComparePredictionsOptions = {},
): Promise<PredictionComparison> {
  const set = await readPredictions(files);
  const { classes, models, groups, labels, examples } = set;
  const metrics = probabilityMetrics(classes.length);
  const { metric, reference } = choices(set, metrics, options);
  const seeds = [...new Set(models.flatMap((model) => model.seeds.map(({ seed }) => seed)))].sort(
    (a, b) => a - b,
  );

  const many =
    reference === undefined ? (models.length * (models.length - 1)) / 2 : models.length - 1;
  options.onNotice?.(
    `${plural(models.length, 'model')} with ${plural(seeds.length, 'seed')} on ` +
      `${plural(examples.length, 'test example')}; comparing ${plural(many, 'pair')}`,
  );
  const scored = models.map((model) => {
    const predictions = seeds.map((seed) => model.seeds.find((each) => each.seed === seed));
    const scores = predictions.map(
      (each) => each && scoreTest({ labels, ...each }, classes.length),
    );
    return { model, predictions, scores };
  });
  const pairs = comparePairs(
    scored.map(({ model, scores }) => ({
      name: model.name,
      scores: scores.map((each) => each?.ofExamples),
      metrics: scoresByMetric(scores, Object.keys(metrics)),
    })),
    { groups: groups?.ofExamples, metrics, reference },
  );
  if (pairs.length === 0) throw withoutCommonSeed(set);
  const ranges = Object.fromEntries(
    Object.entries(metrics).map(([name, { largest }]) => [name, [0, largest] as const]),
  );

  const compared = scored.map(({ model, predictions, scores }): ComparedModel => ({
    name: model.name,
    seeds: model.seeds.map(({ seed }) => seed),
    accuracy: clampToUnit(meanOverSeeds(scores.map((each) => meanOf(each?.ofExamples)))),
    metrics: metricsOverSeeds(scores, ranges),
    neverPredicted: neverPredicted(scores, classes),
    perClass: perClassOverSeeds(scores, classes),
    confusion: confusionOf(predictions, set),
  }));
  const comparison: PredictionComparison = {
    format: 1,
    command: options.command ?? `axiswise compare-predictions ${files.join(' ')}`,
    createdAt: new Date().toISOString(),
    files,
    metric,
    reference: reference ?? null,
    seeds,
    testExamples: examples.length,
    testGroups: groups && { of: groups.of, count: groups.names.length },
    classes,
    models: compared,
    pairs:
      metric === 'accuracy'
        ? pairs
        : pairs.map((pair) => withVerdict(pair, metric, metrics[metric])),
    disagreements: findDisagreements(
      disagreeingPairs(
        models.map(({ name, seeds }, i) => ({
          name,
          accuracy: compared[i].accuracy.mean,
          predicted: seeds.map(({ predicted }) => predicted),
        })),
        reference ?? null,
      ),
      labels,
      classes,
      (index) => examples[index],
    ),
    runDir: options.runDir ?? placeOf({ kind: 'comparison of predictions' }),
  };
  await writeFileAtomically(
    path.join(comparison.runDir, resultFile['comparison of predictions']),
    `${JSON.stringify(comparison, null, 2)}\n`,
  );
  return comparison;
}

/** Checks that there is something to compare, and by what. */
function choices(
  { models, examples, classes }: PredictionSet,
  metrics: Readonly<Record<string, Metric>>,
  { metric = 'accuracy', reference }: ComparePredictionsOptions,
): { readonly metric: string; readonly reference: string | undefined } {
  const fail = (message: string): InputError => new InputError('data', message);
  if (models.length < 2) {
    throw fail(
      `at least two models must be compared, but the files hold one, "${models[0].name}"; add the ` +
        `predictions of another, or name the models differently in the column "model"`,
    );
  }
  if (examples.length < 2) throw fail('the models must be scored on at least two examples, got 1');
  if (classes.length < 2) {
    throw fail(
      `there must be at least two classes, but all labels and predictions are "${classes[0]}"`,
    );
  }
  const usage = (message: string): InputError => new InputError('usage', message);
  const names = new Map(models.map((model) => [model.name, model]));
  if (reference !== undefined) pickByName('model', reference, names, usage);
  const { needs } = pickByName(
    'metric',
    metric,
    new Map(Object.entries({ accuracy: allMetrics.accuracy, ...metrics })),
    usage,
  );
  const without = models.filter(({ seeds }) => seeds[0].probabilities === null);
  if (needs === 'probabilities' && without.length > 0) {
    throw usage(
      `${metric} needs probabilities, but the files give only the predictions of ` +
        `${listAnd(without.map(({ name }) => `"${name}"`))}; add them, or choose another metric`,
    );
  }
  return { metric, reference };
}

const scoresByMetric = (
  seeds: readonly (TestScores | undefined)[],
  names: readonly string[],
): Record<string, (Float64Array | undefined)[]> =>
  Object.fromEntries(names.map((name) => [name, seeds.map((scores) => scores?.metrics[name])]));

/** Says in words what a pair shows by the metric that was asked for. */
function withVerdict(pair: ComparedPair, name: string, metric: Metric): ComparedPair {
  const difference = pair.metrics?.[name];
  if (!difference) return pair;
  const { a, b, seeds } = pair;
  const verdict = metricVerdict({ a, b, seeds, ...difference }, metric);
  return { ...pair, metrics: { ...pair.metrics, [name]: { ...difference, verdict } } };
}

/** Counts over all seeds; null where there are too many classes. */
function confusionOf(
  seeds: readonly (SeedPredictions | undefined)[],
  { labels, classes }: PredictionSet,
): number[][] | null {
  if (classes.length > mostClassesOfMatrix) return null;
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  for (const seed of seeds) {
    seed?.predicted.forEach((each, example) => counts[labels[example]][each]++);
  }
  return counts;
}

function withoutCommonSeed({ models }: PredictionSet): InputError {
  const [first, second] = models.map(
    ({ name, seeds }) => `"${name}" has ${seeds.map(({ seed }) => seed).join(', ')}`,
  );
  return new InputError(
    'data',
    `no two models that are to be compared have a seed in common: ${first} and ${second}; number the seeds ` +
      `of all models alike`,
  );
}
