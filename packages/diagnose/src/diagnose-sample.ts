import type { DiagnosedAxis, Diagnosis, Judged } from './diagnosis.ts';
import {
  bestOf,
  ClassifierRunner,
  type ClassifierRunnerOptions,
} from './classifiers/classifier-runner.ts';
import { shortestAxis } from './classifiers/reference-classifier.ts';
import { rungsOf, searchSpace } from './classifiers/tune-classifier.ts';
import type { Sample } from './sampling/draw-sample.ts';
import { labelledAxes } from './sampling/examples.ts';
import { mean } from '@axiswise/statistics';
import { differenceEvidence, scoreEstimate, scoresOf } from './evidence/estimates.ts';
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
  | 'trainExamples'
  | 'epochs'
  | 'notes'
  | 'chance'
  | 'score'
  | 'classifiers'
  | 'tuning'
  | 'testGroups'
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
  const labelled = labelledAxes(sample.test);
  const longAxes = sample.axes.filter(
    (axis) => runner.lengthOf(axis) >= shortestAxis && !labelled.includes(axis),
  );
  const { words, range, ofConstant } = runner.yardstick;
  await runner.reduceTrainingSet(longAxes);
  const moves = 2 ** longAxes.length;
  runner.startProgress({
    trained: moves + longAxes.length * kindsPerAxis.trained,
    tuned: moves + longAxes.length * kindsPerAxis.tuned,
  });
  const measured = await runner.measureAllMoves(longAxes);
  const best = bestOf(measured);
  const { groups } = runner.test;
  const bestScores = scoresOf(best.results);
  const reached = scoreEstimate(bestScores, { groups, range });
  const constant = ofConstant(runner.test, await runner.trainingExamples(0));
  const chance = mean(constant);
  const above = differenceEvidence(
    {
      name: 'best-above-chance',
      what: `${words.name} of the best classifier less that of ${words.constantInEvidence}`,
    },
    bestScores,
    bestScores.map(() => constant),
    { groups, range },
  );

  const unmeasured = (axis: string, length: number): Judged | undefined => {
    if (labelled.includes(axis)) {
      return verdictNotShown(
        `each position along ${axis} has a label of its own, so filters slide along it, and with every second ` +
          `position dropped half of the labels would have no position: nothing is measured along it`,
      );
    }
    if (!longAxes.includes(axis)) {
      return verdictNotShown(
        `${axis} has ${length === 1 ? '1 position' : `${length} positions`}, too few to move a window ` +
          `along: at least ${shortestAxis} are needed`,
      );
    }
    return above.estimate.low <= 0
      ? verdictAtChance(above, reached.value, chance, words)
      : undefined;
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
      slide: judgeSliding(sliding, axis, margin, longAxes.length - 1, words),
      subsample: judgeSubsampling(subsampling, axis, margin, words),
    };
  };
  const axes: SampleDiagnosis['axes'][number][] = [];
  for (const axis of sample.axes) axes.push(await diagnoseAxis(axis));
  return {
    trainExamples: runner.trainExamples,
    epochs: runner.epochs,
    notes: [...(range === 1 ? [] : [skillNote(words.constant)]), ...runner.notes],
    chance,
    ...(runner.test.targets && {
      score: { describe: words.name, constant: words.constant, isBounded: range === 1 },
    }),
    classifiers: measured.map(({ move, parameters, results }) => ({
      move,
      parameters,
      accuracy: scoreEstimate(scoresOf(results), { groups, range }),
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

const skillNote = (constant: string): string =>
  `the skill score is 1 less the error over that of the constant prediction: 1 is perfect, 0 is ${constant}`;
