import * as tf from '@axiswise/tensorflow';
import {
  adamFactors,
  type AdamUpdateAttributes,
  type ConvolutionAttributes,
  convolutionInfo,
  foldedShape,
  inputGradientTilingOf,
  type PoolingAttributes,
  poolingInfo,
  poolWindows,
  type Tiling,
  tilingOf,
  unfoldedShape,
  type Unfolding,
} from '@axiswise/kernels/attributes';
import { type KernelArguments, type NativeKernel, runOwnOperation } from './run-operation.ts';
import { registerNativeUnfold } from './unfold.ts';

/** The attributes of the kernels that are replaced, all in one. */
type Attributes = ConvolutionAttributes &
  PoolingAttributes & {
    readonly activation?: string;
    readonly filterShape: readonly number[];
    readonly inputShape: readonly number[];
  } & Unfolding;

type Computation = (args: KernelArguments<Attributes>) => tf.TensorInfo | undefined;

/**
 * Replaces kernels of tfjs-node by operations of our own, from the C++ files in `kernels/`, which must be
 * loaded. What they do not compute, the replaced kernels do as before.
 *
 * @param threads that compute one operation.
 */
export function registerOwnKernels(threads: number): void {
  const { forward, filterGradient, inputGradient } = convolutions(threads);
  replace('Conv2D', forward);
  replace('FusedConv2D', forward);
  replace('Conv2DBackpropFilter', filterGradient);
  replace('Conv2DBackpropInput', inputGradient);
  const pooling = maxPooling(threads);
  replace('MaxPool', pooling.forward);
  replace('MaxPoolGrad', pooling.gradient);
  registerNativeUnfold();
  const unfolding = unfoldings(threads);
  replace('Unfold', unfolding.forward);
  replace('Fold', unfolding.gradient);
  registerAdamUpdate();
}

function replace(kernelName: string, compute: Computation): void {
  const kernel = tf.getKernel(kernelName, 'tensorflow');
  const replaced = kernel.kernelFunc as unknown as NativeKernel<Attributes>;
  const kernelFunc: NativeKernel<Attributes> = (args) => compute(args) ?? replaced(args);
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({ ...kernel, kernelFunc: kernelFunc as unknown as tf.KernelFunc });
}

function convolutions(
  threads: number,
): Record<'forward' | 'filterGradient' | 'inputGradient', Computation> {
  return {
    forward({ inputs: { x, filter, bias, preluActivationWeights }, attrs, backend }) {
      const { activation = 'linear' } = attrs;
      if (preluActivationWeights || !['linear', 'relu'].includes(activation)) return undefined;
      if (bias && tf.util.sizeFromShape(bias.shape) !== filter.shape[3]) return undefined;
      const info = servedConvolution(x.shape, filter.shape, attrs);
      if (!info) return undefined;
      const flags = [threads, Number(activation === 'relu'), Number(bias !== undefined)];
      const inputs = [x, filter, bias ?? filter];
      const tiling = tilingOf(info);
      if (tiling) {
        const numbers = [...flags, 0, ...integersOfTiles(tiling), ...info.outShape];
        return runOwnOperation(backend, 'AxiswiseWinogradConvolution', numbers, inputs)[0];
      }
      const numbers = [...flags, ...integersOf(info), ...info.outShape];
      return runOwnOperation(backend, 'AxiswiseConvolution', numbers, inputs)[0];
    },
    filterGradient({ inputs: { x, dy }, attrs, backend }) {
      const info = servedConvolution(x.shape, attrs.filterShape, attrs);
      if (!info) return undefined;
      const tiling = tilingOf(info);
      if (tiling) {
        const numbers = [threads, 0, 0, 0, ...integersOfTiles(tiling), ...attrs.filterShape];
        return runOwnOperation(backend, 'AxiswiseWinogradFilterGradient', numbers, [x, dy])[0];
      }
      const numbers = [threads, 0, 0, ...integersOf(info), ...attrs.filterShape];
      return runOwnOperation(backend, 'AxiswiseConvolutionFilterGradient', numbers, [x, dy])[0];
    },
    inputGradient({ inputs: { dy, filter }, attrs, backend }) {
      const info = servedConvolution(attrs.inputShape, filter.shape, attrs);
      if (!info) return undefined;
      const tiling = inputGradientTilingOf(info);
      if (tiling) {
        const numbers = [threads, 0, 0, 1, ...integersOfTiles(tiling), ...attrs.inputShape];
        const inputs = [dy, filter, filter];
        return runOwnOperation(backend, 'AxiswiseWinogradConvolution', numbers, inputs)[0];
      }
      // With strides, most of what ours multiplies is 0; but TensorFlow's takes no explicit padding.
      const strided = info.strideHeight > 1 || info.strideWidth > 1;
      if (strided && (attrs.pad === 'valid' || attrs.pad === 'same')) return undefined;
      const numbers = [threads, 0, 0, ...integersOf(info), ...attrs.inputShape];
      return runOwnOperation(backend, 'AxiswiseConvolutionInputGradient', numbers, [dy, filter])[0];
    },
  };
}

