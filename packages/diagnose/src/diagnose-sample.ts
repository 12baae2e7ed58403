import { percent } from '@axiswise/messages';
import type { DiagnosedAxis, Diagnosis } from './diagnosis.ts';
import {
  bestOf,
  ClassifierRunner,
  type ClassifierRunnerOptions,
} from './classifiers/classifier-runner.ts';
import { type AxisMoves, shortestAxis } from './classifiers/reference-classifier.ts';
import type { Sample } from './sampling/draw-sample.ts';
import { accuracyEstimate, majorityClassAccuracy, correctness } from './evidence/estimates.ts';
import { slideEvidence } from './evidence/slide-evidence.ts';
import { subsampleEvidence } from './evidence/subsample-evidence.ts';
import { judgeSliding, judgeSubsampling, verdictNotShown } from './verdict/judge.ts';

export interface DiagnoseSampleOptions extends ClassifierRunnerOptions {
  /** A loss of accuracy up to this is none, as a share of 1. */
  readonly margin: number;
}

/** The diagnosis of a sample, without what the experiment declares of its axes. */
export interface SampleDiagnosis extends Pick<
  Diagnosis,
  'trainExamples' | 'notes' | 'chance' | 'classifiers'
> {
  readonly axes: readonly Omit<DiagnosedAxis, 'declared'>[];
  /** The moves of the classifier with the highest validation accuracy. */
  readonly best: AxisMoves;
}

/** With each seed: shuffled, unshared, two shifts, shifted and unshared, patches, two subsampled. */
const classifiersPerAxis = 8;

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
  runner.startProgress(2 ** longAxes.length + longAxes.length * classifiersPerAxis);
  const measured = await runner.trainAllMoves(longAxes);
  const best = bestOf(measured);
  const chance = majorityClassAccuracy(runner.test, await runner.trainingExamples(0));
  const accuracy = accuracyEstimate(correctness(best.results));

  const diagnoseAxis = async (axis: string): Promise<SampleDiagnosis['axes'][number]> => {
    const length = runner.lengthOf(axis);
    const because = !longAxes.includes(axis)
      ? `${axis} has ${length === 1 ? '1 position' : `${length} positions`}, too few to move a window ` +
        `along: at least ${shortestAxis} are needed`
      : accuracy.low <= chance
        ? `the best classifier predicts ${percent(accuracy.value, 1)} rightly, not shown to be more than the ` +
          `most frequent class alone (${percent(chance, 1)}); with more training examples it may`
        : undefined;
    if (because !== undefined) {
      return { axis, length, slide: verdictNotShown(because), subsample: verdictNotShown(because) };
    }
    const sliding = await slideEvidence(runner, axis, best, measured);
    const subsampling = await subsampleEvidence(runner, axis, best);
    return {
      axis,
      length,
      slide: judgeSliding(sliding, axis, margin),
      subsample: judgeSubsampling(subsampling, axis, margin),
    };
  };
  const axes: SampleDiagnosis['axes'][number][] = [];
  for (const axis of sample.axes) axes.push(await diagnoseAxis(axis));
  return {
    trainExamples: runner.trainExamples,
    notes: runner.notes,
    chance,
    classifiers: measured.map(({ move, parameters, results }) => ({
      move,
      parameters,
      accuracy: accuracyEstimate(correctness(results)),
    })),
    axes,
    best: best.move,
  };
}
