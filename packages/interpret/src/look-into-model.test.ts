import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { writePng } from '@axiswise/image';
import { preprocessings } from '@axiswise/image-models';
import * as tf from '@axiswise/tensorflow';
import { testBackend } from '@axiswise/testing';
import { saveModel } from '@axiswise/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookIntoModel, type LookIntoModelOptions } from './look-into-model.ts';
import { saliencyMap } from './visualize/attribution.ts';
import { maximizeActivation } from './visualize/maximize-activation.ts';
import { Objective } from './visualize/objective.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-look-into-model-'));
const at = (name: string): string => path.join(scratch, name);
const he = (seed: number) => tf.initializers.heNormal({ seed });
const { layers: l } = tf;

/** A small classifier with a softmax in its last layer of weights. */
const colour = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      l.conv2d({ inputShape: [64, 64, 3], filters: 4, kernelSize: 5, strides: 2, activation: 'relu', name: 'block1/conv', kernelInitializer: he(1) }), // prettier-ignore
      l.maxPooling2d({ poolSize: 4, name: 'pool' }),
      l.flatten({ name: 'flat' }),
      l.dense({ units: 5, activation: 'softmax', name: 'predictions', kernelInitializer: he(2) }),
    ],
  });

const grey = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      l.conv2d({ inputShape: [28, 28, 1], filters: 3, kernelSize: 3, activation: 'relu', name: 'conv', kernelInitializer: he(3) }), // prettier-ignore
      l.flatten(),
      l.dense({ units: 3, activation: 'sigmoid', name: 'labels', kernelInitializer: he(4) }),
    ],
  });

/** The layers of MobileNet, for pictures of any size. */
const mobile = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      l.zeroPadding2d({ inputShape: [null, null, 3] as unknown as number[], padding: [[0, 1], [0, 1]], name: 'conv1_pad' }), // prettier-ignore
      l.conv2d({ filters: 6, kernelSize: 3, strides: 2, useBias: false, name: 'conv1', kernelInitializer: he(5) }), // prettier-ignore
      l.batchNormalization({ name: 'conv1_bn', betaInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 6 }), movingMeanInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 7 }) }), // prettier-ignore
      l.reLU({ maxValue: 6, name: 'conv1_relu' }),
      l.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false, name: 'dw', depthwiseInitializer: he(8) }), // prettier-ignore
      l.batchNormalization({ name: 'dw_bn' }),
      l.activation({ activation: 'relu6' as 'relu', name: 'dw_relu' }),
      l.conv2d({ filters: 8, kernelSize: 1, name: 'pw', kernelInitializer: he(9) }),
      // Some of its units are silent at first.
      l.batchNormalization({ name: 'pw_bn', betaInitializer: tf.initializers.randomUniform({ minval: -2, maxval: 2, seed: 11 }) }), // prettier-ignore
      l.reLU({ maxValue: 6, name: 'pw_relu' }),
      l.globalAveragePooling2d({ name: 'average' }),
      l.reshape({ targetShape: [1, 1, 8], name: 'reshape' }),
      l.conv2d({ filters: 3, kernelSize: 1, name: 'logits', kernelInitializer: he(10) }),
      l.activation({ activation: 'softmax', name: 'act_softmax' }),
      l.reshape({ targetShape: [3], name: 'classes' }),
    ],
  });

const look = (name: string, options: LookIntoModelOptions = {}) =>
  lookIntoModel(at(name), {
    backend: testBackend(),
    preprocessing: preprocessings.unit,
    ...options,
  });

/** Any picture, from 0 to 1. */
const picture = (values: number): Float32Array =>
  Float32Array.from({ length: values }, (_, i) => 0.5 + 0.5 * Math.sin(0.37 * i + 0.001 * i * i));

/** What a model itself says of values that it takes. */
const said = (model: tf.LayersModel, values: ArrayLike<number>, shape: number[]): number[] =>
  tf.tidy(() => [
    ...(model.predict(tf.tensor(Float32Array.from(values), [1, ...shape])) as tf.Tensor).dataSync(),
  ]);

