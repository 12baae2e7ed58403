export { buildNetwork, type BuiltNetwork, toPortableModel } from './build/build-network.ts';
export { buildPiece, convolutionVariables } from './build/build-piece.ts';
export type { SymbolVectors } from './build/embedding.ts';
export { initialWeights } from './initial-weights.ts';
export { LocallyConnected2D, type LocallyConnected2DArgs } from './locally-connected-2d.ts';
export { Maxout, type MaxoutArgs } from './maxout.ts';
export { PositionBias } from './position-bias.ts';
export { SeededDropout, type SeededDropoutArgs } from './seeded-dropout.ts';
export { activationOf, convolveStepwise } from './stepwise-convolution.ts';
export {
  type EmbeddingFocus,
  SymbolEmbedding,
  type SymbolEmbeddingArgs,
} from './symbol-embedding.ts';
export { walkLayers } from './walk-layers.ts';
