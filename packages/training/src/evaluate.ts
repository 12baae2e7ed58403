import type { Split } from '@axiswise/data';
import { batches } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';

export interface Scores {
  /** Share of examples whose most probable class is their label. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
}

export interface Evaluation extends Scores {
  /** `confusion[label][predicted]`: counts. */
  readonly confusion: readonly (readonly number[])[];
  /** The predicted class of every example, in the split's order. */
  readonly predicted: Int32Array;
}

/** Scores every example of a split once, the last, smaller batch included. */
export async function evaluate(
  logits: tf.LayersModel,
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
  let loss = 0;
  let done = 0;
  for await (const { inputs, labels } of batches(split, {
    batchSize: options.batchSize,
    exampleSize: tf.util.sizeFromShape([...options.shape]),
  })) {
    const scores = tf.tidy(() => {
      const input = tf.tensor(inputs, [labels.length, ...options.shape]);
      return (logits.apply(input, { training: false }) as tf.Tensor).dataSync<'float32'>();
    });
    for (let i = 0; i < labels.length; i++) {
      const row = scores.subarray(i * classes, (i + 1) * classes);
      const answer = argMax(row);
      loss += crossEntropy(row, labels[i], row[answer]);
      confusion[labels[i]][answer]++;
      predicted[done++] = answer;
      if (answer === labels[i]) correct++;
    }
  }
  return { accuracy: correct / split.length, loss: loss / split.length, confusion, predicted };
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
