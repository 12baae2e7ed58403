import { ink, muted } from '../svg/colours.ts';
import { label, svgDocument } from '../svg/drawing.ts';
import { path, rect } from '../svg/element.ts';

/** The weights of a dense layer, some of them equal and some zero. */
export interface WeightMatrix {
  readonly title: string;
  readonly subtitle: string;
  /**
   * `[neurons, inputs]`: the index of the connecting weight among the different ones; undefined for
   * a zero.
   */
  readonly weights: readonly (readonly (number | undefined)[])[];
  readonly differentWeights: number;
  /** The index of each neuron's bias among the different ones; empty for a layer without biases. */
  readonly biases: readonly number[];
  readonly differentBiases: number;
  /** The filters behind the layer: `[filter][row][column]`, as indices of the different weights. */
  readonly kernels: readonly (readonly (readonly number[])[])[];
  readonly kernelWords: string;
  readonly inputWords: string;
  readonly neuronWords: string;
}

/** Sides of the cells of a matrix and of a kernel, and gaps between parts, in pixels. */
const cell = 14;
const largeKernelCell = 24;
/** Gap between filters above each other. */
const smallKernelCell = 14;
const gap = 28;
const margin = 12;
const top = 66;
const blank = '#f4f4f4';

/**
 * Draws a weight matrix: a row per neuron, a column per input value, equal colours for the same
 * weight, blank for zero; beside it the filters in the same colours.
 *
 * @returns an SVG document.
 */
export function weightMatrixDrawing(matrix: WeightMatrix): string {
  const { weights, biases, kernels, kernelWords } = matrix;
  const [neurons, inputs] = [weights.length, weights[0].length];
  const colours = Array.from({ length: matrix.differentWeights }, (_, i) =>
    colourOf(i, matrix.differentWeights),
  );
  // Biases are grey: one grey if shared, from light to dark if each neuron has its own.
  const greyOf = (bias: number): string =>
    `hsl(0,0%,${(35 + (50 * bias) / Math.max(1, matrix.differentBiases)).toFixed(0)}%)`;

  const kernelCell = kernels.length > 1 ? smallKernelCell : largeKernelCell;
  const kernelHeight = kernels[0].length * kernelCell + 14;
  const kernelWidth = Math.max(kernels[0][0].length * kernelCell, 84) + margin;
  const left = kernelWidth + gap;
  const biasesAt = left + inputs * cell + cell / 2;
  const below = top + neurons * cell;
  const square = (x: number, y: number, side: number, fill: string): string =>
    rect(x + 1, y + 1, side - 2, side - 2, { fill });

  const width = Math.max(biasesAt + (biases.length > 0 ? 3 * cell : 0) + margin, 560);
  const height = top + Math.max(neurons * cell, kernels.length * kernelHeight + 8) + 44;
  const svg = [
    label(margin, 24, matrix.title, { size: 15, fill: ink, bold: true }),
    label(margin, 44, matrix.subtitle, { size: 12.5 }),
    ...kernels.flatMap((kernel, k) =>
      kernel.flatMap((row, i) =>
        row.map((weight, j) =>
          square(
            margin + j * kernelCell,
            top + k * kernelHeight + i * kernelCell,
            kernelCell,
            colours[weight],
          ),
        ),
      ),
    ),
    label(margin, top + kernels.length * kernelHeight + 6, kernelWords, { size: 12 }),
    rect(left, top, inputs * cell, neurons * cell, { fill: blank }),
    path(gridLines(left, inputs, neurons), { stroke: '#fff', fill: 'none' }),
    ...weights.flatMap((row, i) =>
      row.map((weight, j) =>
        weight === undefined ? '' : square(left + j * cell, top + i * cell, cell, colours[weight]),
      ),
    ),
    ...biases.map((bias, i) => square(biasesAt, top + i * cell, cell, greyOf(bias))),
    label(left, below + 18, matrix.inputWords, { size: 12 }),
    biases.length > 0 ? label(biasesAt - 4, below + 18, 'bias', { size: 12 }) : '',
    label(left - 8, below, matrix.neuronWords, { size: 12, fill: muted, rotate: -90 }),
  ].join('');
  return svgDocument({ width, height, svg }, `${matrix.title}: ${matrix.subtitle}`);
}

/**
 * Hues around the circle, every second one darker, so that neighbours in a kernel differ visibly.
 */
const colourOf = (i: number, count: number): string =>
  `hsl(${((360 * i) / count).toFixed(0)},${i % 2 === 0 ? '75%,52%' : '55%,38%'})`;

const gridLines = (x: number, columns: number, rows: number): string =>
  [
    ...Array.from({ length: columns + 1 }, (_, i) => `M${x + i * cell} ${top}v${rows * cell}`),
    ...Array.from({ length: rows + 1 }, (_, i) => `M${x} ${top + i * cell}h${columns * cell}`),
  ].join('');
