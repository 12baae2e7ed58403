import type { Activation, AxisWindow } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { unfoldFromStandardLayers } from '../plane-steps.ts';
import { type Symbolic, through } from '../symbolic.ts';

/** A convolution over any number of axes from standard layers; its input has its padding already. */
interface StandardConvolution {
  /** Applies it. The last layer has the given name. */
  apply(x: Symbolic): Symbolic;
  /** The layer that has the weights. */
  readonly holder: string;
  /** The kernel of our layer, `[...kernel sizes, channels, filters]`, as that of the standard one. */
  kernel(ours: tf.Tensor): tf.Tensor;
}

/**
 * How plain TensorFlow.js computes a convolution over more axes than it has layers for: by its layers over two
 * or three axes, in which an axis that filters span comes as channels, and windows along others are laid out
 * side by side.
 *
 * @param windows without padding.
 * @param args of the standard layer.
 */
export function convolutionFromStandardLayers(
  windows: readonly AxisWindow[],
  args: {
    readonly name: string;
    readonly filters: number;
    readonly useBias: boolean;
    readonly activation: Exclude<Activation, 'softmax'>;
    readonly kernelInitializer: 'heUniform' | 'glorotUniform';
  },
): StandardConvolution {
  const { name } = args;
  const axes = windows.map((_, axis) => axis);
  const spanned =
    axes.length > 3
      ? axes.find((axis) => windows[axis].kernelSize === windows[axis].inputLength)
      : undefined;
  const left = axes.filter((axis) => axis !== spanned);
  // Layers over three axes have no dilation, and those over two none beside a stride.
  const dilated = left.filter((axis) => windows[axis].dilation > 1);
  const strided = left.some((axis) => windows[axis].stride > 1);
  const tooMany = left.length > 3 ? left.slice(0, 2) : [];
  const laidOut = left.filter(
    (axis) => tooMany.includes(axis) || (dilated.includes(axis) && (left.length > 2 || strided)),
  );
  const merges = left.length > 3;
  const holder = merges || spanned !== undefined ? `${name}_filters` : name;
  const order = [...left.filter((axis) => !laidOut.includes(axis)), ...laidOut];
  if (spanned !== undefined) order.push(spanned);

  const kernelSizes = left.map((axis) => (laidOut.includes(axis) ? 1 : windows[axis].kernelSize));
  const strides = left.map((axis) => (laidOut.includes(axis) ? 1 : windows[axis].stride));
  const dilations = left.map((axis) => (laidOut.includes(axis) ? 1 : windows[axis].dilation));
  const outputLengths = axes.map((axis) => windows[axis].outputLength);
  if (merges) for (const list of [kernelSizes, strides, dilations]) list.splice(0, 2, 1);

  return {
    holder,
    apply(x) {
      const channels = x.shape[x.shape.length - 1]!;
      let value = x;
      if (spanned !== undefined) {
        const dims = [...left, spanned, axes.length].map((axis) => axis + 1);
        value = through(
          value,
          tf.layers.permute({ dims, name: `${name}_spanned` }),
          tf.layers.reshape({
            targetShape: [
              ...left.map((axis) => windows[axis].inputLength),
              windows[spanned].inputLength * channels,
            ],
            name: `${name}_spanned_channels`,
          }),
        );
      }
      value = unfoldFromStandardLayers(
        value,
        left.map((axis) => windows[axis]),
        laidOut.map((axis) => left.indexOf(axis)),
        `${name}_windows`,
      );
      if (merges) {
        const [first, second, ...rest] = value.shape.slice(1) as number[];
        const targetShape = [first * second, ...rest];
        value = through(value, tf.layers.reshape({ targetShape, name: `${name}_merged` }));
      }
      const shared = { ...args, name: holder, strides, padding: 'valid' as const };
      const layer =
        kernelSizes.length === 2
          ? tf.layers.conv2d({
              ...shared,
              kernelSize: kernelSizes as [number, number],
              strides: strides as [number, number],
              dilationRate: dilations as [number, number],
            })
          : tf.layers.conv3d({
              ...shared,
              kernelSize: kernelSizes as [number, number, number],
              strides: strides as [number, number, number],
            });
      const found = through(value, layer);
      if (holder === name) return found;
      const targetShape = [...outputLengths, args.filters];
      return through(found, tf.layers.reshape({ targetShape, name }));
    },
    kernel(ours) {
      return tf.tidy(() => {
        const filters = ours.shape[ours.shape.length - 1];
        const turned = tf.transpose(ours, [...order, axes.length, axes.length + 1]);
        const volume = ours.size / filters / kernelSizes.reduce((n, size) => n * size, 1);
        return tf.reshape(turned, [...kernelSizes, volume, filters]);
      });
    },
  };
}
