import type { Activation, LayerGeometry, LayerSpec } from './layer-kind.ts';
import type { FilterStrategy, WeightSharing } from './filter-strategy.ts';
import type { AxisWindow } from './window.ts';

/** A layer of filters that slide or span, axis by axis. */
export interface ConvolutionSpec extends LayerSpec {
  readonly filters: number;
  readonly strategy: FilterStrategy;
  readonly activation: Activation;
  readonly bias: Bias;
}

/**
 * What is added to the sum of a filter: one number a filter (`filters`), one for each filter and
 * position (`positions`, as in the last layer of AlphaGo's policy network), or nothing.
 */
export type Bias = 'filters' | 'positions' | 'none';

/** A convolution's geometry, with what its filters do along each axis in numbers. */
export interface ConvolutionGeometry extends LayerGeometry<ConvolutionSpec> {
  /** In the order of the axes; a spanned axis has a kernel as long as itself. */
  readonly windows: readonly AxisWindow[];
  readonly filters: number;
  readonly weightSharing: WeightSharing;
  /** Along each axis: the stretches of output positions that share weights. */
  readonly bands: readonly (readonly Band[])[];
  /** Weights of one filter, its bias not counted: kernel volume × input channels. */
  readonly weightsPerFilter: number;
  /** Positions at which a filter is applied. */
  readonly positions: number;
}

/** A stretch of output positions along one axis. */
export interface Band {
  readonly from: number;
  readonly length: number;
}
