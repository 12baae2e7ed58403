export {
  checkSearchSpace,
  type Configuration,
  drawConfiguration,
  type Edge,
  edgesOf,
  edgeShare,
  type SearchChoices,
  type SearchParameter,
  type SearchRange,
  type SearchSpace,
} from './search-space.ts';
export {
  type HalvingResults,
  type HalvingState,
  halvingRungs,
  type Rung,
  successiveHalving,
  type TrialScore,
} from './successive-halving.ts';
