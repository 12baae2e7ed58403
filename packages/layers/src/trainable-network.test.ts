import { useBackend } from '@axiswise/backend';
import { expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainableNetwork } from './trainable-network.ts';
import { SeededDropout } from './seeded-dropout.ts';
import { TokenEmbedding } from './token-embedding.ts';

const { dense } = tf.layers;

describe('trainableNetwork', () => {
  beforeAll(() => useBackend(testBackend()));

  it('puts the last activation behind a model, over the same weights', () => {
    const model = tf.sequential({
      layers: [
        dense({ inputShape: [5], units: 4, activation: 'relu' }),
        dense({ units: 3, name: 'logits' }),
      ],
    });
    const network = trainableNetwork(model);
    const inputs = waves([2, 5]);
    const output = (of: tf.LayersModel): tf.Tensor => of.predict(inputs) as tf.Tensor;
    expectClose(output(network.logits), output(model), 1e-6);
    expectClose(output(network.model), tf.softmax(output(model)), 1e-6);
    expect(network.model.getWeights()).toHaveLength(4);
    // The very weights: training changes the model that was given.
    expect(network.model.getLayer('logits')).toBe(model.getLayer('logits'));
  });

  it('finds what training has to keep: streams of dropout, tables of embeddings', () => {
    const dropout = new SeededDropout({ rate: 0.5, seed: 1 });
    const embedding = new TokenEmbedding({ vocabularySize: 9, width: 2 });
    const input = tf.input({ shape: [3, 1] });
    const row = [embedding, tf.layers.flatten(), dropout, dense({ units: 1 })];
    const output = row.reduce(
      (end, layer) => layer.apply(end) as tf.SymbolicTensor,
      input as tf.SymbolicTensor,
    );
    const network = trainableNetwork(tf.model({ inputs: input, outputs: output }), {
      activation: 'linear',
    });
    expect(network.randomLayers).toEqual([dropout]);
    expect(network.tables).toEqual([{ layer: embedding, trained: true }]);
    expect(network.model.layers.at(-1)!.name).toBe('numbers');
  });

  const sequential = (...layers: tf.layers.Layer[]): tf.LayersModel =>
    tf.sequential({ layers: [dense({ inputShape: [4], units: 4 }), ...layers] });

  it.each([
    [
      'ends with an activation',
      () => sequential(dense({ units: 2, activation: 'softmax', name: 'end' })),
      'the last layer end has an activation',
    ],
    [
      'ends with a softmax layer',
      () => sequential(tf.layers.softmax({ name: 'end' })),
      'the last layer end has an activation',
    ],
    [
      'drops at random',
      () => sequential(tf.layers.dropout({ rate: 0.5, name: 'drop' }), dense({ units: 2 })),
      'the layer drop is a Dropout of TensorFlow.js, with which training could not be repeated; take SeededDropout',
    ],
    [
      'normalises batches',
      () => sequential(tf.layers.batchNormalization(), dense({ units: 2 })),
      'take tf.layers.layerNormalization',
    ],
    [
      'contains a model',
      () => {
        const model = tf.sequential();
        model.add(tf.sequential({ layers: [dense({ inputShape: [4], units: 4 })], name: 'inner' }));
        model.add(dense({ units: 2 }));
        return model;
      },
      'the layer inner is itself a model',
    ],
    [
      'has two inputs',
      () => {
        const inputs = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
        const outputs = tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor;
        return tf.model({ inputs, outputs });
      },
      'one input and one output, got 2 and 1',
    ],
  ])('refuses a model that %s', (_what, make, message) => {
    expect(() => trainableNetwork(make())).toThrow(message);
  });
});
