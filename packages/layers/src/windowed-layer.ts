import type { Activation, AxisWindow } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';

export interface WindowedLayerArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  readonly filters: number;
  /** Along each axis of the input. */
  readonly windows: readonly AxisWindow[];
  readonly useBias: boolean;
  readonly activation: Exclude<Activation, 'softmax'>;
}

/**
 * What filters over any number of axes have in common, each axis with a stride, a dilation and a padding of its
 * own: a kernel, a bias, an activation, and windows that are saved with them.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, filters]`.
 */
export abstract class WindowedLayer<Args extends WindowedLayerArgs = WindowedLayerArgs>
  extends tf.layers.Layer
{
  protected readonly args: Args;
  protected readonly activation: tf.layers.Layer;
  protected kernel!: tf.LayerVariable;
  protected bias: tf.LayerVariable | undefined;

  constructor(args: Args) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.args = args;
    this.activation = tf.layers.activation({ activation: args.activation });
  }

  /** Along each axis of the input. */
  get windows(): readonly AxisWindow[] {
    return this.args.windows;
  }

  protected abstract kernelShape(channels: number): number[];

  protected biasShape(): number[] {
    return [this.args.filters];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const kernel = this.kernelShape(shape[shape.length - 1]);
    this.kernel = this.addWeight('kernel', kernel, 'float32', tf.initializers.glorotUniform({}));
    if (this.args.useBias) {
      this.bias = this.addWeight('bias', this.biasShape(), 'float32', tf.initializers.zeros());
    }
    this.built = true;
  }

  override computeOutputShape([batch]: tf.Shape): tf.Shape {
    return [batch, ...this.windows.map(({ outputLength }) => outputLength), this.args.filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, windows, useBias, activation } = this.args;
    return {
      ...super.getConfig(),
      filters,
      windows: windows as unknown as tf.serialization.ConfigDictArray,
      useBias,
      activation,
    };
  }
}
