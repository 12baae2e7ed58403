import { InputError } from '@axiswise/messages';
import {
  type Activation,
  type Features,
  layerGeometry,
  type LayerGeometry,
  needsAxes,
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
  readonly bias: Bias;
}

/**
 * What is added to what a filter finds: one number a filter (`filters`), one for each filter and
 * position (`positions`, as in the last layer of AlphaGo's policy network), or nothing.
 */
export type Bias = 'filters' | 'positions' | 'none';

/**
 * Filters that do along every axis what the strategy says.
 *
 * @example
 * convolution(25, { move: { height: slide(3), width: slide(3) } });
 */
export function convolution<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  options: {
    readonly name?: string;
    readonly activation?: Activation;
    readonly bias?: Bias;
  } = {},
): ConvolutionSpec {
  if (!Number.isInteger(filters) || filters < 1) {
    throw new InputError(
      'geometry',
      `a convolution has a whole number of filters from 1, but ${filters} came`,
    );
  }
  return {
    kind: 'convolution',
    filters,
    strategy,
    activation: 'relu',
    bias: 'filters',
    ...options,
  };
}

/** A convolution's geometry, with what its filters do along each axis in numbers. */
export interface ConvolutionGeometry extends LayerGeometry<ConvolutionSpec> {
  readonly kind: 'convolution';
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

export function deriveConvolution(
  name: string,
  spec: ConvolutionSpec,
  input: Features,
): ConvolutionGeometry {
  needsAxes(name, 'a convolution', input);
  const ordered = spec.strategy.shuffled?.find(
    (axis) => !input.axes.some((present) => present.name === axis && present.shuffled),
  );
  if (ordered !== undefined) {
    throw new InputError(
      'geometry',
      `${name}: the strategy wants "${ordered}" shuffled, but it comes in its own order; give the ` +
        `embedding that adds it { shuffled: true }`,
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
    axes: input.axes.map((axis, i) => seeThrough(axis, windows[i])),
    channels: spec.filters,
    flat: false,
  };
  const weightSharing = spec.strategy.weightSharing ?? 'full';
  const weightsPerFilter = windows.reduce((n, { kernelSize }) => n * kernelSize, input.channels);
  const positions = windows.reduce((n, { outputLength }) => n * outputLength, 1);
  const bands = windows.map(({ outputLength }, i) => {
    const count = bandsAlong(weightSharing, input.axes[i].name, outputLength);
    if (count > outputLength) {
      throw new InputError(
        'geometry',
        `${name}, axis "${input.axes[i].name}": ${outputLength} positions cannot be divided into ` +
          `${count} bands; ask for at most ${outputLength}`,
      );
    }
    return divide(outputLength, count);
  });
  const distinctFilters = bands.reduce((n, along) => n * along.length, spec.filters);
  const biases = { filters: distinctFilters, positions: positions * spec.filters, none: 0 };
  return {
    ...layerGeometry(name, spec, input, output, {
      parameters: distinctFilters * weightsPerFilter + biases[spec.bias],
      macs: positions * spec.filters * weightsPerFilter,
      denseParameters: (sizeOf(input) + 1) * sizeOf(output),
    }),
    kind: 'convolution',
    windows,
    filters: spec.filters,
    weightSharing,
    bands,
    weightsPerFilter,
    positions,
  };
}

function bandsAlong(sharing: WeightSharing, axis: string, positions: number): number {
  if (sharing === 'full') return 1;
  return sharing === 'none' ? positions : (sharing.bands[axis] ?? 1);
}

/** Stretches as even as can be, the longer ones first. */
function divide(length: number, count: number): Band[] {
  const bands: Band[] = [];
  for (let i = 0, from = 0; i < count; i++) {
    const bandLength = Math.floor(length / count) + (i < length % count ? 1 : 0);
    bands.push({ from, length: bandLength });
    from += bandLength;
  }
  return bands;
}
