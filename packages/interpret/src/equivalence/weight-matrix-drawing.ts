import { type ConvolutionGeometry, tiedDense } from '@axiswise/geometry';

/** Sides of a matrix's and of a kernel's cells, and between the parts of the drawing, in pixels. */
const cell = 14;
const kernelSide = 24;
/** Of filters that are one above the other. */
const smallKernelSide = 14;
const gap = 28;
const top = 66;
/** A larger matrix could not be told apart. */
const largestSide = 160;

const ink = '#222';
const muted = '#666';
const blank = '#f4f4f4';

/**
 * Draws the weight matrix of the dense layer that a convolution is: a row for each neuron, a column for
 * each input value, equal colours for the same weight, blank for zero; the filters beside it in the same
 * colours.
 *
 * @returns an SVG; its text needs a font that has Latin letters.
 * @throws RangeError for a layer with more than 160 inputs or neurons: draw `smallExample` of it.
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
  const weights = layer.parameters - biasesOf(layer);
  const colours = Array.from({ length: weights }, (_, i) => colourOf(i, weights));
  const kernels = drawKernels(layer, colours);
  const left = kernels.width + gap;
  const hasBiases = weights < layer.parameters;
  const biasesAt = left + inputs * cell + cell / 2;
  const width = Math.max(biasesAt + (hasBiases ? 3 * cell : 0) + 12, 560);
  const height = top + Math.max(outputs * cell, kernels.height) + 44;

  const body: string[] = [
    rect(left, top, inputs * cell, outputs * cell, blank),
    ...grid(left, top, inputs, outputs),
  ];
  for (let position = 0; position < positions; position++) {
    const { inputs: from, weights: shared, bias } = dense.connectionsAt(position);
    for (let filter = 0; filter < filters; filter++) {
      const y = top + (position * filters + filter) * cell;
      from.forEach((input, i) => {
        const colour = colours[shared[i] + filter];
        body.push(rect(left + input * cell + 1, y + 1, cell - 2, cell - 2, colour));
      });
      if (bias !== undefined) {
        // Biases in greys: one where it is shared, from light to dark where each neuron has its own.
        const which = bias - weights + filter;
        const grey = 35 + (50 * which) / Math.max(1, layer.parameters - weights);
        body.push(rect(biasesAt + 1, y + 1, cell - 2, cell - 2, `hsl(0,0%,${grey.toFixed(0)}%)`));
      }
    }
  }
  const shape = (axes: readonly { readonly name: string; readonly length: number }[]): string =>
    axes.map(({ name, length }) => `${name} ${length}`).join(' × ');
  const channels = layer.input.channels > 1 ? ` × ${layer.input.channels} channels` : '';
  const below = top + outputs * cell + 18;
  const zeros = 1 - dense.connections / dense.denseParameters;
  const title =
    zeros === 0
      ? 'A filter that spans everything is a dense layer'
      : `A convolution is a dense layer in which ${zeros > 0.5 ? 'most' : 'some'} weights are zero`;
  const n = (value: number): string => value.toLocaleString('en-US');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="Arimo, Helvetica, Arial, sans-serif" role="img">` +
    rect(0, 0, width, height, '#fff') +
    text(12, 24, title, 15, ink, 'bold') +
    text(
      12,
      44,
      `dense: ${n(dense.denseParameters)} weights; kept: ${n(dense.connections)}; ` +
        `different: ${n(dense.sharedParameters)} (the same colour is the same weight)`,
      12.5,
      muted,
    ) +
    kernels.svg +
    body.join('') +
    text(left, below, `${inputs} inputs: ${shape(layer.input.axes)}${channels}`, 12, muted) +
    (hasBiases ? text(biasesAt - 4, below, 'bias', 12, muted) : '') +
    `<g transform="translate(${left - 8} ${top + outputs * cell}) rotate(-90)">` +
    text(0, 0, outputs === 1 ? 'neuron' : `${outputs} neurons`, 12, muted) +
    `</g></svg>`
  );
}

const biasesOf = ({ spec, bands, filters, positions }: ConvolutionGeometry): number =>
  ({
    filters: bands.reduce((n, along) => n * along.length, filters),
    positions: positions * filters,
    none: 0,
  })[spec.bias];

/** The filters, cell by cell in the colours of the matrix; the first of many. */
function drawKernels(
  layer: ConvolutionGeometry,
  colours: readonly string[],
): { readonly svg: string; readonly width: number; readonly height: number } {
  const { windows, filters, weightsPerFilter } = layer;
  const channels = layer.input.channels;
  const columns = windows[windows.length - 1].kernelSize;
  const rows = weightsPerFilter / channels / columns;
  const banks = colours.length / (weightsPerFilter * filters);
  const all = banks * filters * channels;
  const kernelCell = all > 1 ? smallKernelSide : kernelSide;
  const height = rows * kernelCell + 14;
  const shown = Math.min(all, Math.max(1, Math.floor(300 / height)));
  const parts: string[] = [];
  for (let k = 0; k < shown; k++) {
    const channel = k % channels;
    const filter = Math.floor(k / channels) % filters;
    const bank = Math.floor(k / channels / filters);
    for (let i = 0; i < rows * columns; i++) {
      const weight = ((bank * rows * columns + i) * channels + channel) * filters + filter;
      const x = 12 + (i % columns) * kernelCell;
      const y = top + k * height + Math.floor(i / columns) * kernelCell;
      parts.push(rect(x + 1, y + 1, kernelCell - 2, kernelCell - 2, colours[weight]));
    }
  }
  const what =
    all === 1
      ? 'the filter'
      : banks > 1
        ? `${shown < all ? `${shown} of ` : ''}${all} filters`
        : `a filter, ${channels} deep`;
  parts.push(text(12, top + shown * height + 6, what, 12, muted));
  return {
    svg: parts.join(''),
    width: Math.max(columns * kernelCell, 84) + 12,
    height: shown * height + 8,
  };
}

/** Hues around the circle, every second one darker: neighbours in a kernel can be told apart. */
function colourOf(i: number, count: number): string {
  const hue = (360 * i) / count;
  return `hsl(${hue.toFixed(0)},${i % 2 === 0 ? '75%,52%' : '55%,38%'})`;
}

const grid = (x: number, y: number, columns: number, rows: number): string[] => [
  ...Array.from({ length: columns + 1 }, (_, i) =>
    line(x + i * cell, y, x + i * cell, y + rows * cell),
  ),
  ...Array.from({ length: rows + 1 }, (_, i) =>
    line(x, y + i * cell, x + columns * cell, y + i * cell),
  ),
];

const line = (x: number, y: number, toX: number, toY: number): string =>
  `<path d="M${x} ${y}L${toX} ${toY}" stroke="#fff"/>`;

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

const text = (
  x: number,
  y: number,
  content: string,
  size: number,
  fill: string,
  weight = 'normal',
): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-weight="${weight}">` +
  `${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
