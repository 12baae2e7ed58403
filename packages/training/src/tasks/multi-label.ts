import { allTargets } from '@axiswise/data';
import { dense } from '@axiswise/geometry';
import { InputError, percent } from '@axiswise/messages';
import { classScores } from '@axiswise/statistics';
import { argMax } from '../arg-max.ts';
import {
  binaryCrossEntropyLoss,
  exactMatch,
  labelAccuracy,
  labelF1,
} from '../metrics/label-metrics.ts';
import { countLabels, exactMatchScore, labelF1Score, rightShares } from './label-scores.ts';
import { someOf } from './model-outputs.ts';
import { classFigures } from './task-figures.ts';
import type { TaskForm, TaskKind } from './task.ts';

/**
 * Several labels for each example, each there or not: any number of them, none too. Targets are 1 and 0; a
 * network gives a probability for each label.
 */
export const multiLabel: TaskKind = {
  describe: 'several labels of each example',
  loss: 'binaryCrossEntropy',
  metrics: { labelAccuracy, exactMatch, labelF1, loss: binaryCrossEntropyLoss },
  headline: 'labelAccuracy',
  activation: 'sigmoid',
  trainsOnLoss: true,
  sizes: (form) => ({ target: namesOf(form).length, output: namesOf(form).length }),
  head: (form) => [dense(namesOf(form).length, { activation: 'linear' })],
  learn(train, { form }) {
    const names = namesOf(form);
    const strange = allTargets(train).findIndex((value) => value !== 0 && value !== 1);
    if (strange === -1) return {};
    throw new InputError(
      'data',
      `the label "${names[strange % names.length]}" of training example ` +
        `${Math.floor(strange / names.length)} must be 1 (there) or 0 (not), got ` +
        String(allTargets(train)[strange]),
    );
  },
  tensor: ({ tf, targets, form }) => {
    const { length } = namesOf(form);
    return tf.tensor2d(targets, [targets.length / length, length]);
  },
  predict(outputs, to) {
    for (let i = 0; i < outputs.length; i++) to[i] = 1 / (1 + Math.exp(-outputs[i]));
  },
  outputs(form) {
    const names = namesOf(form);
    return {
      name: 'probabilities',
      axes: ['label'],
      shape: [names.length],
      names,
      prediction: 'threshold',
      threshold,
      inWords:
        `A probability for each label, which do not add up to 1. A label is there where its probability is above ` +
        `${threshold}. The labels in their order: ${someOf(names)}.`,
    };
  },
  prediction: (row, form) => ({
    labels: namesOf(form).filter((_, k) => row[k] > threshold),
    probabilities: Object.fromEntries(namesOf(form).map((name, k) => [name, row[k]])),
  }),
  probabilities: (row, form) => namesOf(form).map((label, k) => ({ label, probability: row[k] })),
  cells: (row, form) => [
    {
      title: 'labels',
      text: namesOf(form)
        .filter((_, k) => row[k] > threshold)
        .join(';'),
    },
    ...namesOf(form).map((title, k) => ({
      title,
      align: 'right' as const,
      text: percent(row[k], 1),
    })),
  ],
  inWords: (row, form) => listed(namesOf(form).filter((_, k) => row[k] > threshold)),
  targetInWords: (row, form) => listed(namesOf(form).filter((_, k) => row[k] > threshold)),
  predictedOutputs(row) {
    const there = [...row.keys()].filter((k) => row[k] > threshold);
    return there.length > 0 ? there : [argMax(row)];
  },
  report: (test, form) => ({
    metrics: {},
    confusion: null,
    perClass: classScores(countLabels(test, namesOf(form).length)).map((score, k) => ({
      class: namesOf(form)[k],
      ...score,
    })),
  }),
  figures: (test, form) =>
    classFigures(multiLabel.report!(test, form), { classes: namesOf(form), counted: 'examples' }),
  score: {
    describe: 'label accuracy',
    better: 'higher',
    range: [0, 1],
    of: (test, form) => rightShares(test, namesOf(form).length),
  },
  scores: () => ({ exactMatch: exactMatchScore, labelF1: labelF1Score }),
  constant: {
    describe: 'that of always predicting the labels that most training examples have',
    outputs(train, { outputSize }) {
      const counts = new Float64Array(outputSize);
      allTargets(train).forEach((target, i) => (counts[i % outputSize] += target));
      // Half an example more of each kind, so that no probability is 0 or 1.
      return Float32Array.from(counts, (count) =>
        Math.log((count + 0.5) / (train.length - count + 0.5)),
      );
    },
  },
};

const listed = (names: readonly string[]): string => names.join('; ') || 'none';

/** A label is there where it is more probable than not. */
const threshold = 0.5;

const namesOf = ({ targets }: TaskForm): readonly string[] => targets!.names;
