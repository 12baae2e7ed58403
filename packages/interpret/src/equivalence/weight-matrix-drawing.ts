import { weightMatrixDrawing as draw } from '@axiswise/drawing';
import { type ConvolutionGeometry, tiedDense } from '@axiswise/geometry';
import { count } from '@axiswise/messages';

/** The largest matrix that is drawn; cells of a larger one would be too small. */
const largestSide = 160;
/** The number of filters that fit above each other, in rows of their cells. */
const mostKernelRows = 20;

/**
 * Draws the weight matrix of a convolution as a dense layer: a row per neuron, a column per input
 * value, equal colours for the same weight, blank for zero; beside it the filters in the same
 * colours.
 *
 * @returns an SVG document; its text needs a font with Latin letters.
 * @throws RangeError for a layer with more than 160 inputs or neurons; draw its `smallExample`
 *   instead.
 */
export function weightMatrixDrawing(layer: ConvolutionGeometry): string {
  const dense = tiedDense(layer);
  const { inputs, outputs, filters, positions } = dense;
  if (inputs > largestSide || outputs > largestSide) {
    throw new RangeError(
      `${layer.name}: a matrix of ${outputs} × ${inputs} weights is too large to be told apart; ` +
        `draw its small example`,
    );
  }
  const differentBiases = biasesOf(layer);
  const differentWeights = layer.parameters - differentBiases;
  const weights = Array.from({ length: outputs }, () =>
    new Array<number | undefined>(inputs).fill(undefined),
  );
  const biases: number[] = [];
  for (let position = 0; position < positions; position++) {
    const { inputs: from, weights: shared, bias } = dense.connectionsAt(position);
    for (let filter = 0; filter < filters; filter++) {
      const row = weights[position * filters + filter];
      from.forEach((input, i) => (row[input] = shared[i] + filter));
      if (bias !== undefined) biases.push(bias - differentWeights + filter);
    }
  }
  const zeros = 1 - dense.connections / dense.denseParameters;
  const { channels } = layer.input;
  const shape = layer.input.axes.map(({ name, length }) => `${name} ${length}`).join(' × ');
  return draw({
    title:
      zeros === 0
        ? 'A filter that spans everything is a dense layer'
        : `A convolution is a dense layer in which ${zeros > 0.5 ? 'most' : 'some'} weights are zero`,
    subtitle:
      `dense: ${count(dense.denseParameters)} weights; kept: ${count(dense.connections)}; ` +
      `different: ${count(dense.sharedParameters)} (the same colour is the same weight)`,
    ...{ weights, differentWeights, biases, differentBiases },
    ...kernelsOf(layer, differentWeights),
    inputWords: `${inputs} inputs: ${shape}${channels > 1 ? ` × ${channels} channels` : ''}`,
    neuronWords: outputs === 1 ? 'neuron' : `${outputs} neurons`,
  });
}

const biasesOf = ({ spec, bands, filters, positions }: ConvolutionGeometry): number =>
  ({
    filters: bands.reduce((n, along) => n * along.length, filters),
    positions: positions * filters,
    none: 0,
  })[spec.bias];

/** Draws the filters (the first of many) as rows and columns of weights. */
function kernelsOf(
  { windows, filters, weightsPerFilter, input: { channels } }: ConvolutionGeometry,
  differentWeights: number,
): { readonly kernels: readonly (readonly (readonly number[])[])[]; readonly kernelWords: string } {
  const columns = windows[windows.length - 1].kernelSize;
  const rows = weightsPerFilter / channels / columns;
  const banks = differentWeights / (weightsPerFilter * filters);
  const all = banks * filters * channels;
  const shown = Math.min(all, Math.max(1, Math.floor(mostKernelRows / (rows + 1))));
  const kernels = Array.from({ length: shown }, (_, k) => {
    const channel = k % channels;
    const filter = Math.floor(k / channels) % filters;
    const bank = Math.floor(k / channels / filters);
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const place = (bank * rows + row) * columns + column;
        return (place * channels + channel) * filters + filter;
      }),
    );
  });
  const kernelWords =
    all === 1
      ? 'the filter'
      : banks > 1
        ? `${shown < all ? `${shown} of ` : ''}${all} filters`
        : `a filter, ${channels} deep`;
  return { kernels, kernelWords };
}
