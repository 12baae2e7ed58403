export { type BuiltNetwork, buildNetwork, toPortableModel } from './build-network.ts';
export { initialWeights } from './initial-weights.ts';
export { LocallyConnected2D, type LocallyConnected2DArgs } from './locally-connected-2d.ts';
export { SeededDropout, type SeededDropoutArgs } from './seeded-dropout.ts';
