import { useBackend } from '@axiswise/backend';
import { arraySplit, type Dataset, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { defineAxes, yes } from '@axiswise/geometry';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawSample } from './draw-sample.ts';

const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('still') };
const series = { axes: defineAxes({ time: anywhere }) };
const sentences = {
  axes: defineAxes({ time: anywhere, embedding: anywhere }),
  dataAxes: ['time'],
};
const asked = { trainExamples: 60, testExamples: 40, seed: 0 };

/** Examples of four numbers: ten times the example's number, and so on. */
function numbers(count: number, labelOf = (i: number): number => i % 2): Split {
  return arraySplit({
    inputs: Float32Array.from({ length: 4 * count }, (_, i) => 10 * Math.floor(i / 4) + (i % 4)),
    labels: Int32Array.from({ length: count }, (_, i) => labelOf(i)),
    shape: [4, 1],
    classes: 2,
  });
}

const untouchable: Split = {
  length: 1000,
  labels: new Int32Array(1000),
  gather: () => {
    throw new Error('the test split was read');
  },
};

const dataset = (
  changed: Partial<Dataset> & { train?: Split; validation?: Split } = {},
): Dataset => {
  const { train = numbers(400), validation, ...rest } = changed;
  return {
    name: 'numbers',
    axes: ['time'],
    shape: [4, 1],
    classes: ['even', 'odd'],
    splits: { train, test: untouchable, ...(validation && { validation }) },
    sha256: '',
    ...rest,
  };
};

/** Which examples were drawn, by their first number. */
const numbersIn = ({ inputs }: { inputs: Float32Array }, scale: (x: number) => number): number[] =>
  Array.from({ length: inputs.length / 4 }, (_, i) => Math.round(scale(inputs[4 * i]) / 10));

