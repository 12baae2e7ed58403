import * as tf from '@axiswise/tensorflow';

/** A SavedModel, ready to compute. */
export interface SavedModel {
  /** The probabilities of examples, `[examples, ...shape]`; the caller disposes of them. */
  predict(examples: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/** Opens a SavedModel of TensorFlow; undefined unless native TensorFlow is the engine. */
export async function openSavedModel(folder: string): Promise<SavedModel | undefined> {
  if (tf.getBackend() !== 'tensorflow') return undefined;
  const { node } = await import('@tensorflow/tfjs-node');
  const model = await node.loadSavedModel(folder, ['serve'], 'serving_default');
  return {
    predict: (examples) => {
      const output = model.predict(examples as never) as unknown;
      return output instanceof tf.Tensor
        ? output
        : Object.values(output as Record<string, tf.Tensor>)[0];
    },
    dispose: () => model.dispose(),
  };
}
