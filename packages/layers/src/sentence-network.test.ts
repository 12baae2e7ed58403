import { useBackend } from '@axiswise/backend';
import {
  convolution,
  convolutionKind,
  defineAxes,
  dense,
  deriveNetwork,
  embedding,
  type EmbeddingTable,
  flatten,
  globalPooling,
  inputOf,
  type LayerSpec,
  no,
  parallel,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildNetwork, type BuiltNetwork, toPortableModel } from './build-network.ts';

const sentence = defineAxes({
  time: {
    patternsRecur: yes('a phrase may stand anywhere'),
    subsamplable: no('words are missing'),
  },
  embedding: {
    patternsRecur: no('dimensions have no order'),
    subsamplable: no('it loses meaning'),
  },
});
const vocabularySize = 9;
const width = 4;

function build(
  length: number,
  specs: readonly LayerSpec[],
  options: { tables?: readonly EmbeddingTable[]; shuffled?: boolean; vectors?: Float32Array } = {},
): BuiltNetwork {
  const { vectors, ...rest } = options;
  return buildNetwork(
    deriveNetwork(inputOf(sentence, [length, 1], { names: ['time'], vocabularySize }), [
      embedding(width, { along: 'embedding', ...rest }),
      ...specs,
      flatten(),
      dense(3, { activation: 'softmax' }),
    ]),
    { seed: 5, ...(vectors && { vectors: { width, values: vectors } }) },
  );
}

const kim = [2, 3].map((length) => [
  convolution(6, { move: { time: slide(length), embedding: span() } }),
  globalPooling(['time']),
]);
const networks: Record<string, LayerSpec[]> = {
  'max over time': [parallel(kim)],
  'max over time of negative scores': [
    convolution(6, { move: { time: slide(2), embedding: span() } }, { activation: 'tanh' }),
    globalPooling(['time']),
  ],
  'max over both axes': [
    convolution(6, { move: { time: slide(3), embedding: slide(2) } }),
    globalPooling(['time', 'embedding']),
  ],
  'padded and strided': [
    convolution(6, {
      move: {
        time: slide(3, { stride: 2, padding: { before: 2, after: 2 }, control: true }),
        embedding: span(),
      },
    }),
    globalPooling(['time']),
  ],
  'as Kim pads': [
    convolution(6, {
      move: { time: slide(3, { padding: { before: 2, after: 2 } }), embedding: span() },
    }),
    globalPooling(['time']),
  ],
  'mean over time': [globalPooling(['time'], { keep: 'average' })],
  'mean over both axes': [globalPooling(['time', 'embedding'], { keep: 'average' })],
};

const padded = (length: number, ...examples: number[][]): tf.Tensor =>
  tf.tensor(
    examples.map((words) =>
      [...words, ...new Array<number>(length - words.length).fill(0)].map((w) => [w]),
    ),
  );

