import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPicture, writePng } from '@axiswise/image';
import * as tf from '@axiswise/tensorflow';
import { saveModel } from '@axiswise/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface VisualizeResult {
  layer: string;
  kind: string;
  steps: number;
  png: string;
  units: {
    unit: number;
    title: string;
    activationBefore: number;
    activationAfter: number;
    l1: number;
    ink: number;
    objective: string;
    answered: { label: string; probability: number };
    judged?: { label: string; probability: number };
    examples?: { index: number; label: string; activation: number }[];
    words?: string[][];
  }[];
}
interface MapResult {
  map: string;
  answered: { label: string };
  shape: number[];
  maps: { unit: number; values: number[] }[];
  png: string;
}

const scratch = temporaryFolder();
const at = (name: string): string => path.join(scratch, name);
const see = (run: string, ...words: string[]): string[] => ['visualize', at(run), ...words];
const png = (file: string): Promise<Float32Array> =>
  readPicture(file, { height: 8, width: 8, channels: 3 });

/** A copy, since pictures without `--out` are written into the run. */
async function copyOfRun(name: Parameters<typeof sharedRun>[0], to: string): Promise<void> {
  cpSync((await sharedRun(name)).runDir, at(to), { recursive: true });
}

beforeAll(async () => {
  await copyOfRun('images', 'digits');
  await copyOfRun('images of span-both', 'dense');
  await copyOfRun('images of linear', 'linear');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('axiswise visualize', () => {
  it('finds what excites filters more than what it began with, and draws it', async () => {
    const out = at('filters.png');
    const call = see('digits', '--layer', 'convolution_2', '--units', '0-2,7', '--steps', '10', '--out', out); // prettier-ignore
    const result = await resultOf<VisualizeResult>(call);
    expect(result).toMatchObject({ layer: 'convolution_2', kind: 'filter', steps: 10, png: out });
    expect(result.units.map(({ unit }) => unit)).toEqual([0, 1, 2, 7]);
    for (const { activationBefore, activationAfter } of result.units) {
      expect(activationAfter).toBeGreaterThan(activationBefore);
    }
    expect((await png(out)).some((value) => value < 0.9)).toBe(true);
    // Same call, same picture.
    const first = readFileSync(out);
    await resultOf(call);
    expect(readFileSync(out).equals(first)).toBe(true);
  });

  it('finds what excites outputs, with a smaller L1 norm where it is penalized', async () => {
    const words = ['--steps', '60', '--judge', at('dense'), '--out', at('outputs.png')];
    const free = await resultOf<VisualizeResult>(see('digits', ...words));
    const costly = await resultOf<VisualizeResult>(see('digits', ...words, '--ink', '2'));
    expect(free.layer).toBe('dense_2');
    expect(free.units).toHaveLength(10);
    for (const [i, { l1, title, answered, judged }] of free.units.entries()) {
      expect(title).toBe(`output ${i}`);
      // After 60 steps the network itself is sure.
      expect(answered.label).toBe(String(i));
      expect(judged!.probability).toBeGreaterThan(0.1);
      expect(costly.units[i].l1).toBeLessThan(0.7 * l1);
      // By the name of the first release, too.
      expect(costly.units[i].ink).toBe(costly.units[i].l1);
    }
  });

  it('shows the real inputs that excite most, each unit alone, and differences', async () => {
    const words = ['--units', '3,8', '--steps', '10', '--out', at('top.svg'), '--each', at('each')];
    const { units } = await resultOf<VisualizeResult>(
      see('digits', ...words, '--top', '2', '--minus', '1'),
    );
    for (const { examples, objective, unit } of units) {
      expect(objective).toBe(`dense_2:${unit} − dense_2:1`);
      expect(examples).toHaveLength(2);
      expect(examples![0].activation).toBeGreaterThanOrEqual(examples![1].activation);
      expect(examples![0].index).toBeLessThan(60);
    }
    expect(readdirSync(at('each')).sort()).toEqual(['dense_2-3.png', 'dense_2-8.png']);
    expect(readFileSync(at('top.svg'), 'utf8')).toMatch(/^<svg .*output 3.*<\/svg>\n$/s);
  });

  it.each(['saliency', 'occlusion'])('draws which places count: %s', async (map) => {
    const result = await resultOf<MapResult>(
      see('digits', '--map', map, '--example', '3', '--out', at(`${map}.png`)),
    );
    expect(result).toMatchObject({ map, shape: [28, 28] });
    expect(result.maps).toHaveLength(1);
    expect(result.maps[0].unit).toBe(Number(result.answered.label));
    expect(result.maps[0].values).toHaveLength(784);
    expect(Math.max(...result.maps[0].values)).toBeGreaterThan(0);
    expect(existsSync(at(`${map}.png`))).toBe(true);
  });

  it('maps a file of one’s own', async () => {
    const pixels = Float32Array.from({ length: 784 }, (_, i) => (i % 28 === 14 ? 1 : 0));
    await writePng(at('one.png'), { pixels, height: 28, width: 28, channels: 1 });
    const words = ['--map', 'occlusion', '--window', '28', '--input', at('one.png')];
    const { maps } = await resultOf<MapResult>(see('digits', ...words, '--units', '1,2'));
    // The window is the whole picture: every place loses the same.
    for (const { values } of maps) expect(new Set(values).size).toBe(1);
    expect(existsSync(at('digits/dense_2-occlusion.png'))).toBe(true);
  });

  it('ends whole when it is interrupted', async () => {
    const out = at('interrupted.png');
    const { code, stderr } = await axiswise(see('digits', '--steps', '100000', '--out', out), {
      onStderr: (text) => text.includes('step ') && process.emit('SIGINT'),
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted after \d+ steps; the picture so far is in/);
    await png(out);
  });

  it.each<[string, string[], string]>([
    [
      'a layer that does not exist',
      see('digits', '--layer', 'convolution_3'),
      'there is no layer "convolution_3"; choose one of: convolution_1 (25 filters), pooling_1 (25 filters), ' +
        'convolution_2 (50 filters), pooling_2 (50 filters), flatten_1 (1250 neurons), dropout_1 (1250 neurons), ' +
        'dense_1 (100 neurons), dropout_2 (100 neurons), dense_2 (10 neurons), probabilities (10 neurons)',
    ],
    [
      'filters of a network that has only neurons',
      see('linear', '--layer', 'convolution_1'),
      'there is no layer "convolution_1" (the network has no filters, only neurons that see everything); ' +
        'choose one of: flatten_1 (784 neurons), dense_1 (10 neurons), probabilities (10 neurons)',
    ],
    [
      'a unit that does not exist',
      see('digits', '--layer', 'convolution_1', '--units', '20-30'),
      '--units: convolution_1 has no filter 30; it has 25, numbered from 0 to 24',
    ],
    [
      'a unit that is no number',
      see('digits', '--units', 'seven'),
      "--units must be numbers and ranges from 0 to 9, as 0-8 or 3,5, or classes, got 'seven'",
    ],
    [
      'a range the wrong way round',
      see('digits', '--units', '8-0'),
      '--units: "8-0" ends before it begins',
    ],
    [
      'a negative penalty',
      see('digits', '--l1', '-1'),
      '--l1 must be a non-negative number, got -1',
    ],
    [
      'a penalty that is no number',
      see('digits', '--l2', 'much'),
      "--l2 must be a non-negative number, got 'much'",
    ],
    ['no steps', see('digits', '--steps', '0'), '--steps must be a positive integer, got 0'],
    [
      'another format',
      see('digits', '--out', 'a.gif'),
      '--out must name a .png or .svg file, got a.gif',
    ],
    [
      'an option of the ascent for a map',
      see('digits', '--map', 'saliency', '--ink', '1'),
      '--ink is for gradient ascent and not for --map; leave one out',
    ],
    [
      'a window of saliency',
      see('digits', '--map', 'saliency', '--window', '3'),
      '--window is for --map occlusion',
    ],
    [
      'examples to look among where none are to be shown',
      see('digits', '--top-examples', '100'),
      '--top-examples is for --top',
    ],
    ['an option of maps without one', see('digits', '--example', '3'), '--example is for --map'],
    [
      'an example that is not there',
      see('digits', '--map', 'saliency', '--example', '60'),
      '--example must be the number of a test example from 0 to 59, got 60',
    ],
    [
      'two inputs of a map',
      see('digits', '--map', 'saliency', '--example', '1', '--input', 'a.png'),
      '--input and --example both name the input of the map; give one of them',
    ],
    [
      'a run that is not there',
      see('nowhere'),
      `there is no run in ${at('nowhere')}; train one first`,
    ],
  ])('says what is wrong: %s', async (_, call, message) => {
    const { code, stdout, stderr } = await axiswise(call);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });
});

describe.each([
  ['spectrograms', 'convolution_1', 'frequency, Hz'],
  ['sentences', 'dense_1', 'output negative'],
  ['board', 'convolution_1', '>T<'],
] as const)('axiswise visualize of %s', (experiment, layer, shown) => {
  it('draws what excites units, real inputs and maps', async () => {
    await copyOfRun(experiment, experiment);
    const { units } = await resultOf<VisualizeResult>(
      see(experiment, '--layer', layer, '--units', '0,1', '--steps', '8', '--top', '1', '--out', at(`${experiment}.svg`)), // prettier-ignore
    );
    for (const { activationBefore, activationAfter, examples, words } of units) {
      expect(activationAfter).toBeGreaterThan(activationBefore);
      expect(examples).toHaveLength(1);
      expect(words !== undefined).toBe(experiment === 'sentences');
    }
    const svg = readFileSync(at(`${experiment}.svg`), 'utf8');
    expect(svg).toContain(shown);
    expect(svg).not.toMatch(/NaN|undefined/);
    const { maps } = await resultOf<MapResult>(
      see(experiment, '--map', 'saliency', '--out', at(`${experiment}-map.svg`)),
    );
    expect(Math.max(...maps[0].values)).toBeGreaterThan(0);
  });
});

describe('axiswise visualize of a model from elsewhere', () => {
  beforeAll(async () => {
    const { layers: l } = tf;
    const model = tf.sequential({
      layers: [
        // The names of layers of Keras may have a slash.
        l.conv2d({ inputShape: [32, 32, 3], filters: 4, kernelSize: 3, activation: 'relu', name: 'block1/conv', kernelInitializer: tf.initializers.heNormal({ seed: 1 }) }), // prettier-ignore
        l.maxPooling2d({ poolSize: 2, name: 'pool' }),
        l.flatten({ name: 'flat' }),
        l.dense({ units: 3, activation: 'softmax', name: 'classes', kernelInitializer: tf.initializers.heNormal({ seed: 2 }) }), // prettier-ignore
      ],
    });
    await saveModel(model, at('elsewhere'));
    model.dispose();
    writeFileSync(at('names.txt'), 'ant\nbee\n\ncat\n');
    await writePng(at('me.png'), {
      ...{ height: 20, width: 40, channels: 3 },
      pixels: Float32Array.from({ length: 20 * 40 * 3 }, (_, i) => (i % 97) / 96),
    });
  });
  const place = path.join('elsewhere', 'model.json');

  it('finds what excites filters at any size, and draws it beside the model', async () => {
    const call = see(place, '--size', '20', '--layer', 'block1/conv', '--units', '0-2', '--preprocessing', 'vgg', '--steps', '10'); // prettier-ignore
    const result = await resultOf<VisualizeResult>([...call, '--each', at('each-filter')]);
    const drawing = at('elsewhere/block1-conv.png');
    expect(result).toMatchObject({
      ...{ model: at(place), height: 20, width: 20, layer: 'block1/conv', kind: 'filter' },
      ...{ preprocessing: { channelOrder: 'bgr' }, steps: 10, png: drawing },
    });
    for (const { activationBefore, activationAfter, answered } of result.units) {
      expect(activationAfter).toBeGreaterThan(activationBefore);
      // The dense layer needs the size that the model was made for.
      expect(answered).toBeUndefined();
    }
    expect((await png(drawing)).some((value) => value < 0.9)).toBe(true);
    expect(readdirSync(at('each-filter')).sort()).toEqual([0, 1, 2].map((unit) => `block1-conv-${unit}.png`)); // prettier-ignore
  });

  it('looks at outputs by the names of their classes', async () => {
    const words = ['--class-names', at('names.txt'), '--steps', '40', '--out', at('classes.svg')];
    const { layer, units } = await resultOf<VisualizeResult>(see('elsewhere', ...words));
    expect(layer).toBe('classes');
    expect(units.map(({ title }) => title)).toEqual(['output ant', 'output bee', 'output cat']);
    expect(units.map(({ answered }) => answered.label)).toEqual(['ant', 'bee', 'cat']);
    expect(readFileSync(at('classes.svg'), 'utf8')).toContain('predicted cat');
  });

  it.each(['saliency', 'occlusion'])('draws which places of a picture count: %s', async (map) => {
    const result = await resultOf<MapResult & { stride?: number[] }>(
      see(place, '--map', map, '--input', at('me.png'), '--class-names', at('names.txt')),
    );
    expect(result).toMatchObject({ map, shape: [32, 32], layer: 'classes' });
    expect(['ant', 'bee', 'cat'][result.maps[0].unit]).toBe(result.answered.label);
    expect(Math.max(...result.maps[0].values)).toBeGreaterThan(0);
    expect(existsSync(at(`elsewhere/classes-${map}.png`))).toBe(true);
  });

  it('says what it takes for granted', async () => {
    const { stderr } = await axiswise(see(place, '--steps', '1', '--out', at('granted.png')));
    expect(stderr).toContain(`${at(place)} is taken for a model of values from 0 to 1`);
  });

  it.each<[string, string[], string]>([
    ['test examples', ['--top', '3'], '--top needs a run, whose data are known, and a model alone has none'], // prettier-ignore
    ['predictions', ['--predictions', '3'], '--predictions needs a run'],
    ['a judge', ['--judge', 'run'], '--judge needs a run'],
    ['an example', ['--map', 'saliency', '--example', '1'], '--example needs a run'],
    ['a map of nothing', ['--map', 'saliency'], '--map needs --input, a picture, where a model is looked into'], // prettier-ignore
    ['a layer that needs its own size', ['--size', '20', '--layer', 'classes'], 'the layer "classes" cannot take what comes of an input of 20×20; choose one of: block1/conv (4 filters)'], // prettier-ignore
    ['too few names', ['--class-names', at('me.png')], 'classes are named, but'],
    ['names that are not there', ['--class-names', at('none.txt')], `--class-names: ${at('none.txt')} cannot be read (ENOENT)`], // prettier-ignore
    ['a brightness beyond white', ['--blank', '2'], '--blank must be a number from 0 to 1, got 2'],
    ['means that are no numbers', ['--input-mean', '1,,2'], "--input-mean must be one or three numbers, got '1,,2'"], // prettier-ignore
  ])('says what is wrong: %s', async (_, words, message) => {
    const { code, stdout, stderr } = await axiswise(see(place, ...words));
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each<[string, string[], string]>([
    ['a model of Keras', ['net.h5'], 'net.h5 is a Keras model in HDF5, which TensorFlow.js does not read; convert it'], // prettier-ignore
    ['an archive of Keras', ['net.keras'], 'net.keras is a Keras archive'],
    ['a model of ONNX', ['net.onnx'], 'net.onnx is an ONNX model'],
    ['a model that is not there', ['none.json'], `there is no model ${at('none.json')}; name the model.json`], // prettier-ignore
    ['what a run says of itself', ['digits', '--size', '64'], '--size is for the model.json of an image model'], // prettier-ignore
  ])('says what is wrong: %s', async (_, [name, ...words], message) => {
    const { code, stderr } = await axiswise(see(name, ...words));
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
