import { buildNetwork } from '@axiswise/layers';
import { evaluate, scorerOf, train, type TrainingConfig } from '@axiswise/training';
import type { NetworkGeometry } from '@axiswise/geometry';
import { asSplit, type Examples } from './examples.ts';

/** What every classifier is trained, chosen and scored on. */
export interface Parts {
  readonly train: Examples;
  /** Decides which epoch's weights are kept, and which classifier is the reference. */
  readonly choice: Examples;
  readonly test: Examples;
}

/** The same budget for all. */
export const trainingOf = (epochs: number): TrainingConfig => ({
  epochs,
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate: 0.006 },
  schedule: { kind: 'cosine', warmup: 0.1 },
  clipNorm: 1,
  restoreBest: true,
});

export interface TrialResult {
  /** For every test example: 1 where the answer was right. */
  readonly correct: Uint8Array;
  /** Accuracy on the examples that choices are made by. */
  readonly choiceAccuracy: number;
}

/** Trains one classifier in memory and scores every test example; leaves no tensor behind. */
export async function runTrial(
  geometry: NetworkGeometry,
  { train: examples, choice, test }: Parts,
  { seed, epochs }: { readonly seed: number; readonly epochs: number },
): Promise<TrialResult> {
  const network = buildNetwork(geometry, { seed });
  try {
    const { shape, classes } = examples;
    const { history, weightsOfEpoch } = await train({
      network,
      train: asSplit(examples),
      validation: asSplit(choice),
      shape,
      classes,
      seed,
      config: trainingOf(epochs),
    });
    const split = asSplit(test);
    const { predicted } = await evaluate(scorerOf(network.logits, shape), split, {
      batchSize: 256,
      shape,
      classes,
    });
    return {
      correct: Uint8Array.from(predicted, (label, i) => (label === split.labels[i] ? 1 : 0)),
      choiceAccuracy: history[weightsOfEpoch - 1].validation!.accuracy,
    };
  } finally {
    network.model.dispose();
  }
}
