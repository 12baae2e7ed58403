import * as tf from '@axiswise/tensorflow';

export interface ExampleNormalizationArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  /** Groups of channels, each over all positions; by default all channels, each position for itself. */
  readonly groups?: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) of the channels at each position, or, with `groups`, group
 * normalisation (Wu and He 2018) of groups of channels over all positions: mean 0 and variance 1 within each
 * example, then a scale and an offset of each channel.
 *
 * `tf.layers.layerNormalization` computes the same and lays means out for every value first.
 *
 * Input and output `[batch, …, channels]`; weights of the channels: scale and offset.
 *
 * @throws RangeError where the groups do not divide the channels.
 */
export class ExampleNormalization extends tf.layers.Layer {
  static readonly className = 'ExampleNormalization';
  readonly #args: ExampleNormalizationArgs;
  #scale!: tf.LayerVariable;
  #offset!: tf.LayerVariable;

  constructor(args: ExampleNormalizationArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.supportsMasking = true;
    this.#args = args;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const [channels] = shape.slice(-1);
    const { groups = 1 } = this.#args;
    if (!Number.isInteger(channels / groups)) {
      throw new RangeError(
        `${this.name}: ${channels} channels do not divide into ${groups} groups`,
      );
    }
    this.#scale = this.addWeight('gamma', [channels], 'float32', tf.initializers.ones());
    this.#offset = this.addWeight('beta', [channels], 'float32', tf.initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { groups, epsilon } = this.#args;
      const normalized =
        groups === undefined
          ? standardizeRows(tf.reshape(x, [-1, x.shape[x.shape.length - 1]]), epsilon)
          : standardizeGroups(x, groups, epsilon);
      const scaled = tf.mul(tf.reshape(normalized, x.shape), this.#scale.read());
      return tf.add(scaled, this.#offset.read());
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { groups, epsilon } = this.#args;
    return { ...super.getConfig(), epsilon, ...(groups !== undefined && { groups }) };
  }
}

function standardizeGroups(x: tf.Tensor, groups: number, epsilon: number): tf.Tensor {
  const [examples] = x.shape;
  const [channels] = x.shape.slice(-1);
  const positions = x.size / (examples * channels);
  const rows = (value: tf.Tensor): tf.Tensor =>
    standardizeRows(tf.reshape(value, [examples * groups, -1]), epsilon);
  if (groups === 1 || positions === 1) return rows(x);
  const grouped = tf.reshape(x, [examples, positions, groups, channels / groups]);
  const order = [0, 2, 1, 3];
  const turned = tf.transpose(grouped, order);
  return tf.transpose(tf.reshape(rows(turned), turned.shape), order);
}

/** Brings each row to mean 0 and variance 1. */
function standardizeRows(x: tf.Tensor, epsilon: number): tf.Tensor {
  const standardize = tf.customGrad((...args: unknown[]) => {
    const [values, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const centered = tf.sub(values, tf.mean(values, 1, true));
    const variance = tf.mean(tf.square(centered), 1, true);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const value = tf.mul(centered, inverse);
    save([value, inverse]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [output, factor] = saved;
        const along = tf.mul(output, tf.mean(tf.mul(dy, output), 1, true));
        return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), along), factor);
      },
    };
  });
  return standardize(x);
}

tf.serialization.registerClass(ExampleNormalization);
