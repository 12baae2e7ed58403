import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { defineAxes, deriveNetwork, flatten, inputOf, yes } from '@axiswise/geometry';
import { testBackend } from '@axiswise/testing';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { classificationOf } from '@axiswise/training';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkExports, exportModel, type TrainedModel } from './export-model.ts';
import { exportFormats } from './formats/formats.ts';

beforeAll(() => useBackend(testBackend()));

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('the same, smaller') };
const axes = defineAxes({ row: anywhere, column: anywhere });

const through = (x: tf.SymbolicTensor, ...steps: tf.layers.Layer[]): tf.SymbolicTensor =>
  steps.reduce((value, step) => step.apply(value) as tf.SymbolicTensor, x);

/** A model of some layers on pictures of 7×6×4, which ends in three classes. */
function trainedModel(build: (input: tf.SymbolicTensor) => tf.SymbolicTensor): TrainedModel {
  const input = tf.input({ shape: [7, 6, 4], name: 'input' });
  const steps = [
    tf.layers.dense({ units: 3, biasInitializer: 'glorotNormal' }),
    tf.layers.softmax({ name: 'probabilities' }),
  ];
  const features = build(input);
  const flat = features.rank > 2 ? through(features, tf.layers.flatten()) : features;
  const output = through(flat, ...steps);
  return {
    model: tf.model({ inputs: input, outputs: output }),
    geometry: deriveNetwork(inputOf(axes, [7, 6, 4]), [flatten()]),
    card: {
      name: 'test',
      experiment: 'test',
      strategy: 'test',
      data: 'drawn',
      dataSha256: '',
      seed: 0,
      test: { accuracy: 0.5 },
      testInWords: 'On 20 test examples, its accuracy is 50.00 %.',
      input: { axes: ['row', 'column', 'channels'], shape: [7, 6, 4] },
      classes: ['a', 'b', 'c'],
      outputs: classificationOf(3).modelOutputs,
    },
  };
}

const format = (name: string) => exportFormats.find((each) => each.name === name)!;

async function differenceOf(name: string, trained: TrainedModel): Promise<number | undefined> {
  const folder = path.join(temporaryFolder(), 'model');
  mkdirSync(folder);
  for (const [file, content] of await exportModel(trained, format(name))) {
    writeFileSync(path.join(folder, file), content);
  }
  const checks = await checkExports([{ trained, folder }], format(name), 20);
  return checks?.[0].maxDifference;
}

const bias = { useBias: true, biasInitializer: 'glorotNormal' } as const;

/** Layers of TensorFlow.js that no strategy of ours builds, but a kind of somebody's may. */
const layers: Readonly<Record<string, (x: tf.SymbolicTensor) => tf.SymbolicTensor>> = {
  'a strided convolution with padding': (x) =>
    through(
      x,
      tf.layers.conv2d({
        ...{ filters: 5, kernelSize: [3, 2], strides: [2, 3], padding: 'same', activation: 'elu' },
        ...bias,
      }),
    ),
  'a dilated convolution': (x) =>
    through(
      x,
      tf.layers.conv2d({ filters: 3, kernelSize: 2, dilationRate: [3, 2], padding: 'same' }),
    ),
  'a depthwise convolution': (x) =>
    through(
      x,
      tf.layers.depthwiseConv2d({
        ...{ kernelSize: [3, 2], depthMultiplier: 2, activation: 'tanh' },
        ...bias,
      }),
    ),
  'convolution and pooling over three axes': (x) =>
    through(
      x,
      tf.layers.reshape({ targetShape: [7, 6, 4, 1] }),
      tf.layers.conv3d({
        ...{ filters: 3, kernelSize: [3, 2, 2], strides: [2, 1, 1], padding: 'same' },
        ...{ activation: 'relu', ...bias },
      }),
      tf.layers.maxPooling3d({ poolSize: [1, 3, 2], strides: [1, 2, 1], padding: 'same' }),
      tf.layers.conv3d({ filters: 2, kernelSize: [2, 3, 1] }),
      tf.layers.averagePooling3d({ poolSize: [2, 1, 2], strides: [1, 1, 2], padding: 'same' }),
    ),
  'pooling with padding': (x) =>
    through(
      x,
      tf.layers.averagePooling2d({ poolSize: [3, 2], strides: [2, 2], padding: 'same' }),
      tf.layers.maxPooling2d({ poolSize: [3, 3], strides: [1, 2], padding: 'same' }),
    ),
  'global pooling': (x) => {
    const parts = [tf.layers.globalMaxPooling2d({}), tf.layers.globalAveragePooling2d({})];
    return tf.layers
      .concatenate()
      .apply(parts.map((part) => through(x, part))) as tf.SymbolicTensor;
  },
  'joined along rows, with channels in between': (x) => {
    const rows = through(x, tf.layers.conv2d({ filters: 2, kernelSize: 1 }));
    const same = through(rows, tf.layers.activation({ activation: 'sigmoid' }));
    return tf.layers.concatenate({ axis: 1 }).apply([rows, same]) as tf.SymbolicTensor;
  },
  'joined channels': (x) =>
    tf.layers
      .concatenate({ axis: -1 })
      .apply([x, through(x, tf.layers.leakyReLU({ alpha: 0.1 }))]) as tf.SymbolicTensor,
  'upsampling and cropping': (x) =>
    through(
      x,
      tf.layers.upSampling2d({ size: [2, 3] }),
      tf.layers.cropping2D({ cropping: [[1, 2], [0, 3]] }), // prettier-ignore
      tf.layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }), // prettier-ignore
    ),
  'batch normalization': (x) => through(x, tf.layers.batchNormalization({})),
  'layer normalization': (x) =>
    through(x, tf.layers.layerNormalization({ betaInitializer: 'glorotNormal' })),
  'layer normalization behind filters, without weights': (x) =>
    through(
      x,
      tf.layers.conv2d({ filters: 5, kernelSize: 2 }),
      tf.layers.layerNormalization({ center: false, scale: false, epsilon: 0.01 }),
    ),
  'a Gaussian error linear unit': (x) =>
    through(
      x,
      tf.layers.conv2d({ filters: 5, kernelSize: 2, activation: 'gelu' }),
      tf.layers.activation({ activation: 'gelu' }),
    ),
  swish: (x) => through(x, tf.layers.conv2d({ filters: 5, kernelSize: 2, activation: 'swish' })),
  'a dense layer at every position': (x) =>
    through(x, tf.layers.dense({ units: 2, activation: 'softplus', ...bias })),
  'a permutation': (x) => through(x, tf.layers.permute({ dims: [3, 1, 2] })),
  'the largest and the smallest': (x) => {
    const other = through(x, tf.layers.conv2d({ filters: 4, kernelSize: 1 }));
    const largest = tf.layers.maximum().apply([x, other]) as tf.SymbolicTensor;
    return tf.layers
      .add()
      .apply([
        largest,
        tf.layers.minimum().apply([x, other]) as tf.SymbolicTensor,
        x,
      ]) as tf.SymbolicTensor;
  },
  'noise and dropout': (x) =>
    through(x, tf.layers.gaussianNoise({ stddev: 3 }), tf.layers.dropout({ rate: 0.5 })),
};

