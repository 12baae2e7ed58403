import type { DiagnosedAxis, Diagnosis } from './diagnosis.ts';
import { bestOf, Laboratory, type LaboratoryOptions } from './laboratory.ts';
import { type Move, shortestAxis } from './reference-classifier.ts';
import type { Sample } from './sample.ts';
import { accuracyOf, chanceOf, rightOf } from './scores.ts';
import { slideEvidence } from './slide-evidence.ts';
import { subsampleEvidence } from './subsample-evidence.ts';
import { judgeSliding, judgeSubsampling, notShown } from './verdict.ts';

export interface DiagnoseSampleOptions extends LaboratoryOptions {
  /** A loss of accuracy up to this is none, as a share of 1. */
  readonly margin: number;
}

/** What the numbers answer, before anything is known of an experiment's own declarations. */
export interface SampleDiagnosis extends Pick<
  Diagnosis,
  'trainExamples' | 'notes' | 'chance' | 'classifiers'
> {
  readonly axes: readonly Omit<DiagnosedAxis, 'declared'>[];
  /** What the classifier does that was chosen, on other examples than are scored here. */
  readonly best: Move;
}

/** For one axis and seed: shuffled, unshared as it is and moved, two shifts, patches, two thinned. */
const trialsPerAxis = 8;

/**
 * Answers both questions for each axis of a sample by training small classifiers that differ in one
 * thing at a time: see {@link slideEvidence}, {@link subsampleEvidence} and the judges.
 */
export async function diagnoseSample(
  sample: Sample,
  options: DiagnoseSampleOptions,
): Promise<SampleDiagnosis> {
  const { margin } = options;
  const laboratory = new Laboratory(sample, options);
  const open = sample.axes.filter((axis) => laboratory.lengthOf(axis) >= shortestAxis);
  await laboratory.stayBelowCeiling(open);
  laboratory.announce(2 ** open.length + open.length * trialsPerAxis);
  const compared = await laboratory.compareMoves(open);
  const best = bestOf(compared);
  const chance = chanceOf(laboratory.parts.test, await laboratory.train(0));
  const found = accuracyOf(rightOf(best.results));

  const diagnoseAxis = async (axis: string): Promise<SampleDiagnosis['axes'][number]> => {
    const length = laboratory.lengthOf(axis);
    const because = !open.includes(axis)
      ? `${axis} has ${length === 1 ? '1 position' : `${length} positions`}, too few to move a window ` +
        `along: at least ${shortestAxis} are needed`
      : found.low <= chance
        ? `the best classifier finds ${percent(found.value)}, not shown to be more than the most ` +
          `frequent class alone (${percent(chance)}); with more training examples it may`
        : undefined;
    if (because !== undefined) {
      return { axis, length, slide: notShown(because), subsample: notShown(because) };
    }
    const sliding = await slideEvidence(laboratory, axis, best, compared);
    const subsampling = await subsampleEvidence(laboratory, axis, best);
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
    trainExamples: laboratory.trainExamples,
    notes: laboratory.notes,
    chance,
    classifiers: compared.map(({ move, parameters, results }) => ({
      move,
      parameters,
      accuracy: accuracyOf(rightOf(results)),
    })),
    axes,
    best: best.move,
  };
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
