import type { Dataset } from '@axiswise/data';
import {
  type AlongAxis,
  type LayerAlongAxes,
  layersAlongAxes,
  objections,
  type Strategy,
} from '@axiswise/geometry';
import { linearBaselineOf } from '@axiswise/experiment';
import {
  openTrainingRun,
  readTestNumbers,
  readTestPredictions,
  type TrainExperimentResult,
} from '@axiswise/runner';
import { median, numberOfGroups, type PairsSoFar } from '@axiswise/statistics';
import type { EpochMetrics } from '@axiswise/training';
import { type ExampleScore, metricOf } from '@axiswise/training/kinds';
import { claimsOf } from './claims.ts';
import { decidedPairs } from './decided-pairs.ts';
import { comparePairs } from './pairs.ts';
import type {
  ComparedDecision,
  ComparedStrategy,
  Disagreement,
  ExperimentComparison,
  FailedTrial,
  FilterAlongAxis,
  MeanOverSeeds,
  ShiftCurve,
} from './comparison.ts';
import { scoreOf } from './comparison.ts';
import { disagreeingPairs, findDisagreements } from './disagreements.ts';
import { clampTo, clampToUnit, meanOverSeeds } from './mean-over-seeds.ts';
import { comparedTask, figureOf, type MeasuredTask, scoreInWords } from './measured-task.ts';
import type { PlannedComparison } from './plan-comparison.ts';
import {
  meanOf,
  metricsOverSeeds,
  neverPredicted,
  perClassOverSeeds,
  scoreOutcome,
  scoreTest,
  type TestScores,
} from './test-scores.ts';
import { checkTraining, type TrainingStandard } from './training-check.ts';
import { trainingCurve } from './training-curve.ts';
import { describeTrial, type Trial } from './trial.ts';
import type { TrialEnd } from './trial-pool.ts';
import { failureOfTuning, type Tuned } from './tune.ts';

/** The result of a finished trial, as its run directory holds it. */
export interface TrialRecord {
  readonly result: TrainExperimentResult;
  readonly environment: unknown;
  readonly scores: TestScores;
  readonly history: readonly EpochMetrics[];
  /** The class of every test example, and the one that is predicted; null where there are no classes. */
  readonly predictions: { readonly labels: Int32Array; readonly predicted: Int32Array } | null;
}

/** Reads the result of a trial; undefined where it did not finish. */
export async function readTrial(
  { runDir }: Trial,
  measured: MeasuredTask,
): Promise<TrialRecord | undefined> {
  const run = await openTrainingRun(runDir);
  if (!run?.record.result) return undefined;
  const read = {
    result: run.record.result,
    environment: run.record.environment,
    history: (await run.readMetrics()) as unknown as readonly EpochMetrics[],
  };
  const { classes, targets } = measured.task.form;
  if (targets) {
    const scores = scoreOutcome(await readTestNumbers(run), measured);
    return { ...read, scores, predictions: null };
  }
  const predictions = await readTestPredictions(run);
  const { labels, predicted } = predictions;
  const scores = scoreTest(predictions, classes.length);
  return { ...read, scores, predictions: { labels, predicted } };
}

/**
 * Gathers the results of the trials of one experiment, and compares the strategies.
 *
 * @param decided what the looks after each seed showed, where seeds were added until the claims were decided.
 */
