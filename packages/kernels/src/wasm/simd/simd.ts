import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../heap.ts';
import { moduleBytes } from './module-bytes.ts';

/** The patches of a filter at each position of the output; see kernels.as. */
export type Layout = [
  outHeight: number,
  outWidth: number,
  outChannels: number,
  filterHeight: number,
  runs: number,
  length: number,
  filterRowStep: number,
  runStep: number,
  positionStep: number,
  rowStep: number,
];

/** The windows of a pooling; see kernels.as. */
export type PoolWindows = [
  batch: number,
  inHeight: number,
  inWidth: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  windowHeight: number,
  windowWidth: number,
  strideHeight: number,
  strideWidth: number,
  padTop: number,
  padLeft: number,
];

/** Addresses of the weights, the gradient and both moments of Adam, then of the first three's results. */
export type AdamAddresses = [
  weights: number,
  gradient: number,
  m: number,
  v: number,
  newWeights: number,
  newM: number,
  newV: number,
];

export type AdamFactors = [
  beta1: number,
  rest1: number,
  beta2: number,
  rest2: number,
  epsilon: number,
  rate: number,
  kept: number,
];

/** The taps of a filter over one example; see few-outputs.as. */
export type TapWindows = [
  height: number,
  width: number,
  outHeight: number,
  outWidth: number,
  channels: number,
  filterHeight: number,
  filterWidth: number,
  padTop: number,
  padLeft: number,
];

/** Tiles of Winograd's algorithm over an image; see winograd.as. */
export type TileWindows = [
  tileRows: number,
  tileColumns: number,
  stepHeight: number,
  stepWidth: number,
];

/** The exports of kernels.as; addresses of tensors come from {@link addressOf}. */
export interface SimdKernels {
  columnSums(
    x: number,
    rows: number,
    columns: number,
    lines: number,
    partial: number,
    totals: number,
    out: number,
  ): void;
  maxPoolGrad(x: number, y: number, dy: number, dx: number, ...windows: PoolWindows): void;
  averagePoolGrad(dy: number, dx: number, ...windows: [...PoolWindows, factor: number]): void;
  reluGrad(dy: number, y: number, dx: number, length: number): void;
  copyRows(
    from: number,
    fromStep: number,
    to: number,
    toStep: number,
    rows: number,
    columns: number,
  ): void;
  addFilterGradient(x: number, dy: number, gradient: number, ...layout: Layout): void;
  pack(from: number, depth: number, columns: number, to: number): void;
  packTurned(from: number, columns: number, depth: number, to: number): void;
  addInputGradient(dy: number, panels: number, dx: number, ...layout: Layout): void;
  convolve(
    x: number,
    panels: number,
    bias: number,
    floor: number,
    out: number,
    ...layout: Layout
  ): void;
  addDepthwiseFilterGradient(
    x: number,
    dy: number,
    gradient: number,
    positions: number,
    xStep: number,
    dyStep: number,
    channels: number,
    multiplier: number,
  ): void;
  addDepthwiseInputGradient(
    dy: number,
    weights: number,
    dx: number,
    positions: number,
    dyStep: number,
    xStep: number,
    channels: number,
    multiplier: number,
  ): void;
  gatherTaps(
    products: number,
    bias: number,
    floor: number,
    out: number,
    ...windows: TapWindows
  ): void;
  spreadTaps(dy: number, shares: number, wide: number, ...windows: TapWindows): void;
  gatherRows(from: number, picks: number, count: number, size: number, to: number): void;
  addRows(
    from: number,
    segments: number,
    count: number,
    size: number,
    segmentCount: number,
    to: number,
  ): void;
  adamUpdate(...all: [...AdamAddresses, length: number, ...AdamFactors]): void;
  winogradInput(
    x: number,
    planes: number,
    plane: number,
    patch: number,
    scratch: number,
    first: number,
    tiles: number,
    height: number,
    width: number,
    channels: number,
    ...windows: [
      ...TileWindows,
      padTop: number,
      padLeft: number,
      rows: number,
      columns: number,
      blocks: number,
      blockTaps: number,
    ]
  ): void;
  winogradInputGradient(
    planes: number,
    plane: number,
    dx: number,
    scratch: number,
    first: number,
    tiles: number,
    height: number,
    width: number,
    channels: number,
    ...windows: [...TileWindows, padTop: number, padLeft: number]
  ): void;
  winogradOutput(
    planes: number,
    plane: number,
    bias: number,
    floor: number,
    out: number,
    scratch: number,
    first: number,
    tiles: number,
    height: number,
    width: number,
    channels: number,
    ...windows: [...TileWindows, rows: number, columns: number]
  ): void;
  winogradOutputGradient(
    dy: number,
    planes: number,
    plane: number,
    patch: number,
    scratch: number,
    first: number,
    tiles: number,
    height: number,
    width: number,
    channels: number,
    wide: number,
    ...windows: [...TileWindows, rows: number, columns: number]
  ): void;
}

let module = moduleBytes;

const decoded = (bytes: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));

/**
 * Takes the module with relaxed vector instructions from now on: a multiplication and an addition in one,
 * rounded once, where the processor has it. Instances that exist keep theirs.
 *
 * @returns whether this engine of JavaScript has them (Node from 22 on).
 */
export async function useRelaxedSimd(): Promise<boolean> {
  const { moduleBytes: relaxed } = await import('./relaxed-module-bytes.ts');
  if (!WebAssembly.validate(decoded(relaxed))) return false;
  module = relaxed;
  return true;
}

/** An instance works on the memory of one backend and lives as long. */
const instances = new WeakMap<WasmBackend, { readonly kernels: SimdKernels | undefined }>();

/**
 * Loads the vector loops on the memory of a backend.
 *
 * Undefined if they cannot run: without vector instructions, or if the backend's memory is shared
 * between threads (on a cross-origin isolated page). Kernels use loops in JavaScript then.
 */
export function simdKernels(backend: WasmBackend): SimdKernels | undefined {
  let instance = instances.get(backend);
  if (!instance) {
    instance = { kernels: instantiate(backend) };
    instances.set(backend, instance);
  }
  return instance.kernels;
}

function instantiate({ wasm }: WasmBackend): SimdKernels | undefined {
  const memory = Object.values(wasm.asm ?? {}).find(
    (value): value is WebAssembly.Memory => value instanceof WebAssembly.Memory,
  );
  if (!memory) return undefined;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(decoded(module)), {
      env: { memory },
    });
    return exports as unknown as SimdKernels;
  } catch {
    return undefined;
  }
}

/** The address of a tensor in the heap; it stays the same as long as the tensor lives. */
export const addressOf = (backend: WasmBackend, tensor: tf.TensorInfo): number =>
  backend.typedArrayFromHeap(tensor).byteOffset;
