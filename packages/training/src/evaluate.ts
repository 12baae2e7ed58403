import { batches, type Split } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';

export interface Scores {
  /** Share of examples whose most probable class is their label. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Share of examples whose label is among the five most probable classes; where there are many. */
  readonly top5Accuracy?: number;
}

export interface Evaluation extends Scores {
  /** `confusion[label][predicted]`: counts; null where there are too many classes to look at. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** The predicted class of every example, in the split's order. */
  readonly predicted: Int32Array;
}

/** From so many classes on, the five most probable are worth a look. */
const manyClasses = 20;
/** Up to so many classes, a matrix of confusions can be read. */
const mostConfusable = 100;

/** Answers a batch of inputs with logits, `examples × classes`. */
export type Scorer = (inputs: Float32Array, examples: number) => Float32Array;

/** The answers of a network as it is used, not trained. */
export const scorerOf =
  (logits: tf.LayersModel, shape: readonly number[]): Scorer =>
  (inputs, examples) =>
    tf.tidy(() => {
      const input = tf.tensor(inputs, [examples, ...shape]);
      return (logits.apply(input, { training: false }) as tf.Tensor).dataSync<'float32'>();
    });

/** Scores every example of a split once, the last, smaller batch included. */
export async function evaluate(
  score: Scorer,
  split: Split,
  options: {
    readonly batchSize: number;
    readonly shape: readonly number[];
    readonly classes: number;
  },
): Promise<Evaluation> {
  const { classes } = options;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const predicted = new Int32Array(split.length);
  let correct = 0;
  let amongFive = 0;
  let loss = 0;
  let done = 0;
  for await (const { inputs, labels } of batches(split, {
    batchSize: options.batchSize,
    exampleSize: tf.util.sizeFromShape([...options.shape]),
  })) {
    const scores = score(inputs, labels.length);
    for (let i = 0; i < labels.length; i++) {
      const row = scores.subarray(i * classes, (i + 1) * classes);
      const answer = argMax(row);
      loss += crossEntropy(row, labels[i], row[answer]);
      confusion[labels[i]][answer]++;
      predicted[done++] = answer;
      if (answer === labels[i]) correct++;
      if (rankOf(row, labels[i]) < 5) amongFive++;
    }
  }
  return {
    accuracy: correct / split.length,
    loss: loss / split.length,
    ...(classes >= manyClasses && { top5Accuracy: amongFive / split.length }),
    confusion: classes <= mostConfusable ? confusion : null,
    predicted,
  };
}

/** The figures of an evaluation without its details. */
export const scoresOf = ({ accuracy, loss, top5Accuracy }: Scores): Scores => ({
  accuracy,
  loss,
  ...(top5Accuracy !== undefined && { top5Accuracy }),
});

/** How many classes score higher. */
function rankOf(row: ArrayLike<number>, label: number): number {
  let rank = 0;
  for (let i = 0; i < row.length; i++) if (row[i] > row[label]) rank++;
  return rank;
}

export function argMax(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i] > row[best]) best = i;
  return best;
}

/** −log softmax(row)[label], in double precision and without overflow. */
function crossEntropy(row: ArrayLike<number>, label: number, largest: number): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += Math.exp(row[i] - largest);
  return Math.log(sum) - (row[label] - largest);
}
