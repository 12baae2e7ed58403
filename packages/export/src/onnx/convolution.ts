import type { FloatArray } from '@axiswise/binary';
import type { OnnxGraph } from './onnx-graph.ts';
import type { OnnxValue } from './operators.ts';

/** A convolution over two axes, with the weights of TensorFlow.js. */
export interface Convolution {
  /**
   * `[height, width, inputs, filters]`; of a depthwise convolution `[height, width, channels, filters of each]`.
   */
  readonly kernel: FloatArray & { readonly trainable?: boolean };
  readonly bias?: FloatArray & { readonly trainable?: boolean };
  /** By default 1 along both axes. */
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  /** Zeros before both axes, then behind both; by default none. */
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
  const { kernel, bias, strides = [1, 1], dilations = [1, 1] } = convolution;
  const { pads = [0, 0, 0, 0], depthwise = false } = convolution;
  const [height, width, inputs, filters] = kernel.shape;
  const shape = depthwise ? [inputs * filters, 1, height, width] : [filters, inputs, height, width];
  const positions = [height, width].map((length, i) => {
    const seen = (length - 1) * dilations[i] + 1;
    return Math.floor((x.shape[i] + pads[i] + pads[i + 2] - seen) / strides[i]) + 1;
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
        kernel_shape: { ints: [height, width] },
        strides: { ints: strides },
        dilations: { ints: dilations },
        pads: { ints: pads },
        group: { int: depthwise ? inputs : 1 },
      },
    },
  );
}

/** `[height, width, inputs, filters]` becomes `[filters, inputs, height, width]`; depthwise inputs come first. */
function filtersFirst({ shape, values }: FloatArray, depthwise: boolean): Float32Array {
  const [height, width, inputs, filters] = shape;
  const turned = new Float32Array(values.length);
  let from = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let input = 0; input < inputs; input++) {
        for (let filter = 0; filter < filters; filter++) {
          const row = depthwise ? input * filters + filter : filter * inputs + input;
          turned[(row * height + y) * width + x] = values[from++];
        }
      }
    }
  }
  return turned;
}
