export {
  type Axes,
  type AxisDeclaration,
  type AxisOf,
  defineAxes,
  type InputGeometry,
  inputOf,
  type Judgement,
  no,
  yes,
} from './axes.ts';
export {
  type Band,
  type Bias,
  convolution,
  type ConvolutionGeometry,
  type ConvolutionSpec,
} from './convolution.ts';
export { dense, type DenseGeometry, type DenseSpec } from './dense.ts';
export { dropout, type DropoutGeometry, type DropoutSpec } from './dropout.ts';
export {
  embedding,
  type EmbeddingGeometry,
  type EmbeddingSpec,
  type EmbeddingTable,
} from './embedding.ts';
export { flatten, type FlattenGeometry, type FlattenSpec } from './flatten.ts';
export {
  globalPooling,
  type GlobalPoolingGeometry,
  type GlobalPoolingSpec,
} from './global-pooling.ts';
export type { Activation, FeatureAxis, Features, LayerGeometry } from './layer.ts';
export { maxout, type MaxoutGeometry, type MaxoutSpec } from './maxout.ts';
export {
  block,
  deriveNetwork,
  type LayerSpec,
  type NetworkGeometry,
  type NetworkLayer,
} from './network.ts';
export { type ConcatenationGeometry, parallel, type ParallelSpec } from './parallel.ts';
export { pooling, type PoolingGeometry, type PoolingSpec } from './pooling.ts';
export { softmax, type SoftmaxGeometry, type SoftmaxSpec } from './softmax.ts';
export {
  banded,
  type Banded,
  checkStrategy,
  type FilterStrategy,
  type Padding,
  pool,
  type Pool,
  slide,
  type Slide,
  span,
  type Span,
  type WeightSharing,
} from './strategy.ts';
export { type Objection, objections } from './theory.ts';
export { connectionsOf, type TiedDense, tiedDense } from './tied-dense.ts';
export { upsampling, type UpsamplingGeometry, type UpsamplingSpec } from './upsampling.ts';
export { fitToSize, type SizedNetwork, type SizeMeasure } from './width.ts';
export { type Tap, windowTaps } from './window-taps.ts';
export { type AxisWindow, windowAlong } from './window.ts';