export async function analyse(
  planned: PlannedComparison,
  ends: ReadonlyMap<Trial, TrialEnd>,
  tuned?: Pick<Tuned, 'described' | 'strategies'>,
  decided?: { readonly found: PairsSoFar; readonly decision: ComparedDecision },
): Promise<{ comparison: ExperimentComparison; environment: unknown }> {
  const { experiment, strategies, seeds, trainedSizes: sizes, trials, budget, measured } = planned;
  const records = new Map<Trial, TrialRecord | undefined>();
  for (const trial of trials) records.set(trial, await readTrial(trial, measured));
  const first = [...records.values()].find((record) => record !== undefined);
  const largest = sizes[sizes.length - 1];
  const { classes, groupsOf = 'group' } = planned.dataset;
  const { groups } = planned.dataset.splits.test;
  const metrics = metricsOfPairs(planned);
  const score = scoreInWords(measured);

  /** One for each seed. */
  const recordsOf = (strategy: string, size = largest): (TrialRecord | undefined)[] =>
    seeds.slice(0, planned.seedCounts?.get(strategy)).map((seed) => {
      const trial = trials.find(
        (each) => each.strategy === strategy && each.seed === seed && each.trainExamples === size,
      );
      return trial && records.get(trial);
    });

  const measuredPairs = comparePairs(
    strategies.map(({ name }) => ({
      name,
      scores: recordsOf(name).map((record) => record?.scores.ofExamples),
      metrics: Object.fromEntries(
        Object.keys(metrics).map((metric) => [
          metric,
          scoresOf(recordsOf(name)).map((scores) => scores?.metrics[metric]),
        ]),
      ),
    })),
    { groups, metrics, score, range: measured.scale },
  );
  const pairs = decided ? decidedPairs(measuredPairs, decided.found, score) : measuredPairs;
  const standard = standardOf(planned, recordsOf);

  const compared = strategies.map(({ name, network, widthMultiplier, sizeRatio, shape }) => {
    const ofSeeds = recordsOf(name);
    const strategy = experiment.strategies[name];
    const mean = (value: (record: TrialRecord) => number | undefined): MeanOverSeeds =>
      meanOverSeeds(ofSeeds.map((record) => (record && value(record)) ?? null));
    const finished = ofSeeds.filter((record) => record !== undefined);
    const hasTop5 = finished.some(({ result }) => result.test.top5Accuracy !== undefined);
    const layers = layersAlongAxes(network);
    return {
      name,
      tuned: tuned?.strategies.get(name) ?? null,
      filter: filterOf(planned, layers),
      layers,
      weightSharing: sharingOf(strategy),
      expectation: strategy?.expectation ?? null,
      against: strategy ? objections(experiment.axes, strategy).map(({ what }) => what) : [],
      ...network.totals,
      widthMultiplier,
      sizeRatio: budget === 'none' ? null : sizeRatio,
      ...(shape && { shape }),
      trained: checkTraining(
        {
          name,
          histories: finished.map(({ history }) => history),
          scores: finished.map(({ scores }) => scores.ofExamples),
        },
        standard,
        pairs,
      ),
      trainingCurve: trainingCurve(ofSeeds.map((record) => record?.history)),
      ...meansOf(ofSeeds, planned),
      loss: mean(({ result }) => result.test.loss),
      ...(hasTop5 && {
        top5Accuracy: clampToUnit(mean(({ result }) => result.test.top5Accuracy)),
      }),
      metrics: {
        ...metricsOverSeeds(scoresOf(ofSeeds), rangesOf(measured)),
        ...Object.fromEntries(
          Object.keys(experiment.metrics ?? {}).map((metric) => [
            metric,
            mean(({ result }) => result.test[metric]),
          ]),
        ),
      },
      neverPredicted: neverPredicted(scoresOf(ofSeeds), classes),
      perClass: perClassOverSeeds(scoresOf(ofSeeds), classes),
      confusion: sumOfMatrices(finished.map(({ result }) => result.confusion)),
      learningCurve:
        sizes.length === 1
          ? []
          : sizes.map((size) => ({
              trainExamples: size,
              epochs: trials.find((trial) => trial.trainExamples === size)!.configuration.training
                .epochs,
              ...meansOf(recordsOf(name, size), planned),
            })),
      shifts: shiftCurves(ofSeeds, measured.score),
      seconds: finished.length === 0 ? 0 : median(finished.map(({ result }) => result.seconds)),
    } satisfies ComparedStrategy;
  });

  const { epochs, batchSize } = planned.training;
  const options = Object.entries(planned.networkOptions).filter(
    ([option]) => !(tuned && option in tuned.described.space),
  );
  const reference = Object.keys(experiment.strategies)[0];
  const task = comparedTask(measured);
  const atScale = planned.scale === 1 ? {} : { scale: planned.scale };
  return {
    environment: first?.environment,
    comparison: {
      experiment: experiment.name,
      title: experiment.title,
      data: planned.data,
      ...(task && { task }),
      backend: first?.result.backend ?? 'none',
      axes: experiment.axes.names.map((name) => ({
        name,
        length: planned.axisLengths[name],
        ...experiment.axes.declarations[name],
      })),
      seeds,
      declaredMetrics: Object.keys(experiment.metrics ?? {}),
      testGroups: groups ? { of: groupsOf, count: numberOfGroups(groups) } : null,
      decision: decided?.decision ?? null,
      options: Object.fromEntries(options),
      tuning: tuned?.described ?? null,
      epochs,
      batchSize,
      trainExamples: largest,
      testExamples: planned.dataset.splits.test.length,
      classes,
      budget:
        budget === 'none'
          ? { of: budget, reference: null, size: null }
          : { of: budget, reference, size: planned.budgetSize, ...atScale },
      strategies: compared,
      pairs,
      claims: claimsOf(experiment, compared, pairs, {
        better: measured.score.better,
        scale: measured.scale,
      }),
      disagreements: disagreementsOf(
        planned.dataset,
        compared.map(({ name, accuracy }) => ({
          name,
          accuracy: accuracy.mean,
          records: recordsOf(name).filter((record) => record !== undefined),
        })),
        budget === 'none' ? null : reference,
      ),
      failures: [
        ...failuresOfTuning(tuned).map((failed) => ({ ...failed, ...atScale })),
        ...trials.flatMap((trial): FailedTrial[] => {
          const end = ends.get(trial);
          if (records.get(trial)) return [];
          const { strategy, seed, trainExamples } = trial;
          const message =
            end?.status === 'failed' ? end.message : `${describeTrial(trial)} left no result`;
          return [{ strategy, seed, trainExamples, ...atScale, message }];
        }),
      ],
      seconds: [...records.values()].reduce(
        (sum, record) => sum + (record?.result.seconds ?? 0),
        0,
      ),
      runDir: planned.runDir,
    },
  };
}

