import type { TiedDense } from '@axiswise/geometry';

/** What the neurons of a tied dense layer receive, laid end to end. */
export interface Examples {
  readonly count: number;
  /** `[count × inputs]`. */
  readonly values: Float32Array;
}

/**
 * What the neurons at some positions give: each the sum over its own connections, in double precision.
 *
 * @param shared the numbers that connections share, in the order of {@link TiedDense}.
 * @param positions which output positions; all filters of each are computed.
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
 * The gradient of each shared number: the sum of the gradients of all connections that share it.
 *
 * @param outputGradient `[example, position, filter]`, as {@link tiedForward} gives its neurons.
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
 * The mean of the gradients of the connections that share a number, instead of their sum; 0 where there
 * are none.
 */
export function averagedGradient(summed: Float64Array, uses: Int32Array): Float64Array {
  return summed.map((sum, parameter) => sum / Math.max(1, uses[parameter]));
}
