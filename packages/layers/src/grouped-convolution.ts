import { changesNothing, unfold, type Unfolding } from '@axiswise/kernels/unfold';
import type { AxisWindow } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { padded, unfolded } from './unfolded-windows.ts';
import { WindowedLayer, type WindowedLayerArgs } from './windowed-layer.ts';

interface GroupedConvolutionArgs extends WindowedLayerArgs {
  /** So many groups of channels; they divide channels and filters. */
  readonly groups: number;
}

/**
 * A convolution over any number of axes whose filters each see the channels of one group (Krizhevsky et al.
 * 2012); with as many groups as channels, a depthwise one.
 *
 * TensorFlow.js has none but a depthwise one over two axes. Where that does not do, windows are laid out and
 * multiplied group by group.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, filters]`; kernel
 * `[...kernel sizes, channels / groups, filters]`. The filters of a group are neighbours.
 */
export class GroupedConvolution extends WindowedLayer<GroupedConvolutionArgs> {
  static readonly className = 'GroupedConvolution';
  readonly #padding: Unfolding;
  readonly #unfolding: Unfolding;

  constructor(args: GroupedConvolutionArgs) {
    super(args);
    const order = args.windows.map((_, axis) => axis);
    this.#padding = { axes: args.windows.map((window) => padded(window, 'valid')), order };
    this.#unfolding = { axes: args.windows.map(unfolded), order };
  }

  protected override kernelShape(channels: number): number[] {
    const { filters, groups, windows } = this.args;
    return [...windows.map(({ kernelSize }) => kernelSize), channels / groups, filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const channels = x.shape[x.shape.length - 1];
      const { groups, filters } = this.args;
      const isDepthwise = groups === channels && filters === channels && this.#fitsDepthwise();
      const sum = isDepthwise ? this.#depthwise(x) : this.#multiply(x, channels);
      const biased = this.bias ? tf.add(sum, this.bias.read()) : sum;
      return this.activation.apply(biased) as tf.Tensor;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), groups: this.args.groups };
  }

  /** Engines have a depthwise convolution over two axes, of one stride or one dilation. */
  #fitsDepthwise(): boolean {
    const { windows } = this.args;
    const stride = commonStride(windows);
    const dilated = windows.some(({ dilation }) => dilation > 1);
    return windows.length === 2 && (stride === 1 || (stride !== undefined && !dilated));
  }

  #depthwise(x: tf.Tensor): tf.Tensor {
    const { windows } = this.args;
    const [first, second] = windows;
    const stride = commonStride(windows)!;
    const around = changesNothing(this.#padding) ? x : unfold(x, this.#padding);
    const kernel = tf.reshape(this.kernel.read(), [first.kernelSize, second.kernelSize, -1, 1]);
    return tf.depthwiseConv2d(
      around as tf.Tensor4D,
      kernel as tf.Tensor4D,
      [stride, stride],
      'valid',
      'NHWC',
      [first.dilation, second.dilation],
    );
  }

  #multiply(x: tf.Tensor, channels: number): tf.Tensor {
    const { windows, groups, filters } = this.args;
    const [batch] = x.shape;
    const cells = windows.reduce((product, { kernelSize }) => product * kernelSize, 1);
    const [ofGroup, filtersOfGroup] = [channels / groups, filters / groups];
    const volume = cells * ofGroup;
    const laidOut = changesNothing(this.#unfolding) ? x : unfold(x, this.#unfolding);
    // [positions, cells, groups, channels of a group] → [groups, positions, cells × channels of a group]
    const byGroup = tf.transpose(tf.reshape(laidOut, [-1, cells, groups, ofGroup]), [2, 0, 1, 3]);
    const kernel = tf.transpose(
      tf.reshape(this.kernel.read(), [cells, ofGroup, groups, filtersOfGroup]),
      [2, 0, 1, 3],
    );
    const products = tf.matMul(
      tf.reshape(byGroup, [groups, -1, volume]),
      tf.reshape(kernel, [groups, volume, filtersOfGroup]),
    );
    return tf.reshape(tf.transpose(products, [1, 0, 2]), [
      batch,
      ...windows.map(({ outputLength }) => outputLength),
      filters,
    ]);
  }
}

/** The stride that does along every axis what is asked for; any does where there is one position. */
export function commonStride(windows: readonly AxisWindow[]): number | undefined {
  const stride = Math.max(...windows.map((window) => window.stride));
  return windows.every((window) => window.stride === stride || window.outputLength === 1)
    ? stride
    : undefined;
}

tf.serialization.registerClass(GroupedConvolution);
