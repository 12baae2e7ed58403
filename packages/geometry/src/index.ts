export {
  activation,
  type ActivationGeometry,
  activationKind,
  type ActivationSpec,
} from './activation.ts';
export { type AdditionGeometry, additionKind, type AdditionSpec } from './addition.ts';
export { alongEach } from './along-each.ts';
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
  batchNormalization,
  type BatchNormalizationGeometry,
  batchNormalizationKind,
  type BatchNormalizationSpec,
} from './batch-normalization.ts';
export {
  binomialWeights,
  type Blur,
  blurPooling,
  type BlurPoolingGeometry,
  blurPoolingKind,
  type BlurPoolingSpec,
} from './blur-pooling.ts';
export { block, blocks } from './block.ts';
export type { Band, Bias, ConvolutionGeometry, ConvolutionSpec } from './convolution-geometry.ts';
export {
  type ConcatenationGeometry,
  concatenationKind,
  type ConcatenationSpec,
} from './concatenation.ts';
export { convolution, convolutionKind } from './convolution.ts';
export { dense, type DenseGeometry, denseKind, type DenseSpec } from './dense.ts';
export { dropout, type DropoutGeometry, dropoutKind, type DropoutSpec } from './dropout.ts';
export {
  embedding,
  type EmbeddingGeometry,
  embeddingKind,
  type EmbeddingSpec,
  type EmbeddingTable,
} from './embedding.ts';
export {
  type FeatureAxis,
  type Features,
  needsAxes,
  needsNumbers,
  needsUnits,
  sizeOf,
} from './features.ts';
export {
  type AntiAliasing,
  banded,
  type Banded,
  type FilterStrategy,
  type Padding,
  pool,
  type Pool,
  slide,
  type Slide,
  span,
  type Span,
  type WeightSharing,
} from './filter-strategy.ts';
export {
  axesBehind,
  type FilterLayer,
  filtersAlongAxes,
  filtersInWords,
  filterWindows,
} from './filter-windows.ts';
export { type LayerAlongAxes, layersAlongAxes } from './layers-along-axes.ts';
export { flatten, type FlattenGeometry, flattenKind, type FlattenSpec } from './flatten.ts';
export {
  globalPooling,
  type GlobalPoolingGeometry,
  globalPoolingKind,
  type GlobalPoolingSpec,
} from './global-pooling.ts';
export {
  groupNormalization,
  type GroupNormalizationGeometry,
  groupNormalizationKind,
  type GroupNormalizationSpec,
} from './group-normalization.ts';
export {
  depthwiseConvolution,
  type DepthwiseConvolutionGeometry,
  depthwiseConvolutionKind,
  type DepthwiseConvolutionSpec,
  type GroupedConvolutionGeometry,
  groupedConvolutionKind,
  type GroupedConvolutionSpec,
} from './grouped-convolution.ts';
export { identity, type IdentityGeometry, identityKind, type IdentitySpec } from './identity.ts';
export {
  type Activation,
  type AlongAxis,
  type BranchingKind,
  connectionsOf,
  defineBranchingKind,
  defineLayerKind,
  type Derived,
  type LayerGeometry,
  type LayerKind,
  type LayerKindDeclaration,
  type LayerPlace,
  type LayerSpec,
  type NetworkLayer,
  type Width,
} from './layer-kind.ts';
export {
  layerNormalization,
  type LayerNormalizationGeometry,
  layerNormalizationKind,
  type LayerNormalizationSpec,
} from './layer-normalization.ts';
export { maxout, type MaxoutGeometry, maxoutKind, type MaxoutSpec } from './maxout.ts';
export { deriveNetwork, type NetworkGeometry } from './network.ts';
export { padded } from './padded.ts';
export { parallel, type ParallelSpec } from './parallel.ts';
export { pooling, type PoolingGeometry, poolingKind, type PoolingSpec } from './pooling.ts';
export { residualBlock } from './residual-block.ts';
export { shapeInWords } from './shape-in-words.ts';
export { softmax, type SoftmaxGeometry, softmaxKind, type SoftmaxSpec } from './softmax.ts';
export { checkStrategy, slidesAlong, type Strategy, subsamplesAlong } from './strategy.ts';
export { type Objection, objections } from './theory.ts';
export { type TiedDense, tiedDense } from './tied-dense.ts';
export {
  upsampling,
  type UpsamplingGeometry,
  upsamplingKind,
  type UpsamplingSpec,
} from './upsampling.ts';
export {
  equalSizesWithin,
  fitToSize,
  minimumWidth,
  type SizedNetwork,
  type SizeMeasure,
  sizeTimes,
  type SoundShape,
} from './width.ts';
export { type Tap, windowTaps } from './window-taps.ts';
export { type AxisWindow, windowAlong } from './window.ts';
