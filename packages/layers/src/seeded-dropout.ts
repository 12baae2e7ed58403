import { Random, type RandomState } from '@axiswise/random';
import type { BatchPart } from './random-layer.ts';
import * as tf from '@axiswise/tensorflow';

/** The arguments of {@link SeededDropout}. */
export interface SeededDropoutArgs {
  readonly name?: string;
  /** The probability of setting a value to zero, from 0 to below 1. */
  readonly rate: number;
  readonly seed: number;
}

/**
 * Dropout (Srivastava et al. 2014, inverted) whose masks follow a seed and differ at every step.
 *
 * `tf.layers.dropout({ seed })` draws the same mask at every call, which is a fixed mask and not
 * dropout. Here the stream goes on from call to call; its state can be saved and restored, so that
 * an interrupted run continues with the masks it would have drawn.
 *
 * Input and output: any shape, the same. While not training, the input itself.
 *
 * @example
 * const layer = new SeededDropout({ rate: 0.5, seed: 1 });
 * layer.apply(tf.ones([2, 3]), { training: true }); // zeros and twos
 */
export class SeededDropout extends tf.layers.Layer {
  static readonly className = 'SeededDropout';
  readonly rate: number;
  readonly seed: number;
  /** See `RandomLayer`. */
  part: BatchPart | undefined;
  readonly #random: Random;

  constructor(args: SeededDropoutArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    if (!(args.rate >= 0 && args.rate < 1)) {
      throw new RangeError(`a dropout rate is a number from 0 to below 1, but ${args.rate} came`);
    }
    this.supportsMasking = true;
    this.rate = args.rate;
    this.seed = args.seed;
    this.#random = new Random(args.seed, 'dropout', this.name);
  }

  get randomState(): RandomState {
    return this.#random.state;
  }

  set randomState(state: RandomState) {
    this.#random.restore(state);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs['training'] || this.rate === 0) return input;
    return tf.tidy(() => tf.mul(input, tf.tensor(this.#mask(input.shape), input.shape)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }

  /** Zeros with probability `rate`, else 1 / (1 − rate), which keeps the expected sum. */
  #mask([examples, ...shape]: readonly number[]): Float32Array {
    const threshold = this.rate * 0x1_0000_0000;
    const kept = 1 / (1 - this.rate);
    const each = shape.reduce((product, length) => product * length, 1);
    const { first, batchExamples } = this.part ?? { first: 0, batchExamples: examples };
    const mask = new Float32Array(examples * each);
    this.#random.skip(first * each);
    const drawn = this.#random.fillUint32(new Uint32Array(mask.length));
    // No branch, which would be mispredicted as often as the rate says.
    for (let i = 0; i < mask.length; i++) mask[i] = Number(drawn[i] >= threshold) * kept;
    this.#random.skip((batchExamples - first - examples) * each);
    return mask;
  }
}

tf.serialization.registerClass(SeededDropout);
