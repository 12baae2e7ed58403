import { unfold } from '@axiswise/kernels/unfold';
import * as tf from '@axiswise/tensorflow';
import { foldConvolution, type FoldedConvolution } from './folded-convolution.ts';
import { convolveInOneStep } from './convolve-in-one-step.ts';
import { WindowedLayer, type WindowedLayerArgs } from './windowed-layer.ts';

/**
 * A convolution over any number of axes, each with a stride, a dilation and a padding of its own, around the
 * end of cyclic axes too.
 *
 * TensorFlow.js has convolutions over one to three axes, of which those over three are slow, and none of them
 * goes around an end. This one is computed by those over two: see {@link foldConvolution}.
 *
 * Input `[batch, ...lengths, channels]`, output `[batch, ...output lengths, filters]`; kernel
 * `[...kernel sizes, channels, filters]`.
 */
export class ConvolutionAlongAxes extends WindowedLayer {
  static readonly className = 'ConvolutionAlongAxes';
  readonly #folded: FoldedConvolution;

  constructor(args: WindowedLayerArgs) {
    super(args);
    this.#folded = foldConvolution(args.windows);
  }

  protected override kernelShape(channels: number): number[] {
    const { filters, windows } = this.args;
    return [...windows.map(({ kernelSize }) => kernelSize), channels, filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { windows, filters, activation } = this.args;
      const { unfolding, kept, outputOrder, strides, dilations, padding } = this.#folded;
      const [batch] = x.shape;
      const convolved = convolveInOneStep(
        this.#plane(unfolding ? unfold(x, unfolding) : x),
        this.#filter(),
        this.bias?.read(),
        { strides, pad: padding, dilations, activation },
        this.activation,
      );
      const order = outputOrder ?? windows.map((_, axis) => axis);
      const output = tf.reshape(convolved, [
        batch,
        ...order.map((axis) => windows[axis].outputLength),
        filters,
      ]);
      if (!outputOrder) return output;
      const back = windows.map((_, axis) => outputOrder.indexOf(axis) + 1);
      return tf.transpose(output, [0, ...back, kept.length + this.#folded.laidOut.length + 1]);
    });
  }

  /** `[…, height, width, channels]` of a convolution over two axes. */
  #plane(x: tf.Tensor): tf.Tensor4D {
    const { kept, outerPositions, unfolding } = this.#folded;
    const { windows } = this.args;
    const [batch] = x.shape;
    const lengths = kept.map(
      (axis) => unfolding?.axes[axis].positions ?? windows[axis].inputLength,
    );
    const channels =
      x.size / (batch * outerPositions * lengths.reduce((n, length) => n * length, 1));
    const [first = 1, second = 1] = lengths;
    // Where no filter slides, positions lie along an axis, so that neighbours are multiplied together.
    const plane =
      kept.length === 0
        ? [batch, 1, outerPositions, channels]
        : [batch * outerPositions, first, second, channels];
    return tf.reshape(x, plane as [number, number, number, number]);
  }

  /** The kernel as that of a convolution over two axes. */
  #filter(): tf.Tensor4D {
    const { kept, laidOut } = this.#folded;
    const { windows, filters } = this.args;
    const kernel = this.kernel.read();
    const order = [...kept, ...laidOut];
    const turned = order.every((axis, i) => axis === i)
      ? kernel
      : tf.transpose(kernel, [...order, order.length, order.length + 1]);
    const [height = 1, width = 1] = kept.map((axis) => windows[axis].kernelSize);
    return tf.reshape(turned, [height, width, kernel.size / (height * width * filters), filters]);
  }
}

tf.serialization.registerClass(ConvolutionAlongAxes);
