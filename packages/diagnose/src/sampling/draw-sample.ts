import { allTargets, type Dataset, holdOut, type Split, subset } from '@axiswise/data';
import { Random } from '@axiswise/random';
import type { Experiment } from '@axiswise/experiment';
import { InputError, listAnd } from '@axiswise/messages';
import { type Groups, groupsToDraw } from '@axiswise/statistics';
import { taskRecordOf } from '@axiswise/training';
import { type Examples, sizeOf } from './examples.ts';
import { asVectors, learnedWidth, learnVectors } from './token-vectors.ts';

/** A bounded part of a data set, in memory, over all of the experiment's axes. */
export interface Sample {
  readonly axes: readonly string[];
  /** The names of those whose last position is followed by the first; absent: none. */
  readonly cyclic?: readonly string[];
  readonly shape: readonly number[];
  readonly classes: number;
  readonly trainExamples: number;
  /**
   * Training examples of one seed: another draw for each, where there are enough.
   *
   * @param count the first so many of them.
   */
  train(seedIndex: number, count?: number): Promise<Examples>;
  readonly validation: Examples;
  readonly test: Examples;
  /** What a reader of the diagnosis should know of how the examples were drawn. */
  readonly notes: readonly string[];
}

export interface SampleOptions {
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly seed: number;
  /** Arrays of one seed take at most this, rearranged copies included. */
  readonly mostBytes?: number;
}

const fewestExamples = 20;

/**
 * Draws the examples of a diagnosis, never from the test split, because networks are designed by the
 * diagnosis.
 *
 * Two thirds of the examples held out are scored. A third is the validation set.
 *
 * @throws InputError where there are too few examples, a single class, or nothing that varies.
 */
export async function drawSample(
  experiment: Pick<Experiment, 'axes' | 'dataAxes'>,
  dataset: Dataset,
  { seed, mostBytes = 2 ** 30, ...asked }: SampleOptions,
): Promise<Sample> {
  const notes: string[] = [];
  const { axes, shape } = visibleShape(experiment, dataset);
  const cyclic = axes.filter((axis) => experiment.axes.declarations[axis].cyclic);
  if (cyclic.length > 0) {
    notes.push(
      `windows go around the end of ${listAnd(cyclic)}, which the experiment declares cyclic`,
    );
  }
  const size = sizeOf(shape);
  const wanted = { train: asked.trainExamples, held: Math.ceil(asked.testExamples * 1.5) };
  // Two copies at a time: as drawn, and rearranged.
  const share = mostBytes / (8 * size * (wanted.train + wanted.held));
  if (share < 1) {
    wanted.train = Math.floor(wanted.train * share);
    wanted.held = Math.floor(wanted.held * share);
    notes.push(
      `fewer examples than asked for, because one takes ${Math.round((size * 4) / 1024)} KiB`,
    );
  }
  const { rest, held } = holdOutSome(dataset, wanted);
  const heldExamples = Math.min(wanted.held, held.length);
  const heldOrder = byGroups(
    held,
    new Random(seed, 'diagnose', 'held out').permutation(held.length),
  );
  const testEnd = partEnd(held, heldOrder, Math.round((heldExamples * 2) / 3));
  const test = subset(held, heldOrder.subarray(0, testEnd));
  const validation = subset(
    held,
    heldOrder.subarray(testEnd, groupEnd(held, heldOrder, Math.max(heldExamples, testEnd + 1))),
  );
  if (held.groups && !groupsToDraw(held.groups)) {
    const group = dataset.groupsOf ?? 'group';
    notes.push(
      `the examples held out are all of one ${group}: the same ${group} chooses and is scored, and intervals ` +
        `say nothing of another`,
    );
  }
  const testExamples = test.length;

  const learned = dataset.vocabularySize !== undefined && !dataset.vectors;
  const { forVectors, forClassifiers } = divide(rest, learned, seed);
  const trainExamples = Math.min(wanted.train, forClassifiers.length);
  if (share >= 1 && (trainExamples < wanted.train || testExamples < asked.testExamples)) {
    notes.push(
      `there are ${trainExamples} examples to train on and ${testExamples} to score, fewer than ` +
        `asked for`,
    );
  }
  if (trainExamples < fewestExamples || testExamples < fewestExamples) {
    throw new InputError(
      'experiment',
      `the data "${dataset.name}" gives ${trainExamples} examples to train on and ${testExamples} to ` +
        `score, too few; a diagnosis needs at least ${fewestExamples} of each`,
    );
  }
  const classesSeen = new Set(forClassifiers.labels);
  const { classes, targets } = dataset;
  const task = targets && taskRecordOf({ classes, targets }, forClassifiers, {});
  if (!task && classesSeen.size < 2) {
    throw new InputError(
      'experiment',
      `all training examples of "${dataset.name}" are of the class ` +
        `"${dataset.classes[[...classesSeen][0]]}": there is nothing to tell apart`,
    );
  }
  let vectors = dataset.vectors;
  if (vectors) {
    notes.push(`words are the vectors of ${vectors.width} dimensions that the data brings`);
  } else if (learned) {
    vectors = await learnVectors(experiment, dataset, { train: forVectors, validation, seed });
    notes.push(
      `words are vectors of ${vectors.width} dimensions, learned without the order of words from ` +
        `${forVectors.length} other training examples, and kept as they are`,
    );
  }

  const read = async (split: Split, indices: Uint32Array): Promise<Float32Array> => {
    const inputs = new Float32Array(indices.length * sizeOf(dataset.shape));
    await split.gather(indices, inputs);
    return vectors ? asVectors(inputs, vectors) : inputs;
  };
  const trainIndices = (seedIndex: number): Uint32Array =>
    new Random(seed, 'diagnose', 'train', seedIndex)
      .permutation(forClassifiers.length)
      .subarray(0, trainExamples);
  const scale = scaleOf(await read(forClassifiers, trainIndices(0)));
  if (scale.deviation === 0) {
    throw new InputError(
      'experiment',
      `all inputs of "${dataset.name}" are the same number, ${scale.mean}: there is nothing to see`,
    );
  }
  const draw = async (split: Split, indices = allOf(split)): Promise<Examples> => {
    const inputs = await read(split, indices);
    for (let i = 0; i < inputs.length; i++) inputs[i] = (inputs[i] - scale.mean) / scale.deviation;
    const labels = Int32Array.from(indices, (index) => split.labels[index]);
    const groups = groupsToDraw(split.groups);
    return {
      axes,
      cyclic,
      shape,
      inputs,
      labels,
      classes: task ? 0 : classes.length,
      ...(task && { targets: { task, classes, values: allTargets(subset(split, indices)) } }),
      ...(groups && { groups: Int32Array.from(indices, (index) => groups[index]) }),
    };
  };
  return {
    axes,
    cyclic,
    shape,
    classes: task ? 0 : classes.length,
    trainExamples,
    train: (seedIndex, count = trainExamples) =>
      draw(forClassifiers, trainIndices(seedIndex).subarray(0, count)),
    test: await draw(test),
    validation: await draw(validation),
    notes,
  };
}