describe('a network over tokens', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(Object.keys(networks))('%s: padding behind the end changes nothing', (name) => {
    const [short, long] = [7, 12].map((length) => build(length, networks[name]));
    tf.tidy(() => {
      const examples = [[3, 1, 4, 1, 5, 8, 2], [7, 7, 2], [4, 4, 1, 2, 8], [6]];
      expectClose(
        long.logits.apply(padded(12, ...examples)) as tf.Tensor,
        short.logits.apply(padded(7, ...examples)) as tf.Tensor,
        1e-5,
      );
    });
    short.model.dispose();
    long.model.dispose();
  });

  it('is the mean of the words that are there', () => {
    const { model, tables } = build(5, networks['mean over time']);
    const mean = tf.model({
      inputs: model.inputs,
      outputs: model.getLayer('global_pooling_1').output as tf.SymbolicTensor,
    });
    const { table } = tables[0].layer;
    const [first, second] = [3, 8].map((row) => table.subarray(row * width, (row + 1) * width));
    tf.tidy(() => {
      const found = (mean.predict(padded(5, [3, 8])) as tf.Tensor).dataSync();
      first.forEach((value, i) => expect(found[i]).toBeCloseTo((value + second[i]) / 2, 6));
    });
  });

  it.each(Object.keys(networks))('%s: the portable model gives the same predictions', (name) => {
    const built = build(7, networks[name]);
    const portable = toPortableModel(built);
    tf.tidy(() => {
      const x = padded(7, [3, 1, 4, 1, 5], [8], [2, 7, 1, 8, 2, 8, 1]);
      expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
    });
    expect(JSON.stringify(portable.toJSON(null, false))).not.toMatch(/TokenEmbedding/);
    built.model.dispose();
    portable.dispose();
  });

  it('makes channels of tables, from vectors learned elsewhere', () => {
    const vectors = Float32Array.from({ length: vocabularySize * width }, (_, i) => i / 10);
    const built = build(7, networks['max over time'], {
      vectors,
      tables: [
        { from: 'vectors', trained: false },
        { from: 'vectors', trained: true },
      ],
    });
    expect(built.tables.map(({ trained }) => trained)).toEqual([false, true]);
    for (const { layer } of built.tables) {
      expect([...layer.table.subarray(0, width)]).toEqual([0, 0, 0, 0]);
      expect(layer.table.subarray(width)).toEqual(vectors.subarray(width));
    }
    const portable = toPortableModel(built);
    tf.tidy(() => {
      const x = padded(7, [3, 1, 4, 1, 5]);
      expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
    });
    expect(() =>
      build(7, networks['max over time'], { tables: [{ from: 'vectors', trained: true }] }),
    ).toThrow(/the data brings none; name a file/);
  });

  it('puts the dimensions of all words into one other order, if asked', () => {
    const [plain, shuffled] = [false, true].map(
      (shuffle) => build(7, networks['max over time'], { shuffled: shuffle }).tables[0].layer.table,
    );
    expect(shuffled).not.toEqual(plain);
    const order = [0, 1, 2, 3].map((to) =>
      [0, 1, 2, 3].find((from) => shuffled[width + to] === plain[width + from])!,
    );
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
    for (let row = 1; row < vocabularySize; row++) {
      order.forEach((from, to) =>
        expect(shuffled[row * width + to]).toBe(plain[row * width + from]),
      );
    }
  });

  it('cannot tell shuffled dimensions where filters span them, and can where they slide', () => {
    // The same filters, their weights in the order in which the dimensions lie.
    const difference = (specs: readonly LayerSpec[]): number => {
      const [plain, shuffled] = [false, true].map((shuffle) =>
        build(7, specs, { shuffled: shuffle }),
      );
      const [rows, moved] = [plain, shuffled].map(({ tables }) => tables[0].layer.table);
      const order = [0, 1, 2, 3].map((to) =>
        [0, 1, 2, 3].find((from) => moved[width + to] === rows[width + from])!,
      );
      return tf.tidy(() => {
        for (const { name } of plain.geometry.layers.filter(convolutionKind.is)) {
          const [kernel, bias] = plain.model.getLayer(name).getWeights();
          const spans = kernel.shape[1] === width;
          const weights = spans ? tf.gather(kernel, order, 1) : kernel;
          shuffled.model.getLayer(name).setWeights([weights, bias]);
        }
        const x = padded(7, [3, 1, 4, 1, 5], [8], [2, 7, 1, 8, 2, 8, 1]);
        const answers = [plain, shuffled].map(({ logits }) => logits.apply(x) as tf.Tensor);
        return tf.max(tf.abs(tf.sub(answers[0], answers[1]))).dataSync()[0];
      });
    };
    expect(difference(networks['max over time'])).toBeLessThan(1e-6);
    expect(difference(networks['max over both axes'])).toBeGreaterThan(1e-3);
  });

  it('gives the gradient of the rows that occur', () => {
    const { logits, tables } = build(7, networks['mean over time']);
    const { layer } = tables[0];
    const x = padded(7, [3, 8, 3], [8, 1]);
    const weighting = waves([2, 3]);
    const score = (): tf.Scalar =>
      tf.sum(tf.mul(logits.apply(x) as tf.Tensor, weighting)).asScalar();
    const selected = layer.selectRows(Float32Array.from(x.dataSync()));
    expect([...selected.rows].sort()).toEqual([0, 1, 3, 8]);
    const { grads } = tf.variableGrads(score, [selected.variable]);
    const gradient = grads[selected.variable.name].arraySync() as number[][];
    selected.dispose();
    const scoreWith = (row: number, column: number, by: number): number => {
      layer.table[row * width + column] += by;
      const value = tf.tidy(() => score().dataSync()[0]);
      layer.table[row * width + column] -= by;
      return value;
    };
    for (const row of [1, 3, 8]) {
      for (let column = 0; column < width; column++) {
        expect(gradient[selected.rows.indexOf(row)][column]).toBeCloseTo(
          (scoreWith(row, column, 0.1) - scoreWith(row, column, -0.1)) / 0.2,
          4,
        );
      }
    }
  });

  it('refuses tokens that there are not', () => {
    const { layer } = build(7, networks['max over time']).tables[0];
    for (const token of [9, -1, 1.5]) {
      expect(() => layer.apply(padded(7, [token]))).toThrow(
        `tokens are whole numbers from 0 to 8, but ${token} came`,
      );
    }
  });
});
