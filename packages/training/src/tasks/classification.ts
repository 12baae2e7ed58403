import { dense } from '@axiswise/geometry';
import { percent } from '@axiswise/messages';
import { type Metric, metricScores } from '@axiswise/statistics';
import { argMax } from '../arg-max.ts';
import { accuracy, crossEntropyLoss, top5Accuracy } from '../metrics/metrics.ts';
import { classReport, probabilityMetrics } from './class-report.ts';
import { resolvedWeights } from './class-weights.ts';
import { classOutputs } from './model-outputs.ts';
import { softmaxOfEach } from './softmax.ts';
import { classFigures } from './task-figures.ts';
import type { ExampleScore, TaskFacts, TaskKind } from './task.ts';

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
  predict: (outputs, to, { outputSize }) => softmaxOfEach(outputs, to, outputSize),
  outputs: (form) => classOutputs(form),
  prediction(predictions, { classes }) {
    const best = argMax(predictions);
    return { label: classes[best], probability: predictions[best] };
  },
  probabilities: (predictions, { classes }) =>
    classes.map((label, k) => ({ label, probability: predictions[k] })),
  cells(predictions, { classes }) {
    const best = argMax(predictions);
    return [
      { title: 'prediction', text: classes[best] },
      { title: 'probability', align: 'right', text: percent(predictions[best], 1) },
    ];
  },
  inWords(predictions, { classes }) {
    const best = argMax(predictions);
    return `${classes[best]} (${percent(predictions[best], 0)})`;
  },
  targetInWords: ([label], { classes }) => classes[label],
  predictedOutputs: (predictions) => [argMax(predictions)],
  figures: (test, form) =>
    classFigures(classReport(test, form), { classes: form.classes, counted: 'examples' }),
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
function mostProbable(predictions: Float32Array, examples: number): Int32Array {
  const classes = predictions.length / examples;
  return Int32Array.from({ length: examples }, (_, i) =>
    argMax(predictions.subarray(i * classes, (i + 1) * classes)),
  );
}
