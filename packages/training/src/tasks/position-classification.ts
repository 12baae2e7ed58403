import { allTargets, moveAlong, type Split, type TargetForm, unlabelled } from '@axiswise/data';
import { convolution, slide, softmax, type LayerSpec, span } from '@axiswise/geometry';
import { InputError, percent } from '@axiswise/messages';
import { countClasses, classScores } from '@axiswise/statistics';
import { argMaxOfRow } from '../arg-max.ts';
import {
  meanIoU,
  positionAccuracy,
  positionCrossEntropyLoss,
  positionF1,
} from '../metrics/position-metrics.ts';
import { resolvedWeights } from './class-weights.ts';
import { classOutputs } from './model-outputs.ts';
import { meanIoUScore, positionF1Score, rightShares } from './position-scores.ts';
import { softmaxOfEach } from './softmax.ts';
import { classFigures } from './task-figures.ts';
import type { TaskFacts, TaskForm, TaskKind } from './task.ts';

/**
 * One of several classes for each position along named axes: the pixels of a picture (semantic segmentation), the
 * frames of a spectrogram, the points of a board. A position may have no label ({@link unlabelled}, as PyTorch's
 * `ignore_index`): it counts in no loss and in no metric.
 */
export const positionClassification: TaskKind = {
  describe: 'one class of each position',
  loss: 'positionCrossEntropy',
  metrics: { positionAccuracy, positionF1, meanIoU, loss: positionCrossEntropyLoss },
  headline: 'positionAccuracy',
  activation: 'softmax',
  trainsOnLoss: true,
  sizes(form) {
    const positions = positionsOf(form);
    return { target: positions, output: positions * form.classes.length };
  },
  head: (form, axes) => headOf(form, axes),
  learn(train, { form, classWeights }): TaskFacts {
    const labels = labelsOf(train, form);
    if (classWeights === undefined) return {};
    const { classes } = form;
    return { classWeights: resolvedWeights(classWeights, { classes, labels, of: 'position' }) };
  },
  tensor: ({ tf, targets }) => tf.tensor1d(Int32Array.from(targets), 'int32'),
  weight(targets, { classWeights }) {
    let weight = 0;
    for (const label of targets) {
      if (label !== unlabelled) weight += classWeights?.[label] ?? 1;
    }
    return weight;
  },
  predict: (outputs, to, { form }) => softmaxOfEach(outputs, to, form.classes.length),
  decide(outputs, to, { form: { classes } }) {
    for (let i = 0; i < to.length; i++) {
      to[i] = argMaxOfRow(outputs, i, classes.length);
    }
  },
  outputs(form) {
    const { axes = [], shape } = targetsOf(form);
    return classOutputs(form, { axes, shape });
  },
  prediction(predictions, form) {
    const predicted = predictedOf(predictions, form);
    return {
      labels: nested(
        Array.from(predicted, (label) => form.classes[label]),
        form.targets!.shape,
      ),
      shares: Object.fromEntries(
        sharesOf(predicted, form).map(({ label, share }) => [form.classes[label], share]),
      ),
    };
  },
  cells: (predictions, form) => [
    {
      title: `${targetsOf(form).names.join(', ')} of the positions`,
      text: sharesInWords(predictedOf(predictions, form), form),
    },
  ],
  inWords: (predictions, form) => sharesInWords(predictedOf(predictions, form), form),
  targetInWords: (targets, form) =>
    sharesInWords(
      Int32Array.from(targets).filter((label) => label !== unlabelled),
      form,
    ),
  move(target, { axis, ...by }, form) {
    const { axes = [], shape } = targetsOf(form);
    const dimension = axes.indexOf(axis);
    // Along another axis, the labels stay where they are.
    if (dimension === -1) return true;
    moveAlong(Float32Array.from(target), target, { ...by, shape, dimension, fill: unlabelled });
    return target.some((label) => label !== unlabelled);
  },
  // Of one position it is the predicted class; of many, those that are predicted most often.
  predictedOutputs: (predictions, form) =>
    sharesOf(predictedOf(predictions, form), form)
      .slice(0, mostMapped)
      .map(({ label }) => label),
  figures: (test, form) =>
    classFigures(positionClassification.report!(test, form), {
      classes: form.classes,
      counted: 'positions',
    }),
  score: {
    describe: 'position accuracy',
    better: 'higher',
    range: [0, 1],
    of: (test, form) => rightShares(test, positionsOf(form)),
  },
  scores: () => ({ positionF1: positionF1Score, meanIoU: meanIoUScore }),
  constant: {
    describe:
      'that of always predicting, at each position, the class that most training examples have there',
    outputs(train, { form, outputSize }) {
      const positions = positionsOf(form);
      const counts = new Float32Array(outputSize);
      allTargets(train).forEach((label, i) => {
        if (label !== unlabelled) counts[(i % positions) * form.classes.length + label]++;
      });
      // Half an example more of each class, so that no probability is 0.
      return counts.map((count) => Math.log(count + 0.5));
    },
  },
  report({ targets, predictions }, { classes }) {
    const at = Array.from(targets.keys()).filter((i) => targets[i] !== unlabelled);
    const [labels, predicted] = [targets, predictions].map((of) =>
      Int32Array.from(at, (i) => of[i]),
    );
    const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
    labels.forEach((label, i) => confusion[label][predicted[i]]++);
    return {
      metrics: {},
      confusion: classes.length <= mostConfusable ? confusion : null,
      perClass: classScores(countClasses(labels, predicted, classes.length)).map((score, c) => ({
        class: classes[c],
        ...score,
      })),
    };
  },
};

