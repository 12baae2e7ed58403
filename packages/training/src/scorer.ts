import { tensorOf } from '@axiswise/backend/copy-tensor';
import { readTensor } from '@axiswise/backend/read-tensor';
import type { Batch } from '@axiswise/data';
import { TokenEmbedding } from '@axiswise/layers';
import * as tf from '@axiswise/tensorflow';

/** Computes the outputs of a batch of inputs, `examples × classes` logits; at once or later. */
export interface Scorer {
  /** It has read the inputs when the call returns, be the logits there or not. */
  (inputs: Float32Array, examples: number): Float32Array | Promise<Float32Array>;
  /** So many calls may wait for their logits at the same time; 1 where it is not said. */
  readonly together?: number;
}

/**
 * Scores inputs with a network as it is used, not trained.
 *
 * @param shape of one example.
 */
export function scorerOf(
  logits: tf.LayersModel,
  shape: readonly number[],
): (inputs: Float32Array, examples: number) => Promise<Float32Array> {
  const embeddings = logits.layers.filter((layer) => layer instanceof TokenEmbedding);
  return async (inputs, examples) => {
    // Known here already: the layer would have to read the tokens back from the engine.
    const selected = embeddings.map((layer) => layer.selectRows(inputs));
    let scores: tf.Tensor;
    try {
      scores = tf.tidy(
        () =>
          logits.apply(tensorOf(inputs, [examples, ...shape]), { training: false }) as tf.Tensor,
      );
    } finally {
      for (const rows of selected) rows.dispose();
    }
    try {
      return await readTensor(scores);
    } finally {
      scores.dispose();
    }
  };
}

/** Scores batch after batch, several at the same time where the scorer can; gives them in their order. */
export async function* scoringTogether(
  score: Scorer,
  batches: AsyncIterable<Batch>,
): AsyncGenerator<{ readonly targets: Float32Array; readonly scores: Float32Array }> {
  const { together = 1 } = score;
  const waiting: {
    readonly targets: Float32Array;
    readonly scores: Float32Array | Promise<Float32Array>;
  }[] = [];
  for await (const { examples, inputs, targets } of batches) {
    const scores = score(inputs, examples);
    // It may fail before its turn comes.
    if (scores instanceof Promise) scores.catch(() => undefined);
    waiting.push({ targets, scores });
    while (waiting.length >= together) yield await next();
  }
  while (waiting.length > 0) yield await next();

  async function next(): Promise<{ targets: Float32Array; scores: Float32Array }> {
    const { targets, scores } = waiting.shift()!;
    return { targets, scores: await scores };
  }
}
