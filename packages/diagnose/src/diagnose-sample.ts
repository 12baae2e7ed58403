import type { DiagnosedAxis, Diagnosis, Judged } from './diagnosis.ts';
import {
  bestOf,
  ClassifierRunner,
  type ClassifierRunnerOptions,
} from './classifiers/classifier-runner.ts';
import { shortestAxis } from './classifiers/reference-classifier.ts';
import { rungsOf, searchSpace } from './classifiers/tune-classifier.ts';
import type { Sample } from './sampling/draw-sample.ts';
import {
  accuracyEstimate,
  correctness,
  differenceEvidence,
  majorityClass,
} from './evidence/estimates.ts';
import { slideEvidence } from './evidence/slide-evidence.ts';
import { subsampleEvidence } from './evidence/subsample-evidence.ts';
import {
  judgeSliding,
  judgeSubsampling,
  verdictAtChance,
  verdictNotShown,
} from './verdict/judge.ts';

export interface DiagnoseSampleOptions extends ClassifierRunnerOptions {
  /** A loss of accuracy up to this is none, as a share of 1. */
  readonly margin: number;
}

/** The diagnosis of a sample, without what the experiment declares of its axes. */
export interface SampleDiagnosis extends Pick<
  Diagnosis,
  'trainExamples' | 'epochs' | 'notes' | 'chance' | 'classifiers' | 'tuning' | 'testGroups'
> {
  readonly axes: readonly Omit<DiagnosedAxis, 'declared'>[];
}

/**
 * Kinds of classifiers: shuffled, unshared, two shifts, shifted and unshared, patches, two subsampled. Those of
 * other networks are tuned: unshared and patches.
 */
const kindsPerAxis = { trained: 8, tuned: 2 };

/**
 * Diagnoses each axis of a sample: trains small classifiers that differ in one thing at a time
 * ({@link slideEvidence}, {@link subsampleEvidence}) and judges what they show ({@link judgeSliding},
 * {@link judgeSubsampling}).
 */
export async function diagnoseSample(
  sample: Sample,
  options: DiagnoseSampleOptions,
): Promise<SampleDiagnosis> {
  const { margin } = options;
  const runner = new ClassifierRunner(sample, options);
  const longAxes = sample.axes.filter((axis) => runner.lengthOf(axis) >= shortestAxis);
  await runner.reduceTrainingSet(longAxes);
  const moves = 2 ** longAxes.length;
  runner.startProgress({
    trained: moves + longAxes.length * kindsPerAxis.trained,
    tuned: moves + longAxes.length * kindsPerAxis.tuned,
  });
  const measured = await runner.measureAllMoves(longAxes);
  const best = bestOf(measured);
  const { groups } = runner.test;
  const bestScores = correctness(best.results);
  const accuracy = accuracyEstimate(bestScores, groups);
  const frequent = majorityClass(await runner.trainingExamples(0));
  const ofFrequent = Uint8Array.from(runner.test.labels, (label) => (label === frequent ? 1 : 0));
  const chance = ofFrequent.reduce((sum, right) => sum + right, 0) / ofFrequent.length;
  const above = differenceEvidence(
    {
      name: 'best-above-chance',
      what: 'accuracy of the best classifier less that of always predicting the most frequent class',
    },
    bestScores,
    bestScores.map(() => ofFrequent),
    { groups },
  );

  const unmeasured = (axis: string, length: number): Judged | undefined => {
    if (!longAxes.includes(axis)) {
      return verdictNotShown(
        `${axis} has ${length === 1 ? '1 position' : `${length} positions`}, too few to move a window ` +
          `along: at least ${shortestAxis} are needed`,
      );
    }
    return above.estimate.low <= 0 ? verdictAtChance(above, accuracy.value, chance) : undefined;
  };
  const diagnoseAxis = async (axis: string): Promise<SampleDiagnosis['axes'][number]> => {
    const length = runner.lengthOf(axis);
    const open = unmeasured(axis, length);
    if (open) return { axis, length, slide: open, subsample: { ...open, evidence: [] } };
    const sliding = await slideEvidence(runner, axis, best, measured);
    const subsampling = await subsampleEvidence(runner, axis, best);
    return {
      axis,
      length,
      slide: judgeSliding(sliding, axis, margin, longAxes.length - 1),
      subsample: judgeSubsampling(subsampling, axis, margin),
    };
  };
  const axes: SampleDiagnosis['axes'][number][] = [];
  for (const axis of sample.axes) axes.push(await diagnoseAxis(axis));
  return {
    trainExamples: runner.trainExamples,
    epochs: runner.epochs,
    notes: runner.notes,
    chance,
    classifiers: measured.map(({ move, parameters, results }) => ({
      move,
      parameters,
      accuracy: accuracyEstimate(correctness(results), groups),
    })),
    tuning:
      runner.configurations === 0
        ? null
        : {
            configurations: runner.configurations,
            metric: 'loss',
            space: searchSpace,
            rungs: rungsOf(runner.configurations, runner.epochs),
            classifiers: runner.tuned,
          },
    testGroups: groups ? { count: new Set(groups).size } : null,
    axes,
  };
}
