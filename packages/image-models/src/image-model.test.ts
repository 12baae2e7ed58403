import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { memoryInUse, useBackend } from '@axiswise/backend';
import * as tf from '@axiswise/tensorflow';
import { testBackend } from '@axiswise/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isImageModel, loadImageModel } from './image-model.ts';
import { preprocess } from './preprocess.ts';
import { preprocessings } from './preprocessings.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-image-models-'));
beforeAll(() => useBackend(testBackend()));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Saves a model as the TensorFlow.js converter does: a description, and its weights beside it. */
async function saved(name: string, layer: tf.layers.Layer): Promise<string> {
  const folder = path.join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const model = tf.sequential({ layers: [layer] });
  await model.save(
    tf.io.withSaveHandler(({ modelTopology, weightSpecs, weightData }) => {
      const weights = tf.io.CompositeArrayBuffer.join(weightData);
      writeFileSync(path.join(folder, 'group1-shard1of1.bin'), new Uint8Array(weights));
      const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }];
      const description = { format: 'layers-model', modelTopology, weightsManifest };
      writeFileSync(path.join(folder, 'model.json'), JSON.stringify(description));
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  model.dispose();
  return folder;
}

const convolution = (channels: number): tf.layers.Layer =>
  tf.layers.conv2d({ inputShape: [8, 8, channels], filters: 2, kernelSize: 3 });

describe('loadImageModel', () => {
  it('takes the model.json or its folder, and says what is assumed of its pictures', async () => {
    const folder = await saved('colour', convolution(3));
    const notices: string[] = [];
    for (const place of [folder, path.join(folder, 'model.json')]) {
      const found = await loadImageModel(place, { onNotice: (line) => notices.push(line) });
      expect(found).toMatchObject({ file: path.join(folder, 'model.json'), channels: 3 });
      expect(found.preprocessing).toBe(preprocessings.unit);
      expect(notices.pop()).toBe(
        `${place} is taken for a model of values from 0 to 1; if not so, name its preprocessing`,
      );
      found.model.dispose();
    }
    const named = await loadImageModel(folder, {
      preprocessing: preprocessings.bytes,
      onNotice: (line) => notices.push(line),
    });
    expect(named.preprocessing).toBe(preprocessings.bytes);
    expect(notices).toEqual([]);
    named.model.dispose();
  });

  it('refuses a model that takes no picture, or one without its channels, and leaves nothing behind', async () => {
    const dense = await saved('dense', tf.layers.dense({ inputShape: [4], units: 2 }));
    const grey = await saved('grey', convolution(1));
    const before = memoryInUse().tensors;
    await expect(loadImageModel(dense)).rejects.toThrow(
      `${dense} takes [batch, 4], but a model of pictures takes one picture [batch, height, width, 3] or ` +
        `[batch, height, width, 1]`,
    );
    await expect(loadImageModel(grey, { preprocessing: preprocessings.vgg })).rejects.toThrow(
      `${grey} takes grey pictures, but its preprocessing subtracts 3 means; give one`,
    );
    expect(memoryInUse().tensors).toBe(before);
  });

  it.each([
    ['vgg/vgg19.h5', /output_format tfjs_layers_model vgg\/vgg19\.h5 vgg\/vgg19" and name vgg\/vgg19\/model\.json/], // prettier-ignore
    ['b.HDF5', /b\.HDF5 is a Keras model in HDF5/],
    ['c.keras', /c\.keras is a Keras archive, of which no converter .*; in Python, build the same model with tf_keras/], // prettier-ignore
    ['d.onnx', /d\.onnx is an ONNX model, .* a graph model, whose layers are gone; take the Keras model/], // prettier-ignore
  ])('says of %s how it is converted', async (place, message) => {
    await expect(loadImageModel(place)).rejects.toThrow(message);
    expect(await isImageModel(place)).toBe(true);
  });

  it('knows the place of a model from others', async () => {
    const folder = await saved('any', convolution(3));
    expect(await isImageModel(folder)).toBe(true);
    expect(await isImageModel(path.join(folder, 'model.json'))).toBe(true);
    expect(await isImageModel(scratch)).toBe(false);
    expect(await isImageModel(path.join(scratch, 'none'))).toBe(false);
    await expect(loadImageModel(path.join(scratch, 'none'))).rejects.toMatchObject({
      code: 'model-absent',
    });
    await expect(loadImageModel(scratch)).rejects.toMatchObject({ code: 'model-absent' });
  });
});

describe('preprocess', () => {
  const pixel = (channels: 1 | 3, choice: keyof typeof preprocessings): number[] =>
    tf.tidy(() => [
      ...preprocess(
        tf.tensor4d([1, 0.5, 0], [1, 1, 1, 3]),
        preprocessings[choice],
        channels,
      ).dataSync(),
    ]);

  it('brings values to the range, order and mean of a model', () => {
    expect(pixel(3, 'unit')).toEqual([1, 0.5, 0]);
    expect(pixel(3, 'signed')).toEqual([1, 0, -1]);
    expect(pixel(3, 'bytes')).toEqual([255, 127.5, 0]);
    const [blue, green, red] = pixel(3, 'vgg');
    expect(blue).toBeCloseTo(-103.939, 3);
    expect(green).toBeCloseTo(127.5 - 116.779, 3);
    expect(red).toBeCloseTo(255 - 123.68, 3);
  });

  it('gives luminance to a model with one channel', () => {
    expect(pixel(1, 'unit')[0]).toBeCloseTo(0.299 + 0.5 * 0.587, 6);
  });

  it('takes grey pictures as they are', () => {
    const grey = tf.tensor4d([0.25, 1], [2, 1, 1, 1]);
    const found = tf.tidy(() => preprocess(grey, preprocessings.signed, 1).dataSync());
    expect([...found]).toEqual([-0.5, 1]);
  });
});
