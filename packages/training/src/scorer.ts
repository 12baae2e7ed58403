import { readTensor } from '@axiswise/backend/read-tensor';
import { TokenEmbedding } from '@axiswise/layers';
import * as tf from '@tensorflow/tfjs';

/** Computes the logits, `examples × classes`, of a batch of inputs; at once or later. */
export type Scorer = (
  inputs: Float32Array,
  examples: number,
) => Float32Array | Promise<Float32Array>;

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
          logits.apply(tf.tensor(inputs, [examples, ...shape]), { training: false }) as tf.Tensor,
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
