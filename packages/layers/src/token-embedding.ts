import { copyToTensor } from '@axiswise/backend/copy-tensor';
import * as tf from '@axiswise/tensorflow';

/** The arguments of {@link TokenEmbedding}. */
export interface TokenEmbeddingArgs {
  readonly name?: string;
  /** How many tokens there are; token 0 is the padding. */
  readonly vocabularySize: number;
  /** Numbers in a vector. */
  readonly width: number;
}

/**
 * Replaces tokens by their vectors from a table that may be far larger than what a step touches.
 *
 * `tf.layers.embedding` keeps its table in a tensor, so that every training step computes and applies a
 * gradient for every token of the vocabulary. Here the table is an ordinary array; a step reads the
 * rows of the tokens that occur, gets a gradient for these rows, and changes these. Row 0, the padding,
 * is zero.
 *
 * Input `[batch, length, 1]` or `[batch, length]`, whole numbers below `vocabularySize`; output
 * `[batch, length, width]`.
 *
 * @example
 * const layer = new TokenEmbedding({ vocabularySize: 3, width: 2 });
 * layer.table.set([1, 2], 2); // the vector of token 1
 * (layer.apply(tf.tensor([[1, 0]])) as tf.Tensor).arraySync(); // [[[1, 2], [0, 0]]]
 */
export class TokenEmbedding extends tf.layers.Layer {
  static readonly className = 'TokenEmbedding';
  readonly vocabularySize: number;
  readonly width: number;
  /** `vocabularySize × width` numbers, token after token; may be replaced, as by one in shared memory. */
  table: Float32Array;
  #selected: EmbeddingRows | undefined;
  #rowsRead = new Float32Array(0);

  constructor(args: TokenEmbeddingArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.vocabularySize = args.vocabularySize;
    this.width = args.width;
    this.table = new Float32Array(args.vocabularySize * args.width);
  }

  /**
   * Makes the rows of some tokens a variable, from which a gradient can be had: the rows that the
   * next calls read, until {@link EmbeddingRows.dispose}.
   *
   * @param tokens the inputs of the calls to come, in their order.
   */
  selectRows(tokens: Float32Array): EmbeddingRows {
    const { rows, places } = distinct(tokens, this.vocabularySize, this.name);
    const variable = tf.tidy(() => tf.variable(this.#read(rows), true));
    const selected: EmbeddingRows = {
      rows,
      places,
      variable,
      dispose: () => {
        variable.dispose();
        this.#selected = undefined;
      },
    };
    this.#selected = selected;
    return selected;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [inputShape[0], inputShape[1], this.width];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch, length] = input.shape;
      let vectors: tf.Tensor;
      if (this.#selected) {
        const { places, variable } = this.#selected;
        vectors = tf.gather(variable, tf.tensor1d(places, 'int32'));
      } else {
        const tokens = Float32Array.from(input.dataSync());
        const { rows, places } = distinct(tokens, this.vocabularySize, this.name);
        vectors = tf.gather(this.#read(rows), tf.tensor1d(places, 'int32'));
      }
      return tf.reshape(vectors, [batch, length, this.width]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), vocabularySize: this.vocabularySize, width: this.width };
  }

  #read(rows: Int32Array): tf.Tensor2D {
    const { table, width } = this;
    const length = rows.length * width;
    // Used again in the next step: megabytes of garbage in each would be collected on all cores.
    if (this.#rowsRead.length < length) this.#rowsRead = new Float32Array(Math.ceil(1.25 * length));
    const values = this.#rowsRead.subarray(0, length);
    for (let i = 0; i < rows.length; i++) {
      values.set(table.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    }
    return copyToTensor(values, [rows.length, width]) as tf.Tensor2D;
  }
}

/** The rows of a table that a training step touches. */
export interface EmbeddingRows {
  /** The tokens that occur, each once. */
  readonly rows: Int32Array;
  /** For each input: which of `rows` it is. */
  readonly places: Int32Array;
  /** `[rows, width]`: their vectors. */
  readonly variable: tf.Variable;
  dispose(): void;
}

function distinct(
  tokens: Float32Array,
  count: number,
  name: string,
): { rows: Int32Array; places: Int32Array } {
  const placeOf = new Map<number, number>();
  const places = new Int32Array(tokens.length);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!(Number.isInteger(token) && token >= 0 && token < count)) {
      throw new RangeError(
        `${name}: tokens are whole numbers from 0 to ${count - 1}, but ${token} came`,
      );
    }
    let place = placeOf.get(token);
    if (place === undefined) placeOf.set(token, (place = placeOf.size));
    places[i] = place;
  }
  return { rows: Int32Array.from(placeOf.keys()), places };
}

tf.serialization.registerClass(TokenEmbedding);