const models: Record<string, tf.LayersModel> = {};
beforeAll(async () => {
  await useBackend(testBackend());
  for (const [name, make] of Object.entries({ colour, grey, mobile })) {
    models[name] = make();
    await saveModel(models[name], at(name));
  }
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('lookIntoModel', () => {
  it('predicts what the model says of preprocessed pictures', async () => {
    const input = picture(64 * 64 * 3);
    const { mean: means } = preprocessings.vgg;
    // Blue, green, red, by hand.
    const bytes = input.map((_, i) => 255 * input[i - (i % 3) + (2 - (i % 3))] - means[i % 3]);
    const expected = said(models['colour'], bytes, [64, 64, 3]);
    const { predict, logits, unitName, network } = await look('colour', {
      preprocessing: preprocessings.vgg,
      classNames: ['ant', 'bee', 'cat', 'dog', 'eel'],
    });
    expect(logits).toBe('predictions');
    const [{ json, values }] = predict([input]);
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    const best = expected.indexOf(Math.max(...expected));
    expect(json).toMatchObject({ label: ['ant', 'bee', 'cat', 'dog', 'eel'][best] });
    expect(unitName('predictions', 2)).toBe('cat');
    expect(unitName('pool', 2)).toBeUndefined();
    // The units of the last layer are looked at before the softmax.
    const { activation } = saliencyMap(network, input, { layer: 'predictions', unit: best });
    expect(Math.abs(activation)).toBeGreaterThan(1);
  });

  it('takes a model of pictures of any size at 96×96, or at another', async () => {
    const any = await look('mobile');
    expect([any.height, any.width]).toEqual([96, 96]);
    expect(any.network.layer('pw_relu')).toMatchObject({ units: 8, positions: [48, 48] });
    expect(any.logits).toBe('logits');
    const small = await look('mobile', { size: 20, preprocessing: preprocessings.signed });
    expect(small.network.layer('conv1').positions).toEqual([10, 10]);
    const input = picture(20 * 20 * 3);
    const expected = said(
      models['mobile'],
      input.map((value) => 2 * value - 1),
      [20, 20, 3],
    );
    const [{ values, json }] = small.predict([input]);
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    // Without names, classes are numbers.
    expect(json).toMatchObject({ label: String(expected.indexOf(Math.max(...expected))) });
  });

  it('excites units of every kind of layer, within what can be seen', async () => {
    const { network, space } = await look('mobile', {
      size: 24,
      preprocessing: preprocessings.signed,
    });
    for (const layer of ['conv1_relu', 'dw', 'dw_relu', 'pw_bn', 'pw_relu', 'logits']) {
      const [{ visible, activationBefore, activationAfter }] = await maximizeActivation(
        network,
        [Objective.unit(layer, 0)],
        { space, steps: 60 },
      );
      expect(activationAfter, layer).toBeGreaterThan(activationBefore);
      expect(Math.min(...visible)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...visible)).toBeLessThanOrEqual(1);
    }
  });

  it('finds what excites a unit that a rectifier cut off at 6 keeps silent', async () => {
    const { network, space } = await look('mobile', { size: 24, preprocessing: preprocessings.signed }); // prettier-ignore
    const maxima = await maximizeActivation(
      network,
      Array.from({ length: 8 }, (_, unit) => Objective.unit('pw_relu', unit)),
      { space, steps: 60, start: 'blank' },
    );
    const silent = maxima.filter(({ activationBefore }) => activationBefore === 0);
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.some(({ activationAfter }) => activationAfter > 0)).toBe(true);
  });

  it('offers at another size the layers that can take it', async () => {
    const { network, logits, predict } = await look('colour', { size: 96 });
    expect(network.layers.map(({ name }) => name)).toEqual(['block1/conv', 'pool', 'flat']);
    expect(network.layer('pool').positions).toEqual([11, 11]);
    expect(() => network.layer('predictions')).toThrow(
      'the layer "predictions" cannot take what comes of an input of 96×96; choose one of: ' +
        'block1/conv (4 filters), pool (4 filters), flat (484 neurons)',
    );
    // Nothing is predicted, and the last layer that is left is looked at.
    expect(logits).toBe('flat');
    expect(predict([picture(96 * 96 * 3)])).toEqual([]);
    await expect(look('colour', { size: 3 })).rejects.toThrow(
      `no layer of ${at('colour')} can take a picture of 3×3; look at it at a larger size`,
    );
    await expect(look('colour', { size: 1.5 })).rejects.toThrow('the size');
  });

  it('takes grey pictures, and several labels at once', async () => {
    const { predict, network, space, draw, decode } = await look('grey', { blank: 0 });
    expect(space.blank).toBe(0);
    const input = picture(28 * 28);
    const expected = said(models['grey'], input, [28, 28, 1]);
    const [{ json, outputs }] = predict([input]);
    const there = expected.flatMap((value, i) => (value > 0.5 ? [String(i)] : []));
    expect(json).toMatchObject({ labels: there });
    expect(outputs.length).toBeGreaterThan(0);
    expect(network.inputShape).toEqual([28, 28, 1]);
    // A white picture is drawn white, whatever the model takes.
    expect(draw(new Float32Array(784).fill(1)).drawing.svg).toContain('#ffffff');
    await writePng(at('white.png'), {
      ...{ height: 14, width: 40, channels: 3 },
      pixels: new Float32Array(14 * 40 * 3).fill(1),
    });
    const [{ input: read }] = await decode(at('white.png'));
    expect(read).toEqual(new Float32Array(784).fill(1));
  });

  it('refuses names that are not those of its outputs', async () => {
    await expect(look('colour', { classNames: ['a', 'b'] })).rejects.toThrow(
      `2 classes are named, but ${at('colour')} has 5 outputs`,
    );
    await expect(look('colour', { size: 96, classNames: ['a'] })).rejects.toThrow(
      `${at('colour')} has no outputs to name for a picture of 96×96`,
    );
  });
});
