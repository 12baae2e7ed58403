export {
  type ConvolutionProof,
  proveConvolution,
  type Proof,
  type ProofOptions,
} from './prove-convolution.ts';
export { type EquivalenceProof, proveEquivalence } from './prove-equivalence.ts';
export { type MaxPoolingProof, proveMaxPooling } from './prove-max-pooling.ts';
export { smallExample } from './small-example.ts';
export { weightMatrixDrawing } from './weight-matrix-drawing.ts';
