import { InputError, plural, requirePositiveInteger } from '@axiswise/messages';
import type { Band, Bias, ConvolutionGeometry, ConvolutionSpec } from './convolution-geometry.ts';
import { type Features, sizeOf } from './features.ts';
import { axesBehind, filtersAlongAxes, filtersInWords, filterWindows } from './filter-windows.ts';
import { type Activation, defineLayerKind } from './layer-kind.ts';
import type { FilterStrategy, WeightSharing } from './filter-strategy.ts';
import { groupedConvolutionKind, type GroupedConvolutionSpec } from './grouped-convolution.ts';
import { tiedDense } from './tied-dense.ts';

/** The arithmetic of a convolution: its shape, its parameters and its words. */
export const convolutionKind = defineLayerKind<ConvolutionSpec, ConvolutionGeometry>({
  name: 'convolution',
  derive(spec, place) {
    const { name, input } = place;
    const windows = filterWindows(spec.strategy, place);
    const output: Features = {
      axes: axesBehind(input, windows),
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
      output,
      parameters: distinctFilters * weightsPerFilter + biases[spec.bias],
      macs: positions * spec.filters * weightsPerFilter,
      denseParameters: (sizeOf(input) + 1) * sizeOf(output),
      windows,
      filters: spec.filters,
      weightSharing,
      bands,
      weightsPerFilter,
      positions,
    };
  },
  describe: (layer) =>
    `${plural(layer.filters, 'filter')} of ${plural(layer.weightsPerFilter, 'weight')}` +
    `${sharingInWords(layer.weightSharing)}: ${filtersInWords(layer)}` +
    (layer.spec.bias === 'positions' ? ', a bias by position' : ''),
  width: { of: ({ filters }) => filters, with: (spec, filters) => ({ ...spec, filters }) },
  connections: (layer) => tiedDense(layer).connections,
  alongAxes: filtersAlongAxes,
});

/**
 * Filters that do along every axis what the strategy says.
 *
 * @param options.activation by default a rectifier, `relu`.
 * @param options.bias by default one number a filter.
 * @param options.groups divides maps and filters into so many groups, of which each filter sees its own
 *   (Krizhevsky et al. 2012; Xie et al. 2017); by default every filter sees all maps.
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
    readonly groups?: number;
  } = {},
): ConvolutionSpec | GroupedConvolutionSpec {
  requirePositiveInteger('geometry', 'the filters of a convolution', filters);
  const { groups = 1, ...others } = options;
  requirePositiveInteger('geometry', 'the groups of a convolution', groups);
  const said = { filters, strategy, activation: 'relu', bias: 'filters', ...others } as const;
  return groups === 1
    ? { kind: convolutionKind, ...said }
    : { kind: groupedConvolutionKind, groups, ...said };
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

function sharingInWords(sharing: WeightSharing): string {
  if (sharing === 'full') return '';
  if (sharing === 'none') return ', not shared';
  const bands = Object.entries(sharing.bands).map(([axis, n]) => `${n} bands of ${axis}`);
  return `, shared within ${bands.join(' and ')}`;
}