/** The metrics by which pairs are compared besides accuracy; an experiment's own has no scores of examples. */
const metricsOfPairs = ({
  experiment,
  measured: { scales },
}: PlannedComparison): Record<string, { readonly largest: number }> =>
  Object.fromEntries(
    Object.entries(scales)
      .filter(([name]) => !(name in (experiment.metrics ?? {})))
      .map(([name, largest]) => [name, { largest }]),
  );

const rangesOf = ({ metrics }: MeasuredTask): Record<string, readonly [number, number]> =>
  Object.fromEntries(Object.entries(metrics).map(([name, { range }]) => [name, range]));

/** The mean accuracy, and where the task has no classes, that of its score. */
function meansOf(
  records: readonly (TrialRecord | undefined)[],
  { measured: { task, score } }: PlannedComparison,
): Pick<ComparedStrategy, 'accuracy' | 'score'> {
  const accuracy = meanOverSeeds(records.map((record) => record?.result.test.accuracy ?? null));
  return {
    accuracy: clampToUnit(accuracy),
    ...(task.form.targets && {
      score: clampTo(
        score.range,
        meanOverSeeds(records.map((record) => meanOf(record?.scores.ofExamples))),
      ),
    }),
  };
}

const scoresOf = (records: readonly (TrialRecord | undefined)[]): (TestScores | undefined)[] =>
  records.map((record) => record?.scores);
/** What every strategy has to reach to count as trained. */
function standardOf(
  planned: PlannedComparison,
  recordsOf: (strategy: string) => readonly (TrialRecord | undefined)[],
): TrainingStandard {
  const { experiment, dataset, training, trials, trainExamples, measured } = planned;
  const linear = linearBaselineOf(experiment);
  const { mean } = scoreOf(meansOf(recordsOf(linear), planned));
  const { bestBy = 'loss' } =
    trials.find((trial) => trial.trainExamples === trainExamples)?.configuration.training ??
    training;
  return {
    constant: measured.constant,
    figure: figureOf(measured.score, dataset.targets),
    hasAccuracy: 'accuracy' in measured.task.kind.metrics,
    scale: measured.scale,
    groups: dataset.splits.test.groups,
    linear: Number.isNaN(mean) ? null : { name: linear, score: mean },
    epochs: training.epochs,
    bestBy: { name: bestBy, metric: metricOf(dataset, bestBy, experiment) },
  };
}

