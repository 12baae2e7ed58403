import type { FloatArray } from '@axiswise/binary';
import type { OnnxGraph } from './onnx-graph.ts';
import type { OnnxValue } from './operators.ts';

/** A convolution over any number of axes, with the weights of TensorFlow.js. */
export interface Convolution {
  /**
   * `[...lengths, inputs, filters]`; of a depthwise convolution `[...lengths, channels, filters of each]`.
   */
  readonly kernel: FloatArray & { readonly trainable?: boolean };
  readonly bias?: FloatArray & { readonly trainable?: boolean };
  /** By default 1 along every axis. */
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  /** Zeros before each axis, then behind each; by default none. */
  readonly pads?: readonly number[];
  readonly depthwise?: boolean;
}

/**
 * Adds the operator `Conv`.
 *
 * @param named what the weights are named after, and the output.
 */
export function addConvolution(
  graph: OnnxGraph,
  x: OnnxValue,
  named: { readonly name: string; readonly output?: string },
  convolution: Convolution,
): OnnxValue {
  const { name, output = name } = named;
  const { kernel, bias, depthwise = false } = convolution;
  const { lengths, inputs, filters } = partsOf(kernel);
  const { strides = lengths.map(() => 1), dilations = lengths.map(() => 1) } = convolution;
  const { pads = [...lengths, ...lengths].map(() => 0) } = convolution;
  const shape = [...(depthwise ? [inputs * filters, 1] : [filters, inputs]), ...lengths];
  const positions = lengths.map((length, i) => {
    const seen = (length - 1) * dilations[i] + 1;
    const padded = x.shape[i] + pads[i] + pads[i + lengths.length];
    return Math.floor((padded - seen) / strides[i]) + 1;
  });
  return graph.add(
    'Conv',
    [
      graph.channelsFirst(x),
      graph.weights(`${name}_kernel`, {
        ...kernel,
        shape,
        values: filtersFirst(kernel, depthwise),
      }),
      ...(bias ? [graph.weights(`${name}_bias`, bias)] : []),
    ],
    output,
    {
      shape: [...positions, shape[0]],
      attributes: {
        kernel_shape: { ints: lengths },
        strides: { ints: strides },
        dilations: { ints: dilations },
        pads: { ints: pads },
        group: { int: depthwise ? inputs : 1 },
      },
    },
  );
}

function partsOf({ shape }: FloatArray) {
  const [inputs, filters] = shape.slice(-2);
  return { lengths: shape.slice(0, -2), inputs, filters };
}

/** `[...lengths, inputs, filters]` becomes `[filters, inputs, ...lengths]`; depthwise inputs come first. */
function filtersFirst(kernel: FloatArray, depthwise: boolean): Float32Array {
  const { lengths, inputs, filters } = partsOf(kernel);
  const { values } = kernel;
  const turned = new Float32Array(values.length);
  const positions = lengths.reduce((product, length) => product * length, 1);
  let from = 0;
  for (let position = 0; position < positions; position++) {
    for (let input = 0; input < inputs; input++) {
      for (let filter = 0; filter < filters; filter++) {
        const row = depthwise ? input * filters + filter : filter * inputs + input;
        turned[row * positions + position] = values[from++];
      }
    }
  }
  return turned;
}
