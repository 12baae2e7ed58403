// What runs in Node and in browsers.
export type { ConvolutionProof, Proof, ProofOptions } from './equivalence/prove-convolution.ts';
export { type EquivalenceProof, proveEquivalence } from './equivalence/prove-equivalence.ts';
export type { MaxPoolingProof } from './equivalence/prove-max-pooling.ts';
export { smallExample } from './equivalence/small-example.ts';
export { weightMatrixDrawing } from './equivalence/weight-matrix-drawing.ts';
export {
  type Attribution,
  type AttributionOptions,
  occlusionMap,
  saliencyMap,
} from './visualize/attribution.ts';
export { ballSpace, boxSpace, type InputSpace } from './visualize/input-space.ts';
export {
  type AscentOptions,
  maximizeActivation,
  type Maximum,
  withPenalties,
} from './visualize/maximize-activation.ts';
export { Objective, type Term } from './visualize/objective.ts';
export { type TopExample, topExamples } from './visualize/top-examples.ts';
export {
  noSuchUnit,
  type UnitKind,
  type VisibleLayer,
  VisibleNetwork,
} from './visualize/visible-network.ts';
