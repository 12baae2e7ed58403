import * as tf from '@tensorflow/tfjs-core';

/** The part of the wasm backend that kernels use. */
export interface WasmBackend extends tf.KernelBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  /**
   * A view of a tensor's numbers in the heap; it is invalid after the heap grows, so allocate
   * first.
   */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  disposeData(dataId: tf.DataId): boolean;
  /** The Emscripten module; `asm` holds its exports, the memory among them. */
  readonly wasm: { readonly asm?: Readonly<Record<string, unknown>> };
}

type KernelArguments<Inputs, Attributes> = {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: WasmBackend;
};

export type Kernel<Inputs, Attributes> = (
  args: KernelArguments<Inputs, Attributes>,
) => tf.TensorInfo | tf.TensorInfo[];

const shipped = new Map<string, tf.KernelFunc>();

/**
 * Registers a kernel for the wasm backend in place of the shipped one, if there is one.
 *
 * {@link runShipped} still runs the shipped one.
 */
export function registerKernel<Inputs, Attributes>(
  kernelName: string,
  kernel: Kernel<Inputs, Attributes>,
): void {
  const existing = tf.getKernel(kernelName, 'wasm');
  if (existing) {
    if (!shipped.has(kernelName)) shipped.set(kernelName, existing.kernelFunc);
    tf.unregisterKernel(kernelName, 'wasm');
  }
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    ...(existing?.setupFunc && { setupFunc: existing.setupFunc }),
    kernelFunc: kernel as unknown as tf.KernelFunc,
  });
}

/** Runs the shipped kernel of the wasm backend. */
export function runShipped(
  kernelName: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: object,
  backend: WasmBackend,
): tf.TensorInfo {
  const kernel = shipped.get(kernelName) ?? tf.getKernel(kernelName, 'wasm').kernelFunc;
  return kernel({
    inputs,
    attrs: attrs as tf.NamedAttrMap,
    backend,
  } as never) as tf.TensorInfo;
}

/** The forward convolution of XNNPACK: the fast product of which the gradients are composed. */
export function runConvolution(
  backend: WasmBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  options: {
    readonly strides?: readonly [number, number];
    readonly dilations?: readonly [number, number];
    readonly pad?: readonly (readonly [number, number])[] | 'valid';
  } = {},
): tf.TensorInfo {
  return runShipped(
    'Conv2D',
    { x, filter },
    {
      strides: options.strides ?? [1, 1],
      dilations: options.dilations ?? [1, 1],
      pad: options.pad ?? 'valid',
      dataFormat: 'NHWC',
    },
    backend,
  );
}

/** The shape in which a tensor's data was first the right factor of a product. */
const factorShapes = new WeakMap<tf.DataId, string>();

/**
 * The plain product of two matrices, or of batches of them, by XNNPACK.
 *
 * The wasm backend caches an operator per data of the right factor, whatever its shape. The same
 * data in another shape would be multiplied as if it had the first shape, and read beyond its end.
 * Then it is copied.
 */
export function runMatMul(backend: WasmBackend, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  const attrs = { transposeA: false, transposeB: false };
  const shape = b.shape.slice(-2).join('×');
  const known = factorShapes.get(b.dataId);
  if (known === undefined) factorShapes.set(b.dataId, shape);
  if (known === undefined || known === shape) {
    return runShipped('BatchMatMul', { a, b }, attrs, backend);
  }
  const copy = backend.makeOutput(b.shape, 'float32');
  backend.typedArrayFromHeap(copy).set(backend.typedArrayFromHeap(b));
  const product = runShipped('BatchMatMul', { a, b: copy }, attrs, backend);
  backend.disposeData(copy.dataId);
  return product;
}

/** The same numbers in another shape; not a new tensor. */
export const reshaped = (tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo => ({
  ...tensor,
  shape,
});
