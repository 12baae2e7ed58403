import * as tf from '@axiswise/tensorflow';

/**
 * Adds a number of its own to every position and channel: where on the map something lies may matter
 * even to filters that are the same everywhere (the last layer of AlphaGo's policy network).
 *
 * Input and output: any shape, the same; the bias has that shape without the batch and begins at zero.
 *
 * @example
 * const model = tf.sequential({ layers: [new PositionBias({ inputShape: [19, 19, 1] })] });
 * model.countParams(); // 361
 */
export class PositionBias extends tf.layers.Layer {
  static readonly className = 'PositionBias';
  #bias!: tf.LayerVariable;

  constructor(args: { readonly name?: string; readonly inputShape?: readonly number[] } = {}) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, ...shape] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tf.Shape;
    this.#bias = this.addWeight('bias', shape, 'float32', tf.initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.add(Array.isArray(inputs) ? inputs[0] : inputs, this.#bias.read());
  }
}

tf.serialization.registerClass(PositionBias);
