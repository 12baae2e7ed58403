import { arraySplit } from '@axiswise/data';
import { type Experiment, loadExperiment } from '@axiswise/experiment';
import type { StartedRunFacts, TestedRunFacts, TrainExperimentResult } from '@axiswise/runner';
import { type EpochMetrics, openTask } from '@axiswise/training';
import type { OpenLoggers } from './open-loggers.ts';

/** A run as a training tells of it. */
export const startedRun = (runDir: string, experiment: Experiment): StartedRunFacts => ({
  runDir,
  experiment,
  configuration: {
    experiment: 'images',
    strategy: 'slide-both',
    data: 'digits',
    seed: 3,
    trainExamples: 100,
    validationExamples: 10,
    testExamples: 20,
    shape: [8, 8, 1],
    classes: ['a', 'b'],
    dataOptions: {},
    dataSha256: '',
    layers: [],
    training: {
      epochs: 2,
      batchSize: 32,
      optimizer: { kind: 'adam', learningRate: 0.002 },
      restoreBest: true,
    },
    options: { dropout: 0.4 },
  },
});

export const epochMetrics = (epoch: number): EpochMetrics => ({
  epoch,
  step: 4 * epoch,
  learningRate: 0.002 / epoch,
  train: { loss: 1 / epoch, accuracy: 0.5 + epoch / 10 },
  validation: { loss: 2 / epoch, accuracy: 0.4 + epoch / 10 },
  seconds: 1,
  examplesPerSecond: 100,
});

/** Four test examples of two classes; the network takes the second for `b` and the fourth for `a`. */
function testedRun(experiment: Experiment): TestedRunFacts {
  const test = arraySplit({
    inputs: Float32Array.from({ length: 4 * 64 }, (_, i) => (i % 64) / 63),
    labels: Int32Array.of(0, 0, 1, 1),
    shape: [8, 8, 1],
    classes: 2,
  });
  const splits = { train: test, test };
  const classes = ['a', 'b'];
  const shape = [8, 8, 1];
  return {
    experiment,
    dataset: { name: 'tiny', axes: experiment.axes.names, shape, classes, splits, sha256: '' },
    task: openTask(undefined, classes),
    outcome: {
      targets: Float32Array.of(0, 0, 1, 1),
      predictions: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.3, 0.7, 0.6, 0.4),
    },
  };
}

const weights = new Map([
  // Two filters of 3×3.
  [
    'convolution_1/kernel',
    { shape: [3, 3, 1, 2], values: Float32Array.from({ length: 18 }, (_, i) => i / 17 - 0.5) },
  ],
  ['dense_1/kernel', { shape: [4], values: Float32Array.of(-1, 0, 0.5, 1) }],
  ['dense_1/bias', { shape: [2], values: Float32Array.of(0, 0) }],
]);

/** Tells logs of two epochs, and of the end. */
export async function logTwoEpochs(loggers: OpenLoggers, runDir: string): Promise<void> {
  const experiment = await loadExperiment('images');
  await loggers.observer.onStart(startedRun(runDir, experiment));
  for (const epoch of [1, 2]) {
    await loggers.observer.onEpoch(epochMetrics(epoch), [], () => Promise.resolve(weights));
  }
  await loggers.observer.onTest(testedRun(experiment));
  await loggers.end({ test: { loss: 0.7, accuracy: 0.75 } } as TrainExperimentResult);
}
