import * as tf from '@tensorflow/tfjs';

export interface SymbolEmbeddingArgs {
  readonly name?: string;
  /** How many symbols there are; symbol 0 is the padding. */
  readonly symbols: number;
  /** Numbers in a vector. */
  readonly width: number;
}

/**
 * Replaces symbols by their vectors from a table that may be far larger than what a step touches.
 *
 * `tf.layers.embedding` keeps its table in a tensor, so that every training step computes and applies a
 * gradient for every symbol of the vocabulary. Here the table is an ordinary array; a step reads the
 * rows of the symbols that occur, gets a gradient for these rows, and changes these. Row 0, the padding,
 * is zero.
 *
 * Input `[batch, length, 1]` or `[batch, length]`, whole numbers below `symbols`; output
 * `[batch, length, width]`.
 *
 * @example
 * const layer = new SymbolEmbedding({ symbols: 3, width: 2 });
 * layer.table.set([1, 2], 2); // the vector of symbol 1
 * (layer.apply(tf.tensor([[1, 0]])) as tf.Tensor).arraySync(); // [[[1, 2], [0, 0]]]
 */
export class SymbolEmbedding extends tf.layers.Layer {
  static readonly className = 'SymbolEmbedding';
  readonly symbols: number;
  readonly width: number;
  /** `symbols × width` numbers, symbol after symbol. */
  readonly table: Float32Array;
  #focus: EmbeddingFocus | undefined;

  constructor(args: SymbolEmbeddingArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.symbols = args.symbols;
    this.width = args.width;
    this.table = new Float32Array(args.symbols * args.width);
  }

  /**
   * Makes the rows of some symbols a variable, from which a gradient can be had: the rows that the
   * next calls read, until {@link EmbeddingFocus.dispose}.
   *
   * @param symbols the inputs of the calls to come, in their order.
   */
  focus(symbols: Float32Array): EmbeddingFocus {
    const { rows, places } = distinct(symbols, this.symbols, this.name);
    const variable = tf.tidy(() => tf.variable(this.#read(rows), true));
    const focus: EmbeddingFocus = {
      rows,
      places,
      variable,
      dispose: () => {
        variable.dispose();
        this.#focus = undefined;
      },
    };
    this.#focus = focus;
    return focus;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [inputShape[0], inputShape[1], this.width];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch, length] = input.shape;
      let vectors: tf.Tensor;
      if (this.#focus) {
        const { places, variable } = this.#focus;
        vectors = tf.gather(variable, tf.tensor1d(places, 'int32'));
      } else {
        const symbols = Float32Array.from(input.dataSync());
        const { rows, places } = distinct(symbols, this.symbols, this.name);
        vectors = tf.gather(this.#read(rows), tf.tensor1d(places, 'int32'));
      }
      return tf.reshape(vectors, [batch, length, this.width]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), symbols: this.symbols, width: this.width };
  }

  #read(rows: Int32Array): tf.Tensor2D {
    const { table, width } = this;
    const values = new Float32Array(rows.length * width);
    rows.forEach((row, i) => values.set(table.subarray(row * width, (row + 1) * width), i * width));
    return tf.tensor2d(values, [rows.length, width]);
  }
}

/** The rows of a table that a training step touches. */
export interface EmbeddingFocus {
  /** The symbols that occur, each once. */
  readonly rows: Int32Array;
  /** For each input: which of `rows` it is. */
  readonly places: Int32Array;
  /** `[rows, width]`: their vectors. */
  readonly variable: tf.Variable;
  dispose(): void;
}

function distinct(
  symbols: Float32Array,
  count: number,
  name: string,
): { rows: Int32Array; places: Int32Array } {
  const placeOf = new Map<number, number>();
  const places = new Int32Array(symbols.length);
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (!(Number.isInteger(symbol) && symbol >= 0 && symbol < count)) {
      throw new RangeError(
        `${name}: symbols are whole numbers from 0 to ${count - 1}, but ${symbol} came`,
      );
    }
    let place = placeOf.get(symbol);
    if (place === undefined) placeOf.set(symbol, (place = placeOf.size));
    places[i] = place;
  }
  return { rows: Int32Array.from(placeOf.keys()), places };
}

tf.serialization.registerClass(SymbolEmbedding);