describe('drawSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it('holds examples out of the training part, another draw for each seed, never from the test', async () => {
    const sample = await drawSample(series, dataset(), asked);
    expect([sample.test.labels.length, sample.validation.labels.length]).toEqual([40, 20]);
    const [first, second] = [await sample.train(0), await sample.train(1)];
    expect(first.labels).toHaveLength(60);
    expect(second.inputs).not.toEqual(first.inputs);
    expect((await sample.train(0)).inputs).toEqual(first.inputs);
    expect((await sample.train(0, 10)).inputs).toEqual(first.inputs.subarray(0, 40));
    // What is held out is in no draw.
    const unit = first.inputs[1] - first.inputs[0];
    const offset = (x: number): number => x / unit;
    const held = new Set(
      [...numbersIn(sample.test, offset), ...numbersIn(sample.validation, offset)].map(String),
    );
    expect(held.size).toBe(60);
    const drawn = [...numbersIn(first, offset), ...numbersIn(second, offset)].map(String);
    expect(drawn.filter((number) => held.has(number))).toEqual([]);
    expect(sample.notes).toEqual([]);
  });

  it('takes over which axes are cyclic, and says so', async () => {
    const hours = { axes: defineAxes({ time: { ...anywhere, cyclic: true } }) };
    const sample = await drawSample(hours, dataset(), asked);
    expect([sample.cyclic, (await sample.train(0)).cyclic]).toEqual([['time'], ['time']]);
    expect(sample.notes).toEqual([
      'windows go around the end of time, which the experiment declares cyclic',
    ]);
    expect((await drawSample(series, dataset(), asked)).cyclic).toEqual([]);
  });

  it('divides no group between training, validation and test examples', async () => {
    const inGroupsOf = (size: number, split: Split): Split => ({
      ...split,
      groups: Int32Array.from({ length: split.length }, (_, i) => Math.floor(i / size)),
    });
    const sizes = async (changed: Parameters<typeof dataset>[0]) => {
      const sample = await drawSample(series, dataset(changed), asked);
      const { validation, test } = sample;
      const parts = [await sample.train(0), validation, test];
      const groups = parts.map((part) => [...new Set(part.groups)]);
      expect(new Set(groups.flat()).size).toBe(groups.flat().length);
      return { test: test.labels.length, validation: validation.labels.length };
    };
    // 60 are to be held out, 40 of them to be scored; seven groups of eight are nearest to it.
    expect(await sizes({ train: inGroupsOf(8, numbers(400)) })).toEqual({
      test: 40,
      validation: 16,
    });
    // Two groups are held out: each part has one, whatever number is asked for.
    const validation = inGroupsOf(30, numbers(60));
    expect(await sizes({ validation })).toEqual({ test: 30, validation: 30 });
    const large = inGroupsOf(100, numbers(200));
    expect(await sizes({ validation: large })).toEqual({ test: 100, validation: 100 });
  });

  it('divides the one group that is held out, and says so', async () => {
    const validation = { ...numbers(60), groups: new Int32Array(60) };
    const sample = await drawSample(series, dataset({ validation, groupsOf: 'speaker' }), asked);
    expect([sample.test.labels.length, sample.validation.labels.length]).toEqual([40, 20]);
    // No interval can be drawn from one group.
    expect([sample.test.groups, sample.validation.groups]).toEqual([undefined, undefined]);
    expect(sample.notes).toEqual([
      'the examples held out are all of one speaker: the same speaker chooses and is scored, and intervals ' +
        'say nothing of another',
    ]);
  });

  it('has inputs of mean 0 and deviation 1, all positions alike', async () => {
    const { inputs } = await (await drawSample(series, dataset(), asked)).train(0);
    const mean = inputs.reduce((sum, x) => sum + x, 0) / inputs.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(inputs.reduce((sum, x) => sum + x * x, 0) / inputs.length).toBeCloseTo(1, 4);
  });

  it('takes the validation part where there is one, and says when there is too little', async () => {
    const data = dataset({ train: numbers(50), validation: numbers(45) });
    const sample = await drawSample(series, data, asked);
    expect(sample.trainExamples).toBe(50);
    expect([sample.test.labels.length, sample.validation.labels.length]).toEqual([30, 15]);
    expect(sample.notes).toEqual([
      'there are 50 examples to train on and 30 to score, fewer than asked for',
    ]);
  });

  it('divides what there is where it is too little for both', async () => {
    const sample = await drawSample(series, dataset({ train: numbers(60) }), asked);
    expect([sample.trainExamples, sample.test.labels.length]).toEqual([30, 20]);
  });

  it('takes fewer examples where memory is short', async () => {
    // 16 bytes an example, held twice, 120 of them: 3,840 bytes.
    const sample = await drawSample(series, dataset(), { ...asked, mostBytes: 1920 });
    expect([sample.trainExamples, sample.test.labels.length]).toEqual([30, 20]);
    expect(sample.notes[0]).toMatch(/^fewer examples than asked for/);
  });

  it('learns vectors for tokens from other examples, and makes their dimensions an axis', async () => {
    const random = new Random(1, 'sentences');
    const ids = Float32Array.from({ length: 400 * 4 }, (_, i) =>
      i % 4 === 3 ? 0 : 1 + random.integer(9),
    );
    const labels = Int32Array.from({ length: 400 }, (_, i) => i % 2);
    const train = arraySplit({ inputs: ids, labels, shape: [4, 1], classes: 2 });
    const before = tf.memory().numTensors;
    const sample = await drawSample(sentences, dataset({ train, vocabularySize: 10 }), asked);
    expect(tf.memory().numTensors).toBe(before);
    expect(sample.axes).toEqual(['time', 'embedding']);
    expect(sample.shape).toEqual([4, 32, 1]);
    const { inputs } = sample.test;
    // The padding behind each sentence is nothing: the same in every dimension.
    expect(new Set(inputs.subarray(96, 128)).size).toBe(1);
    expect(new Set(inputs.subarray(0, 32)).size).toBe(32);
    expect(sample.notes).toEqual([
      'words are vectors of 32 dimensions, learned without the order of words from 170 other ' +
        'training examples, and kept as they are',
    ]);
  });

  it('takes the vectors that the data brings', async () => {
    const vectors = { width: 2, values: Float32Array.of(0, 0, 1, 2, 3, 4) };
    const train = arraySplit({
      inputs: Float32Array.from({ length: 1600 }, (_, i) => 1 + (i % 2)),
      labels: Int32Array.from({ length: 400 }, (_, i) => i % 2),
      shape: [4, 1],
      classes: 2,
    });
    const sample = await drawSample(
      sentences,
      dataset({ train, vocabularySize: 3, vectors }),
      asked,
    );
    expect(sample.shape).toEqual([4, 2, 1]);
    const [a, b, c, d] = sample.test.inputs;
    // 1, 2, 3, 4 with mean 2.5 and deviation √1.25.
    [a, b, c, d].forEach((x, i) => expect(x).toBeCloseTo((i - 1.5) / Math.sqrt(1.25), 5));
  });

  it.each<[string, Dataset, RegExp]>([
    [
      'a single class',
      dataset({ train: numbers(400, () => 1) }),
      /^all training examples of "numbers" are of the class "odd": there is nothing to tell apart$/,
    ],
    [
      'inputs that are all the same',
      dataset({
        train: arraySplit({
          inputs: new Float32Array(1600).fill(3),
          labels: Int32Array.from({ length: 400 }, (_, i) => i % 2),
          shape: [4, 1],
          classes: 2,
        }),
      }),
      /^all inputs of "numbers" are the same number, 3: there is nothing to see$/,
    ],
    [
      'too few examples',
      dataset({ train: numbers(30) }),
      /^the data "numbers" gives 15 examples to train on and 10 to score, too few/,
    ],
  ])('refuses %s in one sentence', async (_, data, message) => {
    await expect(drawSample(series, data, asked)).rejects.toThrow(message);
  });
});
