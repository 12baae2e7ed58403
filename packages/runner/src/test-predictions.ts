import { existsSync } from 'node:fs';
import { allTargets, type Dataset, exampleName, type TargetForm } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import {
  type ExampleGroups,
  readNumberPredictions,
  readPredictions,
  writeNumberPredictions,
  writePredictions,
} from '@axiswise/predictions';
import type { TestOutcome } from '@axiswise/training/kinds';
import type { Run } from './run-configuration.ts';

/** What a run says to its test examples, in the order of the test split. */
export interface TestPredictions {
  /** The class of each example. */
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  /** The names of the examples; null in runs of the first release. */
  readonly examples: readonly string[] | null;
  /** Null where examples are independent, and in runs of the first release. */
  readonly groups: ExampleGroups | null;
  /**
   * Makes the probabilities of the classes, `examples × classes`, anew with each call; null in runs of
   * the first release.
   */
  readonly probabilities: (() => Float32Array) | null;
}

/** Writes the predictions for the test examples of a data set, with what finds each of them again. */
export async function writeTestPredictions(
  file: string,
  {
    dataset,
    predictions,
    ...of
  }: {
    readonly dataset: Pick<Dataset, 'splits' | 'classes' | 'targets' | 'groupsOf' | 'groupName'>;
    readonly model: string;
    readonly seed: number;
    /** `examples × classes` probabilities, or as many numbers as the targets are: of positions their classes. */
    readonly predictions: Float32Array;
  },
): Promise<void> {
  const { classes, groupsOf = 'group' } = dataset;
  const { test } = dataset.splits;
  const { groups } = test;
  const known = {
    ...of,
    exampleName: uniqueNames((example) => exampleName(test, example)),
    groups: groups && {
      of: groupsOf,
      groupName: (example: number) =>
        dataset.groupName?.(groups[example]) ?? String(groups[example]),
    },
  };
  if (dataset.targets) {
    const { names } = dataset.targets;
    await writeNumberPredictions(file, {
      ...known,
      names,
      positions: positionsOf(dataset.targets),
      targets: allTargets(test),
      predictions,
    });
    return;
  }
  await writePredictions(file, {
    ...known,
    classes,
    labels: test.labels,
    probabilities: predictions,
  });
}

/** How many positions of an example have a target: one, where it is of the whole example. */
const positionsOf = ({ shape, names }: Pick<TargetForm, 'shape' | 'names'>): number =>
  shape.reduce((product, length) => product * length, 1) / names.length;

/** Names of examples in their order; where a source gives one name twice, the later gets its number too. */
function uniqueNames(nameOf: (example: number) => string): (example: number) => string {
  const known = new Set<string>();
  return (example) => {
    const name = nameOf(example);
    const unique = known.has(name) ? `${name} (example ${example})` : name;
    known.add(unique);
    return unique;
  };
}

/**
 * Reads the test predictions of a finished run.
 *
 * @throws InputError where there are none, or not one for each test example of the run.
 */
export async function readTestPredictions(run: Run): Promise<TestPredictions> {
  const file = run.testPredictionsFile;
  const { classes, testExamples } = run.record.configuration;
  if (!existsSync(file)) {
    const earlier = await run.readEarlierPredictions();
    if (!earlier) throw new InputError('file-damaged', `${file} is missing; train the run anew`);
    return {
      labels: Int32Array.from(earlier.labels),
      predicted: Int32Array.from(earlier.predicted),
      examples: null,
      groups: null,
      probabilities: null,
    };
  }
  const { examples, labels, groups, models } = await readPredictions([file], { classes });
  const seeds = models.flatMap((model) => model.seeds);
  if (seeds.length !== 1 || labels.length !== testExamples) {
    throw new InputError(
      'file-damaged',
      `${file} must have one prediction for each of the ${testExamples} test examples, got ` +
        `${labels.length} examples and ${seeds.length} models and seeds; train the run anew`,
    );
  }
  const [{ predicted, probabilities }] = seeds;
  return { labels, predicted, examples, groups, probabilities };
}

/**
 * Reads the test predictions of a finished run whose task has no classes.
 *
 * @throws InputError where there are none, or not those of the run's targets for each of its test examples.
 */
export async function readTestNumbers(run: Run): Promise<TestOutcome> {
  const file = run.testPredictionsFile;
  const { task, testExamples } = run.record.configuration;
  if (!existsSync(file)) {
    throw new InputError('file-damaged', `${file} is missing; train the run anew`);
  }
  const { names, examples, positions, targets, predictions } = await readNumberPredictions(file);
  const wanted = task?.targets ?? { names: [], shape: [] };
  if (
    names.join('\n') !== wanted.names.join('\n') ||
    examples.length !== testExamples ||
    positions !== positionsOf(wanted)
  ) {
    throw new InputError(
      'file-damaged',
      `${file} must have ${wanted.names.join(', ')} of each of the ${testExamples} test examples, got ` +
        `${names.join(', ')} of ${examples.length}; train the run anew`,
    );
  }
  return { targets, predictions };
}
