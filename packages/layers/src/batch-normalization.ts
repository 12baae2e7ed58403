import * as tf from '@axiswise/tensorflow';
import type { BatchPart } from './random-layer.ts';
import type { StatisticsLayer } from './statistics-layer.ts';

export interface WholeBatchNormalizationArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  /** The share of a moving mean that stays at each step, from 0 to below 1. */
  readonly momentum: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015, algorithm 1) by the mean and variance of a whole batch, also
 * where several threads compute a part of it each.
 *
 * `tf.layers.batchNormalization` changes its moving means while it computes; this one does when it is told,
 * so that a step that fails changes nothing. The moving variance is that of a sample, divided by one less
 * than the number of values, as in PyTorch. The numbers that moving means begin with have no part in them
 * (corrected as Adam's moments are, Kingma and Ba 2015), so that a network can be used after few steps. A
 * batch of one example is normalised by the moving means, and leaves no statistics.
 *
 * Input and output `[batch, …, channels]`; weights of the channels: scale, offset, moving mean and moving
 * variance, of which the first two are trained, and the number of batches that there were.
 */
export class WholeBatchNormalization extends tf.layers.Layer implements StatisticsLayer {
  static readonly className = 'WholeBatchNormalization';
  readonly momentum: number;
  readonly epsilon: number;
  /** See `RandomLayer`. */
  part: BatchPart | undefined;
  #scale!: tf.LayerVariable;
  #offset!: tf.LayerVariable;
  #mean!: tf.LayerVariable;
  #variance!: tf.LayerVariable;
  #batches!: tf.LayerVariable;
  /** Of the last batch; none once they are kept. */
  #ofBatch: { readonly mean: tf.Tensor; readonly variance: tf.Tensor } | undefined;

  constructor(args: WholeBatchNormalizationArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.supportsMasking = true;
    this.momentum = args.momentum;
    this.epsilon = args.epsilon;
  }

  get statistics(): Readonly<Record<string, tf.Variable>> {
    return {
      moving_mean: this.#mean.read() as tf.Variable,
      moving_variance: this.#variance.read() as tf.Variable,
      batches: this.#batches.read() as tf.Variable,
    };
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const { zeros, ones } = tf.initializers;
    const add = (name: string, initializer: ReturnType<typeof zeros>, trainable: boolean) =>
      this.addWeight(name, shape.slice(-1), 'float32', initializer, undefined, trainable);
    this.#scale = add('gamma', ones(), true);
    this.#offset = add('beta', zeros(), true);
    this.#mean = add('moving_mean', zeros(), false);
    this.#variance = add('moving_variance', ones(), false);
    this.#batches = this.addWeight('batches', [1], 'float32', zeros(), undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      const [examples, ...shape] = input.shape;
      const channels = shape[shape.length - 1];
      const x = tf.reshape(input, [-1, channels]);
      const { batchExamples = examples, together = batchExamples } = this.part ?? {};
      const output =
        kwargs['training'] && together > 1
          ? this.#byBatch(x, (together * x.shape[0]) / examples)
          : this.#byMovingMeans(x);
      return tf.reshape(output, input.shape);
    });
  }

  keepStatistics(): void {
    if (!this.#ofBatch) return;
    const { mean, variance } = this.#ofBatch;
    tf.tidy(() => {
      const batches = tf.add(this.#batches.read(), 1);
      this.#batches.write(batches as tf.Variable);
      // The first batch counts in full: it has nothing before it but the numbers at the beginning.
      const share = tf.div(1 - this.momentum, tf.sub(1, tf.pow(this.momentum, batches)));
      for (const [moving, latest] of [
        [this.#mean, mean],
        [this.#variance, variance],
      ] as const) {
        const before = moving.read();
        moving.write(tf.add(before, tf.mul(tf.sub(latest, before), share)) as tf.Variable);
      }
    });
    this.forgetStatistics();
  }

  forgetStatistics(): void {
    if (this.#ofBatch) tf.dispose([this.#ofBatch.mean, this.#ofBatch.variance]);
    this.#ofBatch = undefined;
  }

  override dispose(): ReturnType<tf.layers.Layer['dispose']> {
    this.forgetStatistics();
    return super.dispose();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), momentum: this.momentum, epsilon: this.epsilon };
  }

  #byMovingMeans(x: tf.Tensor): tf.Tensor {
    const deviation = tf.rsqrt(tf.add(this.#variance.read(), this.epsilon));
    const centered = tf.sub(x, this.#mean.read());
    return tf.add(tf.mul(centered, tf.mul(this.#scale.read(), deviation)), this.#offset.read());
  }

  /** @param count how many values the batch has in each channel, all parts together. */
  #byBatch(x: tf.Tensor, count: number): tf.Tensor {
    const { part } = this;
    /** Of all parts of the batch, from those of this one. */
    const sumOfParts = (sums: tf.Tensor): tf.Tensor =>
      part?.sum ? tf.tensor(part.sum(sums.dataSync<'float32'>()), sums.shape) : sums;
    const normalize = tf.customGrad((...args: unknown[]) => {
      const [values, scale, offset, save] = args as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.GradSaveFunc,
      ];
      const mean = tf.div(sumOfParts(tf.sum(values, 0)), count);
      // Two passes: the mean of squares less the square of the mean would lose digits.
      const centered = tf.sub(values, mean);
      const squares = sumOfParts(tf.sum(tf.square(centered), 0));
      const inverse = tf.rsqrt(tf.add(tf.div(squares, count), this.epsilon));
      this.forgetStatistics();
      this.#ofBatch = {
        mean: tf.keep(tf.clone(mean)),
        variance: tf.keep(tf.div(squares, count - 1)),
      };
      save([centered, inverse, scale]);
      return {
        value: tf.add(tf.mul(centered, tf.mul(scale, inverse)), offset),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy, saved),
      };
    });
    const gradients = (dy: tf.Tensor, [centered, inverse, scale]: tf.Tensor[]): tf.Tensor[] => {
      const ofOffset = tf.sum(dy, 0);
      const ofScale = tf.mul(tf.sum(tf.mul(dy, centered), 0), inverse);
      // The mean and the variance depend on every value of the batch, so that each has a share in all others.
      const [offsets, scales] = tf.unstack(
        tf.div(sumOfParts(tf.stack([ofOffset, ofScale])), count),
      );
      const factor = tf.mul(scale, inverse);
      const ofValues = tf.sub(
        tf.mul(dy, factor),
        tf.add(tf.mul(centered, tf.mul(factor, tf.mul(inverse, scales))), tf.mul(factor, offsets)),
      );
      return [ofValues, ofScale, ofOffset];
    };
    return normalize(x, this.#scale.read(), this.#offset.read());
  }
}

tf.serialization.registerClass(WholeBatchNormalization);