/** Puts the examples of one group beside each other; groups come in the order of their first examples. */
function byGroups({ groups }: Split, order: Uint32Array): Uint32Array {
  if (!groups) return order;
  const members = new Map<number, number[]>();
  for (const example of order) {
    const group = groups[example];
    const known = members.get(group);
    if (known) known.push(example);
    else members.set(group, [example]);
  }
  return Uint32Array.from([...members.values()].flat());
}

/** The place at or behind `end` at which a group ends, since no group is divided. */
function groupEnd({ groups }: Split, order: Uint32Array, end: number): number {
  if (!groups) return end;
  let at = end;
  while (at < order.length && !isBoundary(groups, order, at)) at++;
  return at;
}

/**
 * The place nearest to `end` at which a group ends and another begins, so that both parts hold examples. A single
 * group is divided, since there is no other way to have two parts.
 */
function partEnd({ groups }: Split, order: Uint32Array, end: number): number {
  if (!groups) return end;
  for (let distance = 0; distance < order.length; distance++) {
    for (const at of [end - distance, end + distance]) {
      if (at > 0 && at < order.length && isBoundary(groups, order, at)) return at;
    }
  }
  return end;
}

const isBoundary = (groups: Groups, order: Uint32Array, at: number): boolean =>
  groups[order[at]] !== groups[order[at - 1]];

const allOf = ({ length }: Split): Uint32Array => Uint32Array.from({ length }, (_, i) => i);

/** The validation part where there is one, else a part of the training examples, each class in proportion. */
function holdOutSome(
  { splits: { train, validation } }: Dataset,
  wanted: { readonly train: number; readonly held: number },
): { readonly rest: Split; readonly held: Split } {
  if (validation) return { rest: train, held: validation };
  // Where there is not enough for both, both get their share.
  const share = Math.min(1, train.length / (wanted.train + wanted.held));
  const classes = new Set(train.labels).size;
  const count = Math.min(Math.floor(wanted.held * share), train.length - classes);
  if (count < 1) return { rest: train, held: subset(train, new Uint32Array(0)) };
  const { rest, heldOut } = holdOut(train, { count, seed: 0 });
  return { rest, held: heldOut };
}

/** Vectors fit the labels that they were learned from: classifiers are trained on others. */
function divide(
  split: Split,
  learned: boolean,
  seed: number,
): { readonly forVectors: Split; readonly forClassifiers: Split } {
  const order = byGroups(split, new Random(seed, 'diagnose', 'vectors').permutation(split.length));
  const count = learned ? partEnd(split, order, Math.floor(split.length / 2)) : 0;
  return {
    forVectors: subset(split, order.subarray(0, count)),
    forClassifiers: learned ? subset(split, order.subarray(count)) : split,
  };
}

/** The axes and shape that filters see: the dimensions of vectors are an axis where the domain names one. */
function visibleShape(
  { axes, dataAxes = axes.names }: Pick<Experiment, 'axes' | 'dataAxes'>,
  { shape, vocabularySize, vectors }: Dataset,
): { readonly axes: readonly string[]; readonly shape: readonly number[] } {
  if (vocabularySize === undefined) return { axes: axes.names, shape };
  const added = axes.names.filter((axis) => !dataAxes.includes(axis));
  const lengths = shape.slice(0, -1);
  const width = vectors?.width ?? learnedWidth;
  return {
    axes: [...dataAxes, ...added],
    shape: added.length > 0 ? [...lengths, width, 1] : [...lengths, width],
  };
}

/** One mean and one deviation for all positions: each on its own would hide what recurs where. */
function scaleOf(inputs: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of inputs) sum += value;
  const mean = sum / inputs.length;
  let squares = 0;
  for (const value of inputs) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / inputs.length) };
}
