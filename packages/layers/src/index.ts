export {
  buildNetwork,
  type BuiltNetwork,
  toPortableModel,
  type TrainableNetwork,
} from './build-network.ts';
export { buildPiece } from './build-piece.ts';
export { convolutionVariables } from './kinds/convolution.ts';
export { embeddingOf, type SavedEmbedding } from './kinds/embedding.ts';
export type {
  BuildContext,
  Constraint,
  InitialContext,
  LayerTable,
  LayerTensors,
  TokenVectors,
  WeightHolder,
} from './layer-tensors.ts';
export { LocallyConnected2D, type LocallyConnected2DArgs } from './locally-connected-2d.ts';
export { Maxout, type MaxoutArgs } from './maxout.ts';
export { PositionBias } from './position-bias.ts';
export { logitsOf, outputNameOf, probabilitiesName } from './probabilities.ts';
export type { BatchPart, RandomLayer } from './random-layer.ts';
export { SeededDropout, type SeededDropoutArgs } from './seeded-dropout.ts';
export { applyStepwise, type Signal } from './standard-layers.ts';
export { activationOf, convolveStepwise, removeActivation } from './stepwise-convolution.ts';
export { trainableNetwork } from './trainable-network.ts';
export type { StatisticsLayer } from './statistics-layer.ts';
export type { Symbolic } from './symbolic.ts';
export { type EmbeddingRows, TokenEmbedding, type TokenEmbeddingArgs } from './token-embedding.ts';
export { walkLayers } from './walk-layers.ts';
