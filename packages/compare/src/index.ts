export { compare, type CompareExperimentsOptions, type CompareObserver } from './compare.ts';
export { comparePredictions, type ComparePredictionsOptions } from './compare-predictions.ts';
export type {
  Claim,
  ComparedAxis,
  ComparedPair,
  ComparedStrategy,
  ComparedTuning,
  Comparison,
  ExperimentComparison,
  FailedTrial,
  FilterAlongAxis,
  MeanOverSeeds,
  MetricDifference,
  ShiftCurve,
  TriedConfiguration,
  TunedStrategy,
} from './comparison.ts';
export type { CompareOptions } from './plan-comparison.ts';
export { comparisonFile, readComparison } from './read-comparison.ts';
export { type ComparedModel, type PredictionComparison } from './prediction-comparison.ts';
