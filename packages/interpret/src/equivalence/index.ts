export {
  type ConvolutionProof,
  proveConvolution,
  type Proof,
  type ProofOptions,
} from './prove-convolution.ts';
export { type EquivalenceProof, proveEquivalence } from './prove-equivalence.ts';
export { type MaxPoolingProof, proveMaxPooling } from './prove-max-pooling.ts';