describe('standard layers in ONNX', () => {
  it.each(Object.entries(layers))('%s', async (_, build) => {
    expect(await differenceOf('onnx', trainedModel(build))).toBeLessThan(1e-5);
  });
});

// On native TensorFlow alone: no other engine reads it.
describe.skipIf(testBackend() !== 'tensorflow')('standard layers in a SavedModel', () => {
  it.each(Object.entries(layers))('%s', async (_, build) => {
    expect(await differenceOf('savedmodel', trainedModel(build))).toBeLessThan(1e-5);
  });
});

describe.each(['onnx', 'npz', 'keras', 'savedmodel'])('%s', (name) => {
  it('refuses a layer that it has nothing for, and names it', async () => {
    const trained = trainedModel((x) =>
      through(
        x,
        tf.layers.reshape({ targetShape: [7, 24] }),
        tf.layers.simpleRNN({ units: 2, name: 'memory_1' }),
      ),
    );
    const frameworks = { onnx: 'ONNX', npz: 'ONNX', keras: 'Keras', savedmodel: 'a SavedModel' };
    const framework = frameworks[name as keyof typeof frameworks];
    await expect(exportModel(trained, format(name))).rejects.toThrow(
      `the layer "memory_1" cannot be written as ${framework}: there is nothing for TensorFlow.js's SimpleRNN`,
    );
  });

  it('says in words what goes in and comes out', async () => {
    const files = await exportModel(trainedModel(layers['a permutation']), format(name));
    const readme = String(files.get('README.md'));
    expect(readme).toContain('axes batch, row, column, channels: [batch, 7, 6, 4]');
    expect(readme).toContain('On 20 test examples, its accuracy is 50.00 %.');
    expect(readme).toContain('[batch, 3]. A probability for each class.');
    expect(JSON.parse(String(files.get('model-card.json')))).toMatchObject({
      input: { axes: ['row', 'column', 'channels'], shape: [7, 6, 4] },
      classes: ['a', 'b', 'c'],
    });
  });
});

it('notices weights that were written wrongly', async () => {
  const trained = trainedModel(layers['a dilated convolution']);
  const folder = temporaryFolder();
  for (const [file, content] of await exportModel(trained, format('onnx'))) {
    writeFileSync(path.join(folder, file), content);
  }
  const [kernel] = trained.model.layers[1].getWeights();
  trained.model.layers[1].setWeights([tf.mul(kernel, 1.5), tf.zeros([3])]);
  const checks = await checkExports([{ trained, folder }], format('onnx'), 20);
  expect(checks![0].maxDifference).toBeGreaterThan(1e-2);
});
