import { InputError, plural } from '@axiswise/messages';
import type { Bias, ConvolutionSpec } from './convolution-geometry.ts';
import { sizeOf } from './features.ts';
import { axesBehind, filtersAlongAxes, filtersInWords, filterWindows } from './filter-windows.ts';
import type { FilterStrategy } from './filter-strategy.ts';
import {
  type Activation,
  defineLayerKind,
  type Derived,
  type LayerGeometry,
  type LayerPlace,
  type LayerSpec,
} from './layer-kind.ts';
import { tapsAlong } from './window-taps.ts';
import type { AxisWindow } from './window.ts';

/** Filters that each see the channels of one group only. */
export interface GroupedConvolutionSpec extends ConvolutionSpec {
  readonly groups: number;
}

/** Filters that each see one channel only, of which there are as many as channels. */
export interface DepthwiseConvolutionSpec extends LayerSpec {
  readonly strategy: FilterStrategy;
  readonly activation: Activation;
  readonly bias: Exclude<Bias, 'positions'>;
}

/** The geometry of filters in groups, with what they do along each axis in numbers. */
export interface GroupedGeometry<
  Spec extends GroupedConvolutionSpec | DepthwiseConvolutionSpec,
> extends LayerGeometry<Spec> {
  /** In the order of the axes; a spanned axis has a kernel as long as itself. */
  readonly windows: readonly AxisWindow[];
  readonly groups: number;
  readonly filters: number;
  /** Weights of one filter, its bias not counted: kernel volume × channels of a group. */
  readonly weightsPerFilter: number;
}

/** What is derived of a convolution in groups at its place in a network. */
export type GroupedConvolutionGeometry = GroupedGeometry<GroupedConvolutionSpec>;
/** What is derived of a depthwise convolution at its place in a network. */
export type DepthwiseConvolutionGeometry = GroupedGeometry<DepthwiseConvolutionSpec>;

/** The arithmetic of a convolution in groups: its shape, its parameters and its words. */
export const groupedConvolutionKind = defineLayerKind<
  GroupedConvolutionSpec,
  GroupedConvolutionGeometry
>({
  name: 'grouped-convolution',
  derive(spec, place) {
    const { groups, filters } = spec;
    const { name, input } = place;
    for (const [what, count] of [
      [input.flat ? 'units' : 'maps', input.channels],
      ['filters', filters],
    ] as const) {
      if (count % groups === 0) continue;
      throw new InputError(
        'geometry',
        `${name}: ${count} ${what} do not divide into ${groups} groups; take a multiple of ${groups}`,
      );
    }
    return inGroups(spec, place, { groups, filters });
  },
  describe: (layer) => inWords(layer, `in ${layer.groups} groups`),
  width: {
    of: ({ filters }) => filters,
    with: (spec, filters) => ({ ...spec, filters }),
    multiple: ({ groups }) => groups,
  },
  inputMultiple: ({ groups }) => groups,
  connections: (layer) => connectionsIn(layer),
  alongAxes: filtersAlongAxes,
});

/** The arithmetic of a depthwise convolution: its shape, its parameters and its words. */
export const depthwiseConvolutionKind = defineLayerKind<
  DepthwiseConvolutionSpec,
  DepthwiseConvolutionGeometry
>({
  name: 'depthwise-convolution',
  derive: (spec, place) =>
    inGroups(spec, place, { groups: place.input.channels, filters: place.input.channels }),
  describe: (layer) => inWords(layer, 'one for each map'),
  width: 'as-input',
  // It mixes no channels: the filters before it do, and without them there is nothing for it to do.
  partOfLayerBefore: true,
  connections: (layer) => connectionsIn(layer),
  alongAxes: filtersAlongAxes,
});

/**
 * Filters that each see one map: as many as there are maps. With filters of size 1 behind them they do what a
 * convolution does by fewer weights (Chollet 2017; Howard et al. 2017).
 *
 * @param options.activation by default a rectifier, `relu`.
 * @param options.bias by default one number a filter.
 * @example
 * const one = { move: { height: slide(1), width: slide(1) } };
 * [depthwiseConvolution({ move: { height: slide(3), width: slide(3) } }), convolution(50, one)];
 */
export const depthwiseConvolution = <Axis extends string>(
  strategy: FilterStrategy<Axis>,
  options: {
    readonly name?: string;
    readonly activation?: Activation;
    readonly bias?: DepthwiseConvolutionSpec['bias'];
  } = {},
): DepthwiseConvolutionSpec => ({
  kind: depthwiseConvolutionKind,
  strategy,
  activation: 'relu',
  bias: 'filters',
  ...options,
});

function inGroups<Spec extends GroupedConvolutionSpec | DepthwiseConvolutionSpec>(
  { strategy, bias }: Spec,
  place: LayerPlace,
  { groups, filters }: { readonly groups: number; readonly filters: number },
): Derived<GroupedGeometry<Spec>> {
  const { name, input } = place;
  if ((strategy.weightSharing ?? 'full') !== 'full') {
    throw new InputError(
      'geometry',
      `${name}: filters in groups share their weights at all positions; drop "weightSharing" from the ` +
        `strategy, or the groups`,
    );
  }
  if (bias === 'positions') {
    throw new InputError(
      'geometry',
      `${name}: filters in groups have no bias by position; take the bias "filters" or "none"`,
    );
  }
  const windows = filterWindows(strategy, place);
  const output = { axes: axesBehind(input, windows), channels: filters, flat: false };
  const weightsPerFilter = windows.reduce(
    (n, { kernelSize }) => n * kernelSize,
    input.channels / groups,
  );
  return {
    output,
    parameters: filters * (weightsPerFilter + (bias === 'none' ? 0 : 1)),
    macs: sizeOf(output) * weightsPerFilter,
    denseParameters: (sizeOf(input) + 1) * sizeOf(output),
    windows,
    groups,
    filters,
    weightsPerFilter,
  } as Derived<GroupedGeometry<Spec>>;
}

type AnyGrouped = GroupedGeometry<GroupedConvolutionSpec | DepthwiseConvolutionSpec>;

const inWords = (layer: AnyGrouped, grouped: string): string =>
  `${plural(layer.filters, 'filter')} of ${plural(layer.weightsPerFilter, 'weight')}, ${grouped}: ` +
  filtersInWords(layer);

/** Of all filters at all positions: the cells that lie inside the input, and the biases. */
function connectionsIn({ windows, input, groups, filters, output, spec }: AnyGrouped): number {
  const cells = windows.reduce(
    (product, window) => product * tapsAlong(window).reduce((sum, taps) => sum + taps.length, 0),
    1,
  );
  const biases = spec.bias === 'none' ? 0 : sizeOf(output);
  return (cells * input.channels * filters) / groups + biases;
}
