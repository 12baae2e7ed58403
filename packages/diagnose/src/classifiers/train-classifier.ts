import type { NetworkGeometry } from '@axiswise/geometry';
import { buildNetwork } from '@axiswise/layers';
import {
  classificationOf,
  evaluate,
  mostProbable,
  scorerOf,
  train,
  type TrainingConfig,
} from '@axiswise/training';
import { accuracyOf } from '@axiswise/training/kinds';
import { asSplit, type Examples } from '../sampling/examples.ts';

/** The examples that a classifier is trained, selected and scored on. */
export interface ExampleSplits {
  readonly train: Examples;
  /** Decides which epoch's weights are kept, and which classifier is the best. */
  readonly validation: Examples;
  readonly test: Examples;
}

/** How every classifier is trained. */
const trainingConfig = (epochs: number): TrainingConfig => ({
  epochs,
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate: 0.006 },
  schedule: { kind: 'cosine', warmup: 0.1 },
  clipNorm: 1,
  restoreBest: true,
});

export interface ClassifierResult {
  /** For every test example: 1 where the prediction is right, else 0. */
  readonly correct: Uint8Array;
  readonly validationAccuracy: number;
}

/** Trains one classifier in memory and scores every test example; leaves no tensor behind. */
export async function trainClassifier(
  geometry: NetworkGeometry,
  { train: examples, validation, test }: ExampleSplits,
  { seed, epochs }: { readonly seed: number; readonly epochs: number },
): Promise<ClassifierResult> {
  const network = buildNetwork(geometry, { seed });
  try {
    const { shape, classes } = examples;
    const task = classificationOf(classes);
    const { history, weightsOfEpoch } = await train({
      network,
      train: asSplit(examples),
      validation: asSplit(validation),
      shape,
      task,
      seed,
      config: trainingConfig(epochs),
    });
    const split = asSplit(test);
    const predictions = new Float32Array(split.length * classes);
    await evaluate(scorerOf(network.logits, shape), split, {
      batchSize: 256,
      shape,
      task,
      predictions,
    });
    const predicted = mostProbable(predictions, split.length);
    return {
      correct: Uint8Array.from(predicted, (label, i) => (label === split.labels[i] ? 1 : 0)),
      validationAccuracy: accuracyOf(history[weightsOfEpoch - 1].validation!),
    };
  } finally {
    network.model.dispose();
  }
}
