import { type EmbeddingGeometry, embeddingKind } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import type { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';
import { implementLayer, type InitialContext, type TokenVectors } from '../layer-tensors.ts';
import { type Symbolic, through } from '../symbolic.ts';
import { TokenEmbedding } from '../token-embedding.ts';

implementLayer(embeddingKind, {
  build: (layer, [x], { portable }) => applyEmbedding(layer, x, portable),
  initialize: fillTables,
  transfer(layer, from, to) {
    for (const { table, name, vocabularySize, width } of tablesOf(layer, from)) {
      tf.tidy(() => to.getLayer(name).setWeights([tf.tensor2d(table, [vocabularySize, width])]));
    }
  },
  tables: (layer, model) =>
    tablesOf(layer, model).map((table, i) => ({
      layer: table,
      trained: layer.spec.tables[i].trained,
    })),
});

const tableName = ({ name }: EmbeddingGeometry, i: number): string => `${name}_table_${i + 1}`;

/** An embedding in a model of standard layers, as a run saves it. */
export interface SavedEmbedding {
  /** The layer whose output is the vectors, `[batch, length, width, tables]`. */
  readonly name: string;
  /** How many tokens there are, the padding counted. */
  readonly vocabularySize: number;
  /** The length of a token's vector in one table. */
  readonly width: number;
  /** The vectors of every token, `[tokens, width × tables]`. */
  vectors(): tf.Tensor2D;
}

/** Finds the embedding of a model of standard layers; undefined where its inputs are no tokens. */
export function embeddingOf(model: tf.LayersModel): SavedEmbedding | undefined {
  const tables = model.layers
    .flatMap((layer) => {
      const [, name, number] = /^(.+)_table_(\d+)$/.exec(layer.name) ?? [];
      return name === undefined || layer.getClassName() !== 'Embedding'
        ? []
        : [{ name, number: Number(number), layer }];
    })
    .sort((a, b) => a.number - b.number);
  if (tables.length === 0) return undefined;
  const [vocabularySize, width] = tables[0].layer.weights[0].shape as number[];
  return {
    name: tables[0].name,
    vocabularySize,
    width,
    vectors: () =>
      tf.tidy(() => {
        const columns = tables.map(({ layer }) => tf.expandDims(layer.getWeights()[0], 2));
        const [tokens, width] = columns[0].shape;
        return tf.reshape<tf.Rank.R2>(tf.concat(columns, 2), [tokens, width * tables.length]);
      }),
  };
}

/**
 * One table a channel. `[...lengths, 1]` tokens become `[...lengths, width, tables]`, with the axis that is
 * added at its declared place.
 */
function applyEmbedding(layer: EmbeddingGeometry, x: Symbolic, portable: boolean): Symbolic {
  const { vocabularySize, output } = layer;
  const { width, tables, along } = layer.spec;
  const lengths = layer.input.axes.map(({ length }) => length);
  const length = lengths.reduce((n, each) => n * each, 1);
  const place = output.axes.findIndex(({ name }) => name === along);
  const isLast = place === lengths.length;
  const channels = tables.map(({ trained }, i) => {
    const name = tableName(layer, i);
    const lookUp = portable
      ? [
          tf.layers.reshape({ targetShape: [length], name: `${name}_tokens` }),
          tf.layers.embedding({
            inputDim: vocabularySize,
            outputDim: width,
            name,
            trainable: trained,
          }),
        ]
      : [
          ...(lengths.length > 1
            ? [tf.layers.reshape({ targetShape: [length, 1], name: `${name}_in_a_row` })]
            : []),
          new TokenEmbedding({ name, vocabularySize, width }),
        ];
    const last = tables.length === 1 ? layer.name : `${name}_channel`;
    const shaped = through(
      x,
      ...lookUp,
      tf.layers.reshape({
        targetShape: [...lengths, width, 1],
        name: isLast ? last : `${name}_vectors`,
      }),
    );
    if (isLast) return shaped;
    const from = [...lengths.keys()].toSpliced(place, 0, lengths.length);
    const dims = [...from, lengths.length + 1].map((axis) => axis + 1);
    return through(shaped, tf.layers.permute({ dims, name: last }));
  });
  return channels.length === 1
    ? channels[0]
    : (tf.layers.concatenate({ axis: -1, name: layer.name }).apply(channels) as Symbolic);
}

/** The tables of a built embedding, in the order in which they were declared. */
const tablesOf = (layer: EmbeddingGeometry, model: tf.LayersModel): TokenEmbedding[] =>
  layer.spec.tables.map((_, i) => model.getLayer(tableName(layer, i)) as TokenEmbedding);

/**
 * Fills the tables: the vectors that the data brings, or numbers between −0.25 and 0.25 (Kim 2014).
 * The padding is zero.
 */
function fillTables(layer: EmbeddingGeometry, { model, vectors, random }: InitialContext): void {
  const { width, shuffled, tables } = layer.spec;
  tablesOf(layer, model).forEach(({ table, name }, i) => {
    if (tables[i].from === 'vectors') {
      table.set(checkVectors(layer, vectors));
    } else {
      const stream = random('weights', name);
      for (let j = 0; j < table.length; j++) table[j] = stream.uniform(-0.25, 0.25);
    }
    if (shuffled) shuffleColumns(table, width, random('shuffled', layer.name));
    table.fill(0, 0, width);
  });
}

function checkVectors(layer: EmbeddingGeometry, vectors: TokenVectors | undefined): Float32Array {
  if (!vectors) {
    throw new InputError(
      'vectors-absent',
      `${layer.name} begins with vectors learned elsewhere, but the data brings none`,
      { remedy: 'name a file of word vectors in the options of the data, or choose random ones' },
    );
  }
  if (vectors.width !== layer.spec.width) {
    throw new InputError(
      'geometry',
      `${layer.name} is ${layer.spec.width} wide, but the vectors have ${vectors.width} dimensions`,
    );
  }
  return vectors.values;
}

function shuffleColumns(table: Float32Array, width: number, random: Random): void {
  const order = random.permutation(width);
  const row = new Float32Array(width);
  for (let at = 0; at < table.length; at += width) {
    row.set(table.subarray(at, at + width));
    order.forEach((from, to) => (table[at + to] = row[from]));
  }
}
