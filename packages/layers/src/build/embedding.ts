import { Random } from '@axiswise/random';
import type { EmbeddingGeometry } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import * as tf from '@tensorflow/tfjs';
import { TokenEmbedding } from '../token-embedding.ts';
import { type BuildOptions, type Symbolic, through } from './symbolic.ts';

/** Vectors for the tokens, learned elsewhere: `vocabularySize × width` numbers. */
export interface TokenVectors {
  readonly width: number;
  readonly values: Float32Array;
}

const tableName = ({ name }: EmbeddingGeometry, i: number): string => `${name}_table_${i + 1}`;

/** One table a channel. `[length, 1]` tokens become `[length, width, tables]`. */
export function applyEmbedding(
  layer: EmbeddingGeometry,
  x: Symbolic,
  options: BuildOptions,
): Symbolic {
  const { vocabularySize, output } = layer;
  const { width, tables, along } = layer.spec;
  const [length] = layer.inputShape;
  if (layer.input.axes.length !== 1 || output.axes[1].name !== along) {
    throw new InputError(
      'geometry',
      `${layer.name}: an embedding is built over one axis and adds the second, but its axes are ` +
        output.axes.map(({ name }) => name).join(', '),
    );
  }
  const channels = tables.map(({ trained }, i) => {
    const name = tableName(layer, i);
    const lookUp = options.portable
      ? [
          tf.layers.reshape({ targetShape: [length], name: `${name}_tokens` }),
          tf.layers.embedding({
            inputDim: vocabularySize,
            outputDim: width,
            name,
            trainable: trained,
          }),
        ]
      : [new TokenEmbedding({ name, vocabularySize, width })];
    const last = tables.length === 1 ? layer.name : `${name}_channel`;
    return through(
      x,
      ...lookUp,
      tf.layers.reshape({ targetShape: [length, width, 1], name: last }),
    );
  });
  return channels.length === 1
    ? channels[0]
    : (tf.layers.concatenate({ axis: 3, name: layer.name }).apply(channels) as Symbolic);
}

/** The tables of a built embedding, in the order in which they were declared. */
export const tablesOf = (model: tf.LayersModel, layer: EmbeddingGeometry): TokenEmbedding[] =>
  layer.spec.tables.map((_, i) => model.getLayer(tableName(layer, i)) as TokenEmbedding);

/**
 * Fills the tables: the vectors that the data brings, or numbers between −0.25 and 0.25 (Kim 2014).
 * The padding is zero.
 */
export function fillTables(
  model: tf.LayersModel,
  layer: EmbeddingGeometry,
  seed: number,
  vectors: TokenVectors | undefined,
): void {
  const { width, shuffled, tables } = layer.spec;
  tablesOf(model, layer).forEach(({ table, name }, i) => {
    if (tables[i].from === 'vectors') {
      table.set(checkVectors(layer, vectors));
    } else {
      const random = new Random(seed, 'weights', name);
      for (let j = 0; j < table.length; j++) table[j] = random.uniform(-0.25, 0.25);
    }
    if (shuffled) shuffleColumns(table, width, new Random(seed, 'shuffled', layer.name));
    table.fill(0, 0, width);
  });
}

export function setPortableTables(
  model: tf.LayersModel,
  layer: EmbeddingGeometry,
  from: tf.LayersModel,
): void {
  tablesOf(from, layer).forEach(({ table, name, vocabularySize, width }) => {
    tf.tidy(() => model.getLayer(name).setWeights([tf.tensor2d(table, [vocabularySize, width])]));
  });
}

function checkVectors(layer: EmbeddingGeometry, vectors: TokenVectors | undefined): Float32Array {
  if (!vectors) {
    throw new InputError(
      'geometry',
      `${layer.name} begins with vectors learned elsewhere, but the data brings none; name a file ` +
        `of word vectors with --data-options vectors=FILE, or choose random ones`,
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
