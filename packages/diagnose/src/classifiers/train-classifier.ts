import { buildNetwork } from '@axiswise/layers';
import {
  bestEpoch,
  DivergedError,
  evaluate,
  scorerOf,
  train,
  type TrainingConfig,
} from '@axiswise/training';
import { asSplit, type Examples, targetsOf, taskOf } from '../sampling/examples.ts';
import { type ClassifierDesign, referenceClassifier } from './reference-classifier.ts';

/** The examples that a classifier is trained, selected and scored on. */
export interface ExampleSplits {
  readonly train: Examples;
  /** Decides which epoch's weights are kept, which learning rate is chosen, and which classifier is the best. */
  readonly validation: Examples;
  readonly test: Examples;
}

/** One training, as plain data: it may be done in another thread. */
export interface TrainingTask {
  readonly design: ClassifierDesign;
  readonly train: Examples;
  readonly validation: Examples;
  /** Absent where the classifier is trained to choose a learning rate: test examples have no say in that. */
  readonly test?: Examples;
  /** Of weights, order of examples and dropout. */
  readonly seed: number;
  readonly learningRate: number;
  /** The full number, which the schedule knows; weights are kept of the best. */
  readonly epochs: number;
  /** Ends after that one; absent: trains to the end. */
  readonly untilEpoch?: number;
}

/** How every classifier is trained. */
const trainingConfig = ({ epochs, learningRate }: TrainingTask): TrainingConfig => ({
  epochs,
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate },
  schedule: { kind: 'cosine', warmup: 0.1 },
  clipNorm: 1,
  restoreBest: true,
});

/** What became of one training. */
export interface TrainedClassifier {
  /**
   * The task's score of every test example; absent without test examples. Of a classification 1 where the prediction
   * is right, else 0.
   */
  readonly scores?: Uint8Array | Float64Array;
  /** Of the epoch with the lowest validation loss, whose weights are kept; null where training diverged. */
  readonly validation: {
    readonly loss: number;
    /** Null where the task has none. */
    readonly accuracy: number | null;
  } | null;
  readonly seconds: number;
}

/** Trains one classifier in memory and scores every test example; leaves no tensor behind. */
export async function trainClassifier(training: TrainingTask): Promise<TrainedClassifier> {
  const { design, train: examples, validation, test, seed, untilEpoch } = training;
  const start = performance.now();
  const secondsSince = (): number => (performance.now() - start) / 1000;
  const task = taskOf(examples);
  const { kind, form } = task;
  const { activation } = kind;
  const network = buildNetwork(referenceClassifier(examples, design), { seed, activation });
  try {
    const { shape } = examples;
    const { history } = await train({
      network,
      train: asSplit(examples),
      validation: asSplit(validation),
      shape,
      task,
      seed,
      config: trainingConfig(training),
      ...(untilEpoch !== undefined && { untilEpoch }),
    });
    const best = bestEpoch(history)!.validation!;
    const trained = { validation: { loss: best.loss, accuracy: best.accuracy ?? null } };
    if (!test) return { ...trained, seconds: secondsSince() };
    const split = asSplit(test);
    const predictions = new Float32Array(split.length * task.outcomeSize);
    await evaluate(scorerOf(network.logits, shape), split, {
      batchSize: 256,
      shape,
      task,
      predictions,
    });
    const scores = kind.score.of({ targets: targetsOf(test), predictions }, form);
    return {
      ...trained,
      scores: kind.score.isRightOrWrong ? Uint8Array.from(scores) : scores,
      seconds: secondsSince(),
    };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    return { validation: null, seconds: secondsSince() };
  } finally {
    network.model.dispose();
  }
}
