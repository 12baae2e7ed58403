import { embedding, flatten, globalPooling, type LayerSpec } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import type { Experiment, NetworkContext } from './define-experiment.ts';
import type { NetworkOptions } from './network-options.ts';

/** The baseline that every strategy is held against, by name: a linear classifier of the input. */
export const linearBaselineOf = ({ linearBaseline = 'linear' }: Experiment): string =>
  linearBaseline;

/** Dimensions of the vectors of tokens, where the input is tokens. */
const vectorWidth = 100;

/**
 * Softmax regression, or linear regression of numbers: every number of the input has a weight for each
 * output. Where the input is tokens, it
 * is that of the mean of their trained vectors, which counts tokens and does not see their order. Where positions
 * are labelled, it is the same of each position alone.
 */
function linearModel<Axis extends string>({
  input: { axes, names, vocabularySize },
  head,
  targetAxes,
}: Pick<NetworkContext<Axis>, 'input' | 'head' | 'targetAxes'>): readonly LayerSpec[] {
  const labelsPositions = targetAxes.length > 0;
  const classifier = labelsPositions ? head : [flatten(), ...head];
  if (vocabularySize === undefined) return classifier;
  const [along] = axes.names.filter((axis) => !names.includes(axis));
  return [
    embedding(vectorWidth, { along }),
    ...(labelsPositions ? [] : [globalPooling(names, { keep: 'average' })]),
    ...classifier,
  ];
}

/**
 * Adds `linear` to the baselines of an experiment that names and declares no linear one.
 *
 * @throws InputError where the experiment names one that it does not declare.
 */
export function withLinearBaseline<Axis extends string, Options extends NetworkOptions>(
  experiment: Experiment<Axis, Options>,
): Experiment<Axis, Options> {
  const { name, linearBaseline, baselines = {}, strategies } = experiment;
  if (linearBaseline !== undefined && !Object.hasOwn(baselines, linearBaseline)) {
    throw new InputError(
      'experiment',
      `${name}: the linear baseline must be one of its baselines ` +
        `(${Object.keys(baselines).join(', ') || 'it declares none'}), got "${linearBaseline}"`,
    );
  }
  const isDeclared =
    linearBaseline !== undefined || 'linear' in baselines || 'linear' in strategies;
  return isDeclared
    ? experiment
    : { ...experiment, baselines: { ...baselines, linear: linearModel<Axis> } };
}
