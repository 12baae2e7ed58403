import {
  type Axes,
  convolution,
  type ConvolutionGeometry,
  convolutionKind,
  deriveNetwork,
  type FilterStrategy,
  inputOf,
} from '@axiswise/geometry';

/** How many steps a filter takes along an axis in the example, where the axis is long enough. */
const steps = 3;
/** How long a spanned axis is in the example. */
const spanned = 4;

/**
 * The same convolution on an input small enough to draw: one filter, axes as long as a few steps of it
 * need, one channel (or all, up to three). For the lecture's 3×3 filter that is its picture of 6×6.
 */
export function smallExample(layer: ConvolutionGeometry, axes: Axes): ConvolutionGeometry {
  // The order of an axis is the embedding's before it, which is not here.
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
    // Of every band two positions, which share their weights; where nothing is shared, a few alone.
    const outputs =
      weightSharing === 'none' ? 1 : Math.min(outputLength, 2 * layer.bands[i].length);
    return Math.min(inputLength, reach + Math.max(steps, outputs - 1) * stride);
  });
  return derive(lengths);
}
