export { design, type DesignOptions, type DesignStep, designSteps } from './design.ts';
export type {
  Certainty,
  Design,
  DesignedAxis,
  DesignedStrategy,
  Proposal,
} from './design-result.ts';
