import {
  type Axes,
  convolution,
  type ConvolutionGeometry,
  convolutionKind,
  deriveNetwork,
  type FilterStrategy,
  inputOf,
} from '@axiswise/geometry';

/** Steps of a filter along an axis in the example, if the axis is long enough. */
const steps = 3;
/** Length of a spanned axis in the example. */
const spanned = 4;

/**
 * Reduces a convolution to an input that is small enough to draw: one filter, axes as long as a few
 * of its steps need, one channel (or all, up to three). For the lecture's 3×3 filter this is its
 * picture of 6×6.
 */
export function smallExample(layer: ConvolutionGeometry, axes: Axes): ConvolutionGeometry {
  // The order of the axis comes from the embedding before it, which is omitted here.
  const { move, weightSharing } = layer.spec.strategy;
  const strategy: FilterStrategy = { move, ...(weightSharing && { weightSharing }) };
  const channels = layer.input.channels > 3 ? 1 : layer.input.channels;
  const derive = (lengths: readonly number[]): ConvolutionGeometry => {
    const specs = [convolution(1, strategy, { bias: layer.spec.bias })];
    const { layers } = deriveNetwork(inputOf(axes, [...lengths, channels]), specs);
    return layers.filter(convolutionKind.is)[0];
  };
  const lengths = layer.windows.map((window, i) => {
    const { kernelSize, dilation, stride, inputLength, outputLength } = window;
    if (move[layer.input.axes[i].name].move === 'span') return Math.min(spanned, inputLength);
    const reach = (kernelSize - 1) * dilation + 1;
    // Two positions of every band, which share their weights; without sharing, a few.
    const outputs =
      weightSharing === 'none' ? 1 : Math.min(outputLength, 2 * layer.bands[i].length);
    return Math.min(inputLength, reach + Math.max(steps, outputs - 1) * stride);
  });
  return derive(lengths);
}
