import type { StartedRunFacts, TrainExperimentResult } from '@axiswise/runner';
import type { EpochMetrics } from '@axiswise/training';
import type { OpenLoggers } from './open-loggers.ts';

/** A run as a training tells of it. */
export const startedRun = (runDir: string): StartedRunFacts => ({
  runDir,
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

const weights = new Map([
  ['dense_1/kernel', { shape: [4], values: Float32Array.of(-1, 0, 0.5, 1) }],
  ['dense_1/bias', { shape: [2], values: Float32Array.of(0, 0) }],
]);

/** Tells logs of two epochs, and of the end. */
export async function logTwoEpochs(loggers: OpenLoggers, runDir: string): Promise<void> {
  await loggers.observer.onStart(startedRun(runDir));
  for (const epoch of [1, 2]) {
    await loggers.observer.onEpoch(epochMetrics(epoch), [], () => Promise.resolve(weights));
  }
  await loggers.end({ test: { loss: 0.7, accuracy: 0.75 } } as TrainExperimentResult);
}