/** Up to so many classes, a matrix of confusions can be read. */
const mostConfusable = 100;
/** Classes that a line of a table names. */
const mostShown = 5;

/** Classes that maps of importance are drawn of. */
const mostMapped = 3;

const targetsOf = ({ targets }: TaskForm): TargetForm => targets!;

const positionsOf = (form: TaskForm): number =>
  targetsOf(form).shape.reduce((product, length) => product * length, 1);

/**
 * Filters of one position: they see what is known of it, and span the axes that have no labels of their own.
 *
 * @throws InputError where the labels are along axes that the data does not have, or in another order.
 */
function headOf(form: TaskForm, axes: readonly string[]): readonly LayerSpec[] {
  const along = targetsOf(form).axes ?? [];
  const known = axes.filter((axis) => along.includes(axis));
  if (along.length === 0 || known.join() !== along.join()) {
    throw new InputError(
      'data',
      `labels of positions must be along axes of the data in their order (${axes.join(', ')}), got ` +
        (along.join(', ') || 'none'),
    );
  }
  const move = axes.map((axis) => [axis, along.includes(axis) ? slide(1) : span()] as const);
  return [
    convolution(form.classes.length, { move: Object.fromEntries(move) }, { activation: 'linear' }),
    softmax({ along }),
  ];
}

/**
 * The labels of all labelled training positions.
 *
 * @throws InputError where there are more or fewer labels than positions, one is no class, or an example has none.
 */
function labelsOf(train: Split, form: TaskForm): Int32Array {
  const positions = positionsOf(form);
  const { classes } = form;
  if (train.targets?.size !== positions) {
    throw new InputError(
      'data',
      `the data has ${train.targets?.size ?? 0} labels of positions for an example, but says that it has ` +
        `${targetsOf(form).shape.join(' × ')} positions; give each position a label`,
    );
  }
  const labels = allTargets(train);
  for (let from = 0; from < labels.length; from += positions) {
    const some = labels.subarray(from, from + positions);
    const example = from / positions;
    const stranger = some.find((label) => label !== unlabelled && classes[label] === undefined);
    if (stranger !== undefined) {
      throw new InputError(
        'data',
        `a label of a position of training example ${example} is ${stranger}, but labels go from 0 to ` +
          `${classes.length - 1}, and a position without a label has ${unlabelled}`,
      );
    }
    if (some.every((label) => label === unlabelled)) {
      throw new InputError(
        'data',
        `no position of training example ${example} has a label; label some, or leave the example out`,
      );
    }
  }
  return Int32Array.from(labels.filter((label) => label !== unlabelled));
}

/** The most probable class of each position of one example. */
function predictedOf(predictions: Float32Array, { classes }: TaskForm): Int32Array {
  return Int32Array.from({ length: predictions.length / classes.length }, (_, i) =>
    argMaxOfRow(predictions, i, classes.length),
  );
}

/** The share of the positions of one example that each class has, the most frequent first. */
function sharesOf(predicted: Int32Array, { classes }: TaskForm) {
  const counts = classes.map(() => 0);
  for (const label of predicted) counts[label]++;
  return counts
    .map((count, label) => ({ label, share: count / predicted.length }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.label - b.label);
}

/** `paper 66.7 %, dot 33.3 %`. */
function sharesInWords(predicted: Int32Array, form: TaskForm): string {
  const shares = sharesOf(predicted, form);
  const shown = shares
    .slice(0, mostShown)
    .map(({ label, share }) => `${form.classes[label]} ${percent(share, 1)}`);
  return [...shown, ...(shares.length > mostShown ? ['…'] : [])].join(', ');
}

/** Lists within lists, one level for each axis. */
function nested(values: readonly string[], [length, ...others]: readonly number[]): unknown[] {
  if (others.length === 0) return [...values];
  const size = values.length / length;
  return Array.from({ length }, (_, i) => nested(values.slice(i * size, (i + 1) * size), others));
}
