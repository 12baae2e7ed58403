// What kernels of every engine compute from the attributes of an operation.
export { adamFactors, type AdamUpdateAttributes } from './adam-update.ts';
export { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';
export { type PoolingAttributes, poolingInfo, poolWindows } from './pooling-info.ts';
export * from './unfolding.ts';
export { inputGradientTilingOf, type Tiling, tilingOf } from './winograd-tiling.ts';
