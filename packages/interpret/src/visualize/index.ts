export {
  type Attribution,
  type AttributionOptions,
  occlusionMap,
  saliencyMap,
} from './attribution.ts';
export { ballSpace, boxSpace, type InputSpace } from './input-space.ts';
export {
  ascentDefaults,
  type AscentOptions,
  ascentStarts,
  type Maximum,
  maximizeActivation,
  withPenalties,
} from './maximize-activation.ts';
export { nearestSymbols } from './nearest-symbols.ts';
export { Objective, type Term } from './objective.ts';
export { type TopExample, topExamples } from './top-examples.ts';
export { noSuchUnit, type UnitKind, type VisibleLayer, VisibleNetwork } from './visible-network.ts';
export { VisualizeError } from './visualize-error.ts';
