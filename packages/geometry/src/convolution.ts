import { GeometryError } from './errors.ts';
import {
  type Activation,
  type Features,
  layerGeometry,
  type LayerGeometry,
  seeThrough,
  sizeOf,
} from './layer.ts';
import type { FilterStrategy, WeightSharing } from './strategy.ts';
import { type AxisWindow, windowAlong } from './window.ts';

/** A layer of filters that slide or span, axis by axis. */
export interface ConvolutionSpec {
  readonly kind: 'convolution';
  readonly name?: string;
  readonly filters: number;
  readonly strategy: FilterStrategy;
  readonly activation: Activation;
}

/**
 * Filters that do along every axis what the strategy says.
 *
 * @example
 * convolution(25, { move: { height: slide(3), width: slide(3) } });
 */
export function convolution<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  options: { readonly name?: string; readonly activation?: Activation } = {},
): ConvolutionSpec {
  if (!Number.isInteger(filters) || filters < 1) {
    throw new GeometryError(
      `a convolution has a whole number of filters from 1, but ${filters} came`,
    );
  }
  return { kind: 'convolution', filters, strategy, activation: 'relu', ...options };
}

/** A convolution's geometry, with what its filters do along each axis in numbers. */
export interface ConvolutionGeometry extends LayerGeometry<ConvolutionSpec> {
  readonly kind: 'convolution';
  /** In the order of the axes; a spanned axis has a kernel as long as itself. */
  readonly windows: readonly AxisWindow[];
  readonly filters: number;
  readonly weightSharing: WeightSharing;
  /** Weights of one filter, its bias not counted: kernel volume × input channels. */
  readonly weightsPerFilter: number;
  /** Positions at which a filter is applied. */
  readonly positions: number;
}

export function deriveConvolution(
  name: string,
  spec: ConvolutionSpec,
  input: Features,
): ConvolutionGeometry {
  if (input.flat) {
    throw new GeometryError(
      `${name}: a convolution needs axes, but its input is flattened; put it before the flatten layer`,
    );
  }
  const windows = input.axes.map(({ name: axis, length }) => {
    const move = spec.strategy.move[axis];
    return windowAlong(
      length,
      move.move === 'span' ? { kernelSize: length, stride: 1, padding: 'valid' } : move,
      `${name}, axis "${axis}"`,
    );
  });
  const output: Features = {
    axes: input.axes.map((axis, i) => {
      const { kernelSize, dilation, stride, outputLength } = windows[i];
      return seeThrough(axis, (kernelSize - 1) * dilation + 1, stride, outputLength);
    }),
    channels: spec.filters,
    flat: false,
  };
  const weightSharing = spec.strategy.weightSharing ?? 'full';
  const weightsPerFilter = windows.reduce((n, { kernelSize }) => n * kernelSize, input.channels);
  const positions = windows.reduce((n, { outputLength }) => n * outputLength, 1);
  const distinctFilters = spec.filters * (weightSharing === 'none' ? positions : 1);
  return {
    ...layerGeometry(name, spec, input, output, {
      parameters: distinctFilters * (weightsPerFilter + 1),
      macs: positions * spec.filters * weightsPerFilter,
      denseParameters: (sizeOf(input) + 1) * sizeOf(output),
    }),
    kind: 'convolution',
    windows,
    filters: spec.filters,
    weightSharing,
    weightsPerFilter,
    positions,
  };
}
