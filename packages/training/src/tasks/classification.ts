import { type Dataset, type Split } from '@axiswise/data';
import { dense } from '@axiswise/geometry';
import { InputError, nearest, percent } from '@axiswise/messages';
import { type Metric, metricScores } from '@axiswise/statistics';
import { argMax } from '../arg-max.ts';
import { accuracy, crossEntropyLoss, top5Accuracy } from '../metrics/metrics.ts';
import { classReport, probabilityMetrics } from './class-report.ts';
import type { ClassWeights, ExampleScore, TaskFacts, TaskKind } from './task.ts';

/** One of several classes for each example. */
export const classification: TaskKind = {
  describe: 'one class of each example',
  loss: 'crossEntropy',
  metrics: { accuracy, top5Accuracy, loss: crossEntropyLoss },
  headline: 'accuracy',
  activation: 'softmax',
  trainsOnLoss: true,
  sizes: ({ classes }) => ({ target: 1, output: classes.length }),
  head: ({ classes }) => [dense(classes.length, { activation: 'softmax' })],
  learn({ labels }, { form: { classes }, classWeights }): TaskFacts {
    if (classWeights === undefined) return {};
    return { classWeights: resolvedWeights(classWeights, { classes, labels }) };
  },
  tensor: ({ tf, targets }) => tf.tensor1d(Int32Array.from(targets), 'int32'),
  weight: (targets, { classWeights }) =>
    classWeights ? targets.reduce((sum, label) => sum + classWeights[label], 0) : targets.length,
  predict(outputs, to, { outputSize }) {
    for (let from = 0; from < outputs.length; from += outputSize) {
      softmax(outputs.subarray(from, from + outputSize), to.subarray(from, from + outputSize));
    }
  },
  prediction(predictions, { classes }) {
    const best = argMax(predictions);
    return { label: classes[best], probability: predictions[best] };
  },
  cells(predictions, { classes }) {
    const best = argMax(predictions);
    return [
      { title: 'prediction', text: classes[best] },
      { title: 'probability', align: 'right', text: percent(predictions[best], 1) },
    ];
  },
  score: {
    describe: 'accuracy',
    better: 'higher',
    isRightOrWrong: true,
    range: [0, 1],
    of: ({ targets, predictions }) => {
      const predicted = mostProbable(predictions, targets.length);
      return Float64Array.from(predicted, (label, i) => Number(label === targets[i]));
    },
  },
  scores: ({ classes }) =>
    Object.fromEntries(
      Object.entries(probabilityMetrics(classes.length)).map(([name, metric]) => [
        name,
        scoreOfMetric(metric),
      ]),
    ),
  constant: {
    describe: 'the share of the class that is most frequent in training',
    outputs({ labels }, { outputSize }) {
      const counts = new Float32Array(outputSize);
      for (const label of labels) counts[label]++;
      return counts.map((count) => Math.log(Math.max(count, leastCount)));
    },
  },
  report: classReport,
};

/** Of a class without examples: its probability is small, not zero. */
const leastCount = 0.5;

const scoreOfMetric = (metric: Metric): ExampleScore => ({
  describe: metric.describe,
  better: metric.better,
  range: [0, metric.largest],
  of: ({ targets, predictions }) =>
    metricScores(metric, { labels: targets, probabilities: [predictions] })[0],
});

/** The most probable class of each example, the first of equally probable ones. */
export function mostProbable(predictions: Float32Array, examples: number): Int32Array {
  const classes = predictions.length / examples;
  return Int32Array.from({ length: examples }, (_, i) =>
    argMax(predictions.subarray(i * classes, (i + 1) * classes)),
  );
}

/** Writes the probabilities of the classes; that of the largest logit stays the first of the largest. */
function softmax(logits: Float32Array, to: Float32Array): void {
  const best = argMax(logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - logits[best]);
  for (let c = 0; c < logits.length; c++) to[c] = Math.exp(logits[c] - logits[best]) / sum;
  // Logits that differ in their last digits may give equal probabilities in single precision.
  if (argMax(to) !== best) to[best] *= 1 + 2 ** -22;
}

/**
 * The weight of every class. `balanced` gives each class the same weight in all: the number of examples over
 * the number of classes and that of the class's examples, as `compute_class_weight` of scikit-learn.
 *
 * @throws InputError where a class is unknown, or has no training example to balance.
 */
function resolvedWeights(
  weights: ClassWeights,
  { classes, labels }: { readonly classes: Dataset['classes']; readonly labels: Split['labels'] },
): number[] {
  if (weights !== 'balanced') {
    const unknown = Object.keys(weights).find((name) => !classes.includes(name));
    if (unknown !== undefined) {
      const near = nearest(unknown, classes);
      throw new InputError(
        'run',
        `the class weights name "${unknown}", but there is no such class` +
          `${near ? `; did you mean "${near}"?` : ''} (classes: ${listed(classes)})`,
      );
    }
    return classes.map((name) => weights[name] ?? 1);
  }
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label]++;
  const absent = counts.indexOf(0);
  if (absent !== -1) {
    throw new InputError(
      'run',
      `balanced class weights need a training example of every class, but "${classes[absent]}" has none; ` +
        `add some, or give the weights as ${classes[0]}=2`,
    );
  }
  return Array.from(counts, (count) => labels.length / (classes.length * count));
}

const listed = (classes: readonly string[]): string =>
  classes.slice(0, 10).join(', ') + (classes.length > 10 ? ', …' : '');
