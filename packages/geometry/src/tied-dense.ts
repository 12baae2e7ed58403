import type { ConvolutionGeometry } from './convolution-geometry.ts';
import { sizeOf } from './features.ts';
import { coordinates, tapsAlong, windowTaps } from './window-taps.ts';

/**
 * A convolution as what it is: a dense layer in which most weights are zero and the others are shared.
 *
 * Never as a matrix: which connections there are, and which shared weight each has, follows from the
 * geometry, one neuron at a time.
 */
export interface TiedDense {
  /** Values that come in, and neurons: each application of each filter is one. */
  readonly inputs: number;
  readonly outputs: number;
  /** Weights of the dense layer between the same values, biases (weights of a constant 1) included. */
  readonly denseParameters: number;
  /** How many of them are not zero, biases included. */
  readonly connections: number;
  /** How many numbers they share: the weights, then the biases. */
  readonly sharedParameters: number;
  readonly positions: number;
  readonly filters: number;
  /**
   * The connections of the first filter's neuron at an output position (row-major): from which input
   * value, with which shared weight. The next filter's have the next weights.
   */
  connectionsAt(position: number): {
    readonly inputs: Int32Array;
    readonly weights: Int32Array;
    /** The shared number that is the first filter's bias there; none without biases. */
    readonly bias: number | undefined;
  };
  /** How many connections share each number: what averaging their gradients would divide by. */
  uses(): Int32Array;
}

/**
 * Writes a convolution of any strategy as a sparse, weight-tied dense layer.
 *
 * Input values and neurons are numbered as a flattened tensor: row-major over the axes, channels
 * (filters) last. Shared numbers come in the order `[bank, kernel cell, channel, filter]`, a bank being
 * the filters of one band (of every position, where nothing is shared), then the biases.
 *
 * @example
 * const { layers } = deriveNetwork(inputOf(pixels, [6, 6, 1]), [
 *   convolution(1, { move: { height: slide(3), width: slide(3) } }, { bias: 'none' }),
 * ]);
 * const [layer] = layers.filter(convolutionKind.is);
 * const { denseParameters, connections, sharedParameters } = tiedDense(layer);
 * [denseParameters, connections, sharedParameters]; // [592, 144, 9]
 */
export function tiedDense(layer: ConvolutionGeometry): TiedDense {
  const { windows, filters, weightsPerFilter, positions, bands, spec } = layer;
  const channels = layer.input.channels;
  const lengths = windows.map(({ outputLength }) => outputLength);
  const counts = bands.map((along) => along.length);
  const banks = counts.reduce((product, n) => product * n, 1);
  const weights = banks * weightsPerFilter * filters;
  const biases = layer.parameters - weights;
  const outputs = positions * filters;
  const taps = windowTaps(windows);
  const bankAt = (position: number): number =>
    coordinates(position, lengths).reduce(
      (bank, at, i) =>
        bank * counts[i] + bands[i].findIndex(({ from, length }) => at < from + length),
      0,
    );
  /** `[axis][band][kernel cell]`: at how many positions of the band the cell lies inside the input. */
  const usesAlong = windows.map((window, i) => {
    const along = tapsAlong(window);
    return bands[i].map(({ from, length }) => {
      const uses = new Int32Array(window.kernelSize);
      for (const tapsThere of along.slice(from, from + length)) {
        for (const { cell } of tapsThere) uses[cell]++;
      }
      return uses;
    });
  });
  const kept = usesAlong.reduce(
    (product, along) => product * along.flatMap((uses) => [...uses]).reduce((sum, n) => sum + n, 0),
    channels * filters,
  );

  return {
    inputs: sizeOf(layer.input),
    outputs,
    denseParameters: layer.denseParameters,
    connections: kept + (biases > 0 ? outputs : 0),
    sharedParameters: layer.parameters,
    positions,
    filters,
    connectionsAt(position) {
      const there = taps(position);
      const bank = bankAt(position);
      const inputs = new Int32Array(there.length * channels);
      const shared = new Int32Array(there.length * channels);
      let next = 0;
      for (const tap of there) {
        for (let channel = 0; channel < channels; channel++) {
          inputs[next] = tap.position * channels + channel;
          shared[next++] = (bank * weightsPerFilter + tap.cell * channels + channel) * filters;
        }
      }
      const owner = { filters: bank, positions: position, none: undefined }[spec.bias];
      return {
        inputs,
        weights: shared,
        bias: owner === undefined ? undefined : weights + owner * filters,
      };
    },
    uses() {
      const uses = new Int32Array(layer.parameters);
      const kernel = windows.map(({ kernelSize }) => kernelSize);
      const cells = kernel.reduce((product, n) => product * n, 1);
      const perCell = channels * filters;
      for (let bank = 0; bank < banks; bank++) {
        const inBank = coordinates(bank, counts);
        for (let cell = 0; cell < cells; cell++) {
          const from = (bank * cells + cell) * perCell;
          const there = coordinates(cell, kernel).reduce(
            (product, at, i) => product * usesAlong[i][inBank[i]][at],
            1,
          );
          uses.fill(there, from, from + perCell);
        }
        if (spec.bias === 'filters') {
          const from = weights + bank * filters;
          const inside = inBank.reduce((product, band, i) => product * bands[i][band].length, 1);
          uses.fill(inside, from, from + filters);
        }
      }
      if (spec.bias === 'positions') uses.fill(1, weights);
      return uses;
    },
  };
}
