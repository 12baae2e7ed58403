export { compare, type CompareExperimentsOptions, type CompareObserver } from './compare.ts';
export { comparePredictions, type ComparePredictionsOptions } from './compare-predictions.ts';
export type {
  Claim,
  ClaimOutcome,
  ClassScores,
  ComparedDecision,
  ComparedFigure,
  ComparedAxis,
  ComparedPair,
  ComparedScale,
  ComparedStrategy,
  ComparedTask,
  ComparedTuning,
  Comparison,
  DisagreedExample,
  Disagreement,
  ExperimentComparison,
  FailedTrial,
  FilterAlongAxis,
  MeanOverSeeds,
  MetricDifference,
  NetworkShape,
  PredictedClass,
  ScaledStrategy,
  ShiftCurve,
  TrainingCheck,
  TrainingCurvePoint,
  TriedConfiguration,
  TunedStrategy,
} from './comparison.ts';
export { type ExampleDrawings, readExampleDrawings } from './example-drawings.ts';
export { outcomeOfPair, type PairOutcome } from './pair-outcome.ts';
export type { CompareOptions } from './plan-comparison.ts';
export { comparisonFile, readComparison } from './read-comparison.ts';
export { type ComparedModel, type PredictionComparison } from './prediction-comparison.ts';
