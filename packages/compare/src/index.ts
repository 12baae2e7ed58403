export { compare, type CompareExperimentsOptions, type CompareObserver } from './compare.ts';
export type {
  Claim,
  ComparedDecision,
  ComparedAxis,
  ComparedPair,
  ComparedScale,
  ComparedStrategy,
  ComparedTuning,
  Comparison,
  ExperimentComparison,
  FailedTrial,
  FilterAlongAxis,
  MeanOverSeeds,
  NetworkShape,
  ScaledStrategy,
  ShiftCurve,
  TrainingCheck,
  TrainingCurvePoint,
  TriedConfiguration,
  TunedStrategy,
} from './comparison.ts';
export type { CompareOptions } from './plan-comparison.ts';
export { comparisonFile, readComparison } from './read-comparison.ts';
