import { unfold, type Unfolding } from '@axiswise/kernels/unfold';
import * as tf from '@axiswise/tensorflow';
import { unfolded } from './unfolded-windows.ts';
import { WindowedLayer, type WindowedLayerArgs } from './windowed-layer.ts';

/**
 * A convolution without weight sharing over any number of axes, each with a stride, a dilation and a padding
 * of its own: every position learns filters of its own. Over two axes without any of these,
 * `LocallyConnected2D` is the same.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, filters]`; kernel `[positions,
 * kernel sizes × channels, filters]`, bias `[positions, filters]`.
 */
export class LocallyConnected extends WindowedLayer {
  static readonly className = 'LocallyConnected';
  readonly #unfolding: Unfolding;

  constructor(args: WindowedLayerArgs) {
    super(args);
    this.#unfolding = {
      axes: args.windows.map(unfolded),
      order: args.windows.map((_, axis) => axis),
    };
  }

  protected override kernelShape(channels: number): number[] {
    const volume = this.windows.reduce((n, { kernelSize }) => n * kernelSize, channels);
    return [this.#positions(), volume, this.args.filters];
  }

  protected override biasShape(): number[] {
    return [this.#positions(), this.args.filters];
  }

  #positions(): number {
    return this.windows.reduce((n, { outputLength }) => n * outputLength, 1);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch] = x.shape;
      const kernel = this.kernel.read();
      const [positions, volume] = kernel.shape;
      const patches = tf.reshape(unfold(x, this.#unfolding), [batch, positions, volume]);
      // A matrix product a position: [positions, batch, volume] × [positions, volume, filters].
      const product = tf.matMul(tf.transpose(patches, [1, 0, 2]), kernel);
      const summed = tf.transpose(product, [1, 0, 2]);
      const output = this.bias ? tf.add(summed, this.bias.read()) : summed;
      return this.activation.apply(
        tf.reshape(output, this.computeOutputShape(x.shape) as number[]),
      ) as tf.Tensor;
    });
  }
}

tf.serialization.registerClass(LocallyConnected);
