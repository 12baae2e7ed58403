import { unfold, type Unfolding } from '@axiswise/backend/unfold';
import type { Activation, AxisWindow } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';

interface LocallyConnectedArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  readonly filters: number;
  /** Along each axis of the input. */
  readonly windows: readonly AxisWindow[];
  readonly useBias: boolean;
  readonly activation: Exclude<Activation, 'softmax'>;
}

/**
 * A convolution without weight sharing over any number of axes, each with a stride, a dilation and a padding
 * of its own: every position learns filters of its own. Over two axes without any of these,
 * `LocallyConnected2D` is the same.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, filters]`; kernel `[positions,
 * kernel sizes × channels, filters]`, bias `[positions, filters]`.
 */
export class LocallyConnected extends tf.layers.Layer {
  static readonly className = 'LocallyConnected';
  readonly #args: LocallyConnectedArgs;
  readonly #unfolding: Unfolding;
  readonly #activation: tf.layers.Layer;
  #kernel!: tf.LayerVariable;
  #bias: tf.LayerVariable | undefined;

  constructor(args: LocallyConnectedArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.#args = args;
    this.#unfolding = {
      axes: args.windows.map((window) => ({
        length: window.inputLength,
        cells: window.kernelSize,
        stride: window.stride,
        dilation: window.dilation,
        before: window.padBefore,
        positions: window.outputLength,
        wraps: window.wraps ?? false,
      })),
      order: args.windows.map((_, axis) => axis),
    };
    this.#activation = tf.layers.activation({ activation: args.activation });
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const { filters, windows, useBias } = this.#args;
    const positions = windows.reduce((n, { outputLength }) => n * outputLength, 1);
    const volume = windows.reduce((n, { kernelSize }) => n * kernelSize, shape[shape.length - 1]);
    this.#kernel = this.addWeight(
      'kernel',
      [positions, volume, filters],
      'float32',
      tf.initializers.glorotUniform({}),
    );
    if (useBias) {
      this.#bias = this.addWeight('bias', [positions, filters], 'float32', tf.initializers.zeros());
    }
    this.built = true;
  }

  override computeOutputShape([batch]: tf.Shape): tf.Shape {
    const { filters, windows } = this.#args;
    return [batch, ...windows.map(({ outputLength }) => outputLength), filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch] = x.shape;
      const kernel = this.#kernel.read();
      const [positions, volume] = kernel.shape;
      const patches = tf.reshape(unfold(x, this.#unfolding), [batch, positions, volume]);
      // A matrix product a position: [positions, batch, volume] × [positions, volume, filters].
      const product = tf.matMul(tf.transpose(patches, [1, 0, 2]), kernel);
      const summed = tf.transpose(product, [1, 0, 2]);
      const output = this.#bias ? tf.add(summed, this.#bias.read()) : summed;
      return this.#activation.apply(
        tf.reshape(output, this.computeOutputShape(x.shape) as number[]),
      ) as tf.Tensor;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, windows, useBias, activation } = this.#args;
    return {
      ...super.getConfig(),
      filters,
      windows: windows as unknown as tf.serialization.ConfigDictArray,
      useBias,
      activation,
    };
  }
}

tf.serialization.registerClass(LocallyConnected);
