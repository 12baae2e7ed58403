import type { TiedDense } from '@axiswise/geometry';

/** The inputs of a tied dense layer, concatenated. */
export interface Examples {
  readonly count: number;
  /** `[count × inputs]`. */
  readonly values: Float32Array;
}

/**
 * Computes the neurons at some positions: each is the sum over its own connections, in double
 * precision.
 *
 * @param shared the shared numbers, in the order of {@link TiedDense}.
 * @param positions the output positions; all filters of each are computed.
 * @returns `[example, position, filter]`.
 */
export function tiedForward(
  dense: TiedDense,
  shared: ArrayLike<number>,
  examples: Examples,
  positions: ArrayLike<number>,
): Float64Array {
  const { inputs: size, filters } = dense;
  const outputs = new Float64Array(examples.count * positions.length * filters);
  for (let p = 0; p < positions.length; p++) {
    const { inputs, weights, bias } = dense.connectionsAt(positions[p]);
    for (let example = 0; example < examples.count; example++) {
      const out = (example * positions.length + p) * filters;
      for (let filter = 0; bias !== undefined && filter < filters; filter++) {
        outputs[out + filter] = shared[bias + filter];
      }
      for (let c = 0; c < inputs.length; c++) {
        const value = examples.values[example * size + inputs[c]];
        const weight = weights[c];
        for (let filter = 0; filter < filters; filter++) {
          outputs[out + filter] += value * shared[weight + filter];
        }
      }
    }
  }
  return outputs;
}

/**
 * Computes the gradient of each shared number: the sum of the gradients of all its connections.
 *
 * @param outputGradient `[example, position, filter]`, as the neurons of {@link tiedForward}.
 */
export function summedGradient(
  dense: TiedDense,
  examples: Examples,
  positions: ArrayLike<number>,
  outputGradient: ArrayLike<number>,
): Float64Array {
  const { inputs: size, filters } = dense;
  const gradient = new Float64Array(dense.sharedParameters);
  for (let p = 0; p < positions.length; p++) {
    const { inputs, weights, bias } = dense.connectionsAt(positions[p]);
    for (let example = 0; example < examples.count; example++) {
      const out = (example * positions.length + p) * filters;
      for (let filter = 0; bias !== undefined && filter < filters; filter++) {
        gradient[bias + filter] += outputGradient[out + filter];
      }
      for (let c = 0; c < inputs.length; c++) {
        const value = examples.values[example * size + inputs[c]];
        const weight = weights[c];
        for (let filter = 0; filter < filters; filter++) {
          gradient[weight + filter] += value * outputGradient[out + filter];
        }
      }
    }
  }
  return gradient;
}

/**
 * Averages the gradients of the connections of each shared number instead of summing them; 0
 * without connections.
 */
export function averagedGradient(summed: Float64Array, uses: Int32Array): Float64Array {
  return summed.map((sum, parameter) => sum / Math.max(1, uses[parameter]));
}