/** Where strategies disagree; undefined without classes, or where not every seed has the same test examples. */
function disagreementsOf(
  { classes, splits: { test } }: Dataset,
  strategies: readonly {
    readonly name: string;
    readonly accuracy: number;
    readonly records: readonly TrialRecord[];
  }[],
  reference: string | null,
): Disagreement[] | undefined {
  const all = strategies.flatMap(({ records }) => records);
  const same = all.every(
    ({ predictions }) =>
      predictions?.labels.length === test.length &&
      predictions.labels.every((label, i) => label === test.labels[i]),
  );
  if (!same) return undefined;
  const predictions = strategies.map(({ name, accuracy, records }) => ({
    name,
    accuracy,
    predicted: records.map((record) => record.predictions!.predicted),
  }));
  return findDisagreements(
    disagreeingPairs(predictions, reference),
    test.labels,
    classes,
    (index) => test.exampleName?.(index),
  );
}

/** Strategies that were not trained with any seed, since there is nothing to train them with. */
function failuresOfTuning(
  tuned: Pick<Tuned, 'described' | 'strategies'> | undefined,
): FailedTrial[] {
  if (!tuned) return [];
  const { seed, trainExamples } = tuned.described;
  return [...tuned.strategies].flatMap(([strategy, found]) =>
    found.number === null
      ? [{ strategy, seed, trainExamples, message: failureOfTuning(found) }]
      : [],
  );
}

/** What the first filters of a network do along each axis, with its first pooling; null without filters. */
function filterOf(
  { experiment, axisLengths }: PlannedComparison,
  layers: readonly LayerAlongAxes[],
): FilterAlongAxis[] | null {
  const filters = layers.find(({ axes }) => axes.some(isFilter))?.axes;
  if (!filters) return null;
  const pooling = layers.find(({ axes }) => axes.every(({ move }) => move === 'pool'))?.axes;
  return experiment.axes.names.map((axis) => {
    const along = filters.find((each) => each.axis === axis);
    const pooled = pooling?.find((each) => each.axis === axis);
    return {
      axis,
      move: along && isFilter(along) ? along.move : 'span',
      kernelSize: along?.kernelSize ?? axisLengths[axis],
      length: axisLengths[axis],
      stride: along?.stride ?? 1,
      pool: (pooled?.blurs ? pooled.stride : pooled?.kernelSize) ?? 1,
      ...(along?.bands !== undefined && { bands: along.bands }),
      ...(along?.shuffled && { shuffled: true }),
    };
  });
}

const isFilter = (along: AlongAxis): along is AlongAxis & { move: 'slide' | 'span' } =>
  along.move === 'slide' || along.move === 'span';

/** Whether all filters share their weights, and if not, which kind of sharing the first of them has. */
function sharingOf(strategy: Strategy | undefined): ComparedStrategy['weightSharing'] {
  const sharings = strategy?.blocks.map(({ weightSharing = 'full' }) => weightSharing) ?? [];
  const sharing = sharings.find((each) => each !== 'full') ?? 'full';
  return typeof sharing === 'object' ? 'banded' : sharing;
}

function shiftCurves(
  records: readonly (TrialRecord | undefined)[],
  { range }: ExampleScore,
): ShiftCurve[] {
  const measured = records.map((record) => record?.result.shifts);
  const [first] = measured.filter((shifts) => shifts !== undefined);
  return (first ?? []).map(({ axis, testExamples, points }, i) => ({
    axis,
    testExamples,
    points: points.map(({ shift, score }, at) => ({
      shift,
      accuracy: clampToUnit(
        meanOverSeeds(measured.map((shifts) => shifts?.[i].points[at].accuracy ?? null)),
      ),
      ...(score !== undefined && {
        score: clampTo(
          range,
          meanOverSeeds(measured.map((shifts) => shifts?.[i].points[at].score ?? null)),
        ),
      }),
    })),
  }));
}

function sumOfMatrices(
  matrices: readonly TrainExperimentResult['confusion'][],
): readonly (readonly number[])[] | null {
  const [first, ...others] = matrices;
  if (!first) return null;
  return first.map((row, i) =>
    row.map((count, j) => others.reduce((sum, other) => sum + other![i][j], count)),
  );
}
