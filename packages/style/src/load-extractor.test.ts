import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryInUse, useBackend } from '@axiswise/backend';
import { preprocessings } from '@axiswise/image-models';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FeatureExtractor } from './feature-extractor.ts';
import { loadExtractor, loadTextureNet } from './load-extractor.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-style-'));
const whole = fileURLToPath(new URL('./textures', import.meta.url));

beforeAll(() => useBackend(testBackend()));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let copies = 0;
/** A copy of the texture net with a changed model.json. */
function spoilt(change: (description: Record<string, unknown>) => unknown): string {
  const folder = path.join(scratch, `model-${copies++}`);
  cpSync(whole, folder, { recursive: true });
  const file = path.join(folder, 'model.json');
  const description = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify(change(description)));
  return file;
}

describe('loadExtractor', () => {
  it('takes the model.json, its folder, and a run directory', async () => {
    const run = path.join(scratch, 'run');
    cpSync(whole, path.join(run, 'model'), { recursive: true });
    writeFileSync(path.join(run, 'run.json'), '{}');
    for (const place of [path.join(whole, 'model.json'), whole, run]) {
      const extractor = await loadExtractor(place, { preprocessing: preprocessings.unit });
      expect(extractor.layers).toContain('block2_conv1');
      expect(extractor.channels).toBe(3);
      extractor.dispose();
    }
  });

  it.each<[string, () => string, RegExp]>([
    [
      'nothing',
      () => path.join(scratch, 'none'),
      /^there is no model .*none; name random, patches or textures, a run directory, or /,
    ],
    [
      'an empty folder',
      () => {
        const folder = path.join(scratch, 'empty');
        mkdirSync(folder, { recursive: true });
        return folder;
      },
      /holds no model\.json; name random, /,
    ],
    [
      'a run that did not end',
      () => {
        const folder = path.join(scratch, 'unfinished');
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, 'run.json'), '{}');
        return folder;
      },
      /holds no model: its run did not end$/,
    ],
    [
      'broken JSON',
      () => {
        const file = path.join(scratch, 'broken.json');
        writeFileSync(file, '{"modelTopology": ');
        return file;
      },
      /broken\.json is not JSON/,
    ],
    ['null', () => spoilt(() => null), /is not a TensorFlow\.js layers model: it has no modelTopo/],
    [
      'a graph model',
      () => spoilt(({ weightsManifest }) => ({ format: 'graph-model', weightsManifest })),
      /is a graph model, whose layers are gone; convert the Keras model with --output_format/,
    ],
    [
      'a description without weights',
      () => spoilt(({ modelTopology }) => ({ modelTopology })),
      /it has no weightsManifest/,
    ],
    [
      'missing weights',
      () => {
        const file = spoilt((description) => description);
        rmSync(path.join(path.dirname(file), 'weights.bin'));
        return file;
      },
      /the weights .*weights\.bin that .*model\.json names cannot be read \(ENOENT\)/,
    ],
    [
      'half of the weights',
      () => {
        const file = spoilt((description) => description);
        const weights = path.join(path.dirname(file), 'weights.bin');
        writeFileSync(weights, readFileSync(weights).subarray(0, 5000));
        return file;
      },
      /have 5000 bytes, but 178064 are described/,
    ],
    [
      'a layer that nobody knows',
      () =>
        spoilt((description) =>
          JSON.parse(JSON.stringify(description).replaceAll('MaxPooling2D', 'Magic')),
        ),
      /is not a model that can be loaded \(Unknown layer: Magic/,
    ],
    [
      'what Keras 3 wrote',
      () =>
        spoilt((description) =>
          JSON.parse(JSON.stringify(description).replaceAll('batch_input_shape', 'batch_shape')),
        ),
      /save it by Keras 2 \(tf_keras\) and convert it again$/,
    ],
  ])('refuses %s in one sentence', async (_, make, message) => {
    const error = await loadExtractor(make()).then(
      () => undefined,
      (caught: unknown) => caught as Error,
    );
    expect(error).toMatchObject({ name: 'InputError', inputError: true });
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toContain('\n');
  });

  it('recognises a VGG by its layers, and reports its assumptions for other models', async () => {
    const asVgg = spoilt((description) =>
      JSON.parse(JSON.stringify(description).replaceAll('block3_conv2', 'block3_conv3')),
    );
    const notices: string[] = [];
    const onNotice = (line: string): number => notices.push(line);
    const vgg = await loadExtractor(asVgg, { onNotice });
    expect(vgg.preprocessing).toBe(preprocessings.vgg);
    const other = await loadExtractor(whole, { onNotice });
    expect(other.preprocessing).toBe(preprocessings.unit);
    expect(notices).toEqual([
      `${asVgg} is taken for a VGG: blue, green, red from 0 to 255, less their means`,
      `${whole} is taken for a model of values from 0 to 1; if not so, name its preprocessing`,
    ]);
    vgg.dispose();
    other.dispose();
  });

  it('leaves no tensors when it is disposed of', async () => {
    (await loadTextureNet()).dispose();
    const before = memoryInUse().tensors;
    (await loadTextureNet()).dispose();
    expect(memoryInUse().tensors).toBe(before);
  });
});

describe('FeatureExtractor', () => {
  it('uses a model made for one size at another, and never its dense layers', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          ...{ inputShape: [8, 8, 3], filters: 2, kernelSize: 3, strides: 2, name: 'edges' },
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ units: 4, name: 'answer' }),
      ],
    });
    const extractor = new FeatureExtractor(model, {
      name: 'mine',
      preprocessing: preprocessings.unit,
    });
    expect(extractor.layers).toEqual(['edges']);
    expect(extractor.footprint('edges')).toEqual({ stride: 2, receptiveField: 3 });
    const shape = tf.tidy(
      () => extractor.features(tf.zeros([1, 21, 13, 3]), ['edges']).edges.shape,
    );
    expect(shape).toEqual([1, 10, 6, 2]);
    expect(() => extractor.checkLayers(['answer'], '--style-layers')).toThrow(
      '--style-layers: the layer "answer" of mine gives no feature maps of a picture of any size; ' +
        'choose of edges',
    );
    extractor.dispose();
  });

  it('computes the same as the model', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          ...{ inputShape: [8, 8, 3], filters: 3, kernelSize: 3, padding: 'same' },
          activation: 'tanh',
        }),
        tf.layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
      ],
    });
    const picture = tf.randomUniform([1, 8, 8, 3], 0, 1, 'float32', 5) as tf.Tensor4D;
    const expected = await (model.predict(picture) as tf.Tensor).data();
    const extractor = new FeatureExtractor(model, {
      name: 'mine',
      preprocessing: preprocessings.unit,
    });
    const found = tf.tidy(() => extractor.features(picture, ['pool']).pool.dataSync());
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  it('refuses models that take no pictures or give no maps', () => {
    const dense = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });
    expect(
      () => new FeatureExtractor(dense, { name: 'mine', preprocessing: preprocessings.unit }),
    ).toThrow('mine takes [batch, 4], but a model of pictures takes one picture ');
    const flat = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [4, 4, 1] })] });
    expect(
      () => new FeatureExtractor(flat, { name: 'mine', preprocessing: preprocessings.unit }),
    ).toThrow(/mine has no layer that gives feature maps of a picture of any size \(its layers: /);
  });
});
