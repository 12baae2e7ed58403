import {
  changesNothing,
  unfold,
  type UnfoldedAxis,
  type Unfolding,
} from '@axiswise/backend/unfold';
import type { Activation, AxisWindow } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';

interface GroupedConvolutionArgs {
  readonly name?: string;
  readonly inputShape?: readonly number[];
  readonly filters: number;
  /** So many groups of channels; they divide channels and filters. */
  readonly groups: number;
  /** Along each axis of the input. */
  readonly windows: readonly AxisWindow[];
  readonly useBias: boolean;
  readonly activation: Exclude<Activation, 'softmax'>;
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
export class GroupedConvolution extends tf.layers.Layer {
  static readonly className = 'GroupedConvolution';
  readonly #args: GroupedConvolutionArgs;
  readonly #activation: tf.layers.Layer;
  readonly #padding: Unfolding;
  readonly #unfolding: Unfolding;
  #kernel!: tf.LayerVariable;
  #bias: tf.LayerVariable | undefined;

  constructor(args: GroupedConvolutionArgs) {
    // As a whole, because a saved layer comes back with arguments of its base class.
    super(args as object);
    this.#args = args;
    const order = args.windows.map((_, axis) => axis);
    this.#padding = { axes: args.windows.map(padded), order };
    this.#unfolding = { axes: args.windows.map(unfolded), order };
    this.#activation = tf.layers.activation({ activation: args.activation });
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as number[];
    const { filters, groups, windows, useBias } = this.#args;
    const kernel = [
      ...windows.map(({ kernelSize }) => kernelSize),
      shape[shape.length - 1] / groups,
      filters,
    ];
    this.#kernel = this.addWeight('kernel', kernel, 'float32', tf.initializers.glorotUniform({}));
    if (useBias) {
      this.#bias = this.addWeight('bias', [filters], 'float32', tf.initializers.zeros());
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
      const channels = x.shape[x.shape.length - 1];
      const { groups, filters } = this.#args;
      const isDepthwise = groups === channels && filters === channels && this.#fitsDepthwise();
      const sum = isDepthwise ? this.#depthwise(x) : this.#multiply(x, channels);
      const biased = this.#bias ? tf.add(sum, this.#bias.read()) : sum;
      return this.#activation.apply(biased) as tf.Tensor;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, groups, windows, useBias, activation } = this.#args;
    return {
      ...super.getConfig(),
      ...{ filters, groups, useBias, activation },
      windows: windows as unknown as tf.serialization.ConfigDictArray,
    };
  }

  /** Engines have a depthwise convolution over two axes, of one stride or one dilation. */
  #fitsDepthwise(): boolean {
    const { windows } = this.#args;
    const stride = commonStride(windows);
    const dilated = windows.some(({ dilation }) => dilation > 1);
    return windows.length === 2 && (stride === 1 || (stride !== undefined && !dilated));
  }

  #depthwise(x: tf.Tensor): tf.Tensor {
    const { windows } = this.#args;
    const [first, second] = windows;
    const stride = commonStride(windows)!;
    const around = changesNothing(this.#padding) ? x : unfold(x, this.#padding);
    const kernel = tf.reshape(this.#kernel.read(), [first.kernelSize, second.kernelSize, -1, 1]);
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
    const { windows, groups, filters } = this.#args;
    const [batch] = x.shape;
    const cells = windows.reduce((product, { kernelSize }) => product * kernelSize, 1);
    const [ofGroup, filtersOfGroup] = [channels / groups, filters / groups];
    const volume = cells * ofGroup;
    const laidOut = changesNothing(this.#unfolding) ? x : unfold(x, this.#unfolding);
    // [positions, cells, groups, channels of a group] → [groups, positions, cells × channels of a group]
    const byGroup = tf.transpose(tf.reshape(laidOut, [-1, cells, groups, ofGroup]), [2, 0, 1, 3]);
    const kernel = tf.transpose(
      tf.reshape(this.#kernel.read(), [cells, ofGroup, groups, filtersOfGroup]),
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

const unfolded = (window: AxisWindow): UnfoldedAxis => ({
  length: window.inputLength,
  cells: window.kernelSize,
  stride: window.stride,
  dilation: window.dilation,
  before: window.padBefore,
  positions: window.outputLength,
  wraps: window.wraps ?? false,
});

/** All positions, with what the windows see beyond the ends. */
const padded = ({ inputLength, padBefore, padAfter, wraps }: AxisWindow): UnfoldedAxis => ({
  length: inputLength,
  cells: 1,
  stride: 1,
  dilation: 1,
  before: padBefore,
  positions: padBefore + inputLength + padAfter,
  wraps: wraps ?? false,
});

tf.serialization.registerClass(GroupedConvolution);
