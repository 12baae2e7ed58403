import * as tf from '@axiswise/tensorflow';

type Kernel = (args: {
  inputs: Record<string, tf.TensorInfo>;
  attrs: Attributes;
  backend: unknown;
}) => tf.TensorInfo;

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: unknown;
  readonly dataFormat?: string;
  readonly dilations?: number | [number, number];
  readonly filterShape?: Shape4D;
  readonly inputShape?: Shape4D;
}

/** `[batch, height, width, channels]`, or of a filter `[height, width, channels, filters]`. */
type Shape4D = number[];

let registered = false;

/**
 * Turns filters that span the width into filters over channels: positions that no filter moves
 * along are summed like channels, which the library does many times faster. A sentence `[batch,
 * time, 300, 1]` under a filter of `[5, 300]` becomes `[batch, time, 1, 300]` under one of `[5,
 * 1]`, number for number.
 *
 * Our wasm kernels do not need this. Safe to call repeatedly.
 */
export function registerSpanningConvolutions(): void {
  if (registered) return;
  registered = true;
  replace('Conv2D', forward);
  replace('FusedConv2D', forward);
  replace('Conv2DBackpropFilter', backpropFilter);
  replace('Conv2DBackpropInput', backpropInput);
}

function replace(kernelName: string, by: (shipped: Kernel) => Kernel): void {
  const kernel = tf.getKernel(kernelName, 'tensorflow');
  const shipped = kernel.kernelFunc as unknown as Kernel;
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({ ...kernel, kernelFunc: by(shipped) as unknown as tf.KernelFunc });
}

const forward =
  (shipped: Kernel): Kernel =>
  (args) => {
    const { x, filter } = args.inputs;
    if (!spansWidth(x.shape, filter.shape, args.attrs)) return shipped(args);
    const { reshape, dispose } = reshaper(args.backend);
    const result = shipped({
      ...args,
      inputs: {
        ...args.inputs,
        x: reshape(x, widthAsChannels(x.shape)),
        filter: reshape(filter, filterAsChannels(filter.shape)),
      },
    });
    dispose();
    return result;
  };

const backpropFilter =
  (shipped: Kernel): Kernel =>
  (args) => {
    const { x } = args.inputs;
    const filterShape = args.attrs.filterShape!;
    if (!spansWidth(x.shape, filterShape, args.attrs)) return shipped(args);
    const { reshape, dispose, keep } = reshaper(args.backend);
    const gradient = shipped({
      ...args,
      inputs: { ...args.inputs, x: reshape(x, widthAsChannels(x.shape)) },
      attrs: { ...args.attrs, filterShape: filterAsChannels(filterShape) },
    });
    const result = keep(reshape(gradient, filterShape), gradient);
    dispose();
    return result;
  };

const backpropInput =
  (shipped: Kernel): Kernel =>
  (args) => {
    const { filter } = args.inputs;
    const inputShape = args.attrs.inputShape!;
    if (!spansWidth(inputShape, filter.shape, args.attrs)) return shipped(args);
    const { reshape, dispose, keep } = reshaper(args.backend);
    const gradient = shipped({
      ...args,
      inputs: {
        ...args.inputs,
        filter: reshape(filter, filterAsChannels(filter.shape)),
      },
      attrs: { ...args.attrs, inputShape: widthAsChannels(inputShape) },
    });
    const result = keep(reshape(gradient, inputShape), gradient);
    dispose();
    return result;
  };

/** Whether a filter covers the width at once: as wide as the input, without padding beside it. */
function spansWidth(input: Shape4D, filter: Shape4D, attrs: Attributes): boolean {
  const [, , width] = input;
  return (
    width > 1 &&
    filter[1] === width &&
    attrs.pad === 'valid' &&
    (attrs.dataFormat ?? 'NHWC') === 'NHWC' &&
    [attrs.dilations ?? 1].flat().every((dilation) => dilation === 1)
  );
}

const widthAsChannels = ([batch, height, width, channels]: Shape4D): Shape4D => [
  batch,
  height,
  1,
  width * channels,
];

const filterAsChannels = ([height, width, channels, filters]: Shape4D): Shape4D => [
  height,
  1,
  width * channels,
  filters,
];

/** Reshapes without copying, and disposes of intermediate tensors. */
function reshaper(backend: unknown): {
  reshape(x: tf.TensorInfo, shape: Shape4D): tf.TensorInfo;
  /** Keeps `other` in place of `result`. */
  keep(result: tf.TensorInfo, other: tf.TensorInfo): tf.TensorInfo;
  dispose(): void;
} {
  const kernel = tf.getKernel('Reshape', 'tensorflow').kernelFunc as unknown as (args: {
    inputs: { x: tf.TensorInfo };
    attrs: { shape: Shape4D };
    backend: unknown;
  }) => tf.TensorInfo;
  const made = new Set<tf.TensorInfo>();
  return {
    reshape(x, shape) {
      const reshaped = kernel({ inputs: { x }, attrs: { shape }, backend });
      made.add(reshaped);
      return reshaped;
    },
    keep(result, other) {
      made.delete(result);
      made.add(other);
      return result;
    },
    dispose() {
      for (const { dataId } of made) {
        (backend as { disposeData(dataId: object): void }).disposeData(dataId);
      }
    },
  };
}
