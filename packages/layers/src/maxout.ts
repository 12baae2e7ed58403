import * as tf from '@axiswise/tensorflow';

/** The arguments of {@link Maxout}. */
export interface MaxoutArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  /** Neighbouring channels of which one is kept. */
  readonly pieces: number;
}

/**
 * Keeps the largest of each group of neighbouring channels: behind a linear layer, maxout units
 * (Goodfellow et al. 2013, "Maxout networks", equation 1).
 *
 * Where several pieces are equally large, the first of them takes the whole gradient, as in
 * TensorFlow.js's max pooling; so max pooling is maxout over tied pieces in every respect. (The
 * gradient of `tf.max` would go to all of them, each in full; the paper leaves it open.)
 *
 * Input `[batch, …, channels]`, output `[batch, …, channels / pieces]`; no weights.
 *
 * @throws RangeError where the pieces do not divide the channels.
 * @example
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ inputShape: [784], units: 240 * 5 }));
 * model.add(new Maxout({ pieces: 5 }));
 * model.outputShape; // [null, 240]
 */
export class Maxout extends tf.layers.Layer {
  static readonly className = 'Maxout';
  readonly pieces: number;

  constructor(args: MaxoutArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    if (!Number.isInteger(args.pieces) || args.pieces < 1) {
      throw new RangeError(`maxout takes a whole number of pieces from 1, but ${args.pieces} came`);
    }
    this.pieces = args.pieces;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const channels = inputShape[inputShape.length - 1]!;
    if (channels % this.pieces !== 0) {
      throw new RangeError(
        `${this.name}: ${channels} channels do not divide into groups of ${this.pieces}`,
      );
    }
    return [...inputShape.slice(0, -1), channels / this.pieces];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      const outputShape = this.computeOutputShape(input.shape) as number[];
      return firstMaximum(tf.reshape(input, [...outputShape, this.pieces]));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), pieces: this.pieces };
  }
}

/** The maximum over the last axis, whose gradient goes to the first of equals. */
function firstMaximum(x: tf.Tensor): tf.Tensor {
  const pieces = x.shape[x.shape.length - 1];
  if (pieces === 1) return tf.squeeze(x, [-1]);
  const maximum = tf.customGrad((...args: unknown[]) => {
    const [values, save] = args as [tf.Tensor, tf.GradSaveFunc];
    save([values]);
    return {
      value: tf.max(values, -1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // As integers and then cast: on wasm, oneHot asked for floats gives the bits of integers.
        const first = tf.oneHot(tf.argMax(saved[0], -1) as tf.Tensor1D, pieces, 1, 0, 'int32');
        return tf.mul(tf.expandDims(dy, -1), tf.cast(first, 'float32'));
      },
    };
  });
  return maximum(x);
}

tf.serialization.registerClass(Maxout);