/** The sizes of a convolution; undefined for one that our operations do not compute. */
function servedConvolution(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: Attributes,
): tf.backend_util.Conv2DInfo | undefined {
  const dilated = [attrs.dilations ?? 1].flat().some((dilation) => dilation !== 1);
  if (dilated || attrs.dataFormat === 'NCHW') return undefined;
  const info = convolutionInfo(inputShape, filterShape, attrs);
  return tf.util.sizeFromShape(info.outShape) > 0 ? info : undefined;
}

/**
 * The sizes in the order of `ConvolutionNumbers` in `kernels/operations.cc`.
 *
 * Where a filter spans the width, no filter moves along it, and its positions are summed like channels. Then the
 * height takes the place of the width, along which neighbouring windows are computed together.
 */
function integersOf(info: tf.backend_util.Conv2DInfo): number[] {
  const { batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth, outChannels } = info;
  const { strideHeight, strideWidth, padInfo, outHeight, outWidth } = info;
  const spansWidth = filterWidth === inWidth && outWidth === 1 && padInfo.left === 0;
  return spansWidth
    ? [
        ...[batchSize, 1, inHeight, inWidth * inChannels, 1, filterHeight, outChannels],
        ...[1, strideHeight, 0, padInfo.top, 1, outHeight],
      ]
    : [
        ...[batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth, outChannels],
        ...[strideHeight, strideWidth, padInfo.top, padInfo.left, outHeight, outWidth],
      ];
}

/** The sizes of a convolution in tiles, in the order of `TileNumbers` in `kernels/operations.cc`. */
const integersOfTiles = ({ convolution: c, ...tiling }: Tiling): number[] => [
  ...[c.batch, c.height, c.width, c.channels, c.filterHeight, c.filterWidth, c.outChannels],
  ...[c.outHeight, c.outWidth, c.padTop, c.padLeft, tiling.rows, tiling.columns],
  ...[tiling.stepHeight, tiling.stepWidth, tiling.blocks, tiling.blockTaps],
  ...[tiling.tileRows, tiling.tileColumns],
];

const maxPooling = (threads: number): Record<'forward' | 'gradient', Computation> => ({
  forward({ inputs: { x }, attrs, backend }) {
    if (x.dtype !== 'float32') return undefined;
    const numbers = poolingNumbers(threads, x.shape, attrs);
    return numbers && runOwnOperation(backend, 'AxiswiseMaxPool', numbers, [x])[0];
  },
  gradient({ inputs: { dy, input, output }, attrs, backend }) {
    const numbers = poolingNumbers(threads, input.shape, attrs);
    const inputs = [input, output, dy];
    return numbers && runOwnOperation(backend, 'AxiswiseMaxPoolGradient', numbers, inputs)[0];
  },
});

/** The sizes of a pooling in the order of `PoolingNumbers` in `kernels/operations.cc`. */
function poolingNumbers(
  threads: number,
  inputShape: readonly number[],
  attrs: Attributes,
): number[] | undefined {
  const info = poolingInfo(inputShape, attrs);
  const { top, bottom, left, right } = info.padInfo;
  const insideSomewhere =
    Math.max(top, bottom) < info.filterHeight && Math.max(left, right) < info.filterWidth;
  if (!insideSomewhere || tf.util.sizeFromShape(info.outShape) === 0) return undefined;
  return [threads, ...poolWindows(info)];
}

const unfoldings = (threads: number): Record<'forward' | 'gradient', Computation> => ({
  forward({ inputs: { x }, attrs, backend }) {
    const shape = unfoldedShape(attrs, x.shape[0], x.shape[x.shape.length - 1]);
    const numbers = unfoldNumbers(threads, attrs, x.shape, shape);
    return runOwnOperation(backend, 'AxiswiseUnfold', numbers, [x])[0];
  },
  gradient({ inputs: { x }, attrs, backend }) {
    const shape = foldedShape(attrs, x.shape);
    const numbers = unfoldNumbers(threads, attrs, shape, shape);
    return runOwnOperation(backend, 'AxiswiseFold', numbers, [x])[0];
  },
});

/** The numbers of windows in the order of `UnfoldNumbers` in `kernels/operations.cc`. */
const unfoldNumbers = (
  threads: number,
  { axes, order }: Unfolding,
  folded: readonly number[],
  result: readonly number[],
): number[] => [
  ...[threads, folded[0], folded[folded.length - 1], axes.length],
  ...axes.flatMap(({ length, cells, stride, dilation, before, positions, wraps }) => [
    ...[length, cells, stride, dilation, before, positions, Number(wraps)],
  ]),
  ...order,
  ...result,
];

/** One step of Adam on one parameter; see the kernel of the same name for wasm. */
function registerAdamUpdate(): void {
  tf.registerKernel({
    kernelName: 'AdamUpdate',
    backendName: 'tensorflow',
    kernelFunc: (args) => {
      const { inputs, attrs, backend } = args as unknown as KernelArguments<AdamUpdateAttributes>;
      const { weights, gradient, m, v } = inputs;
      const factors = tf.tensor1d(adamFactors(attrs));
      const tensors = [weights, gradient, m, v, factors];
      const updated = runOwnOperation(backend, 'AxiswiseAdam', [], tensors, 3);
      factors.dispose();
      return updated;
    },
  });
}
