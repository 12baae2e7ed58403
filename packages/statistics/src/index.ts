export { type ClassCounts, type ClassScore, classScores, countClasses } from './class-scores.ts';
export {
  decidePairs,
  type DecidePairsOptions,
  type Look,
  type PairToDecide,
  type PairSoFar,
  type PairsSoFar,
  type ScoredStrategy,
} from './decide-pairs.ts';
export { hedgesG } from './effect-size.ts';
export { type ExpectedMaximum, expectedMaximum } from './expected-maximum.ts';
export { holm } from './holm.ts';
export { type MeanInterval, meanInterval } from './mean-interval.ts';
export { mean } from './mean.ts';
export { median } from './median.ts';
export { type MetricInWords, metricVerdict } from './metric-verdict.ts';
export {
  expectedCalibrationError,
  f1,
  type Metric,
  metrics,
  metricScores,
  precision,
  type Predictions,
  recall,
  topKAccuracy,
} from './metrics.ts';
export { aheadIn, findPair, reverseDifference } from './named-pairs.ts';
export {
  type PairedDifference,
  pairedDifference,
  type TestedDifference,
  testedDifference,
} from './paired-difference.ts';
export { permutationTest } from './permutation-test.ts';
export { levelOfEachLook } from './repeated-looks.ts';
export {
  enoughGroups,
  type FewGroups,
  type ScoreInterval,
  scoreInterval,
  type ScoreIntervalOptions,
} from './score-interval.ts';
export {
  sampleSize,
  type SampleSize,
  type SampleSizeOptions,
  scoreVariance,
  type ScoreVariance,
} from './sample-size.ts';
export {
  averageScores,
  countPatterns,
  type Groups,
  groupsToDraw,
  numberOfGroups,
  type Scores,
  subtractScores,
} from './scores.ts';
export { type SimulatedPredictions, simulatePredictions } from './simulate-predictions.ts';
export {
  expectedAccuracy,
  expectedDifference,
  type SimulatedExperiment,
  simulateScores,
} from './simulate-scores.ts';
export { studentCdf, studentQuantile } from './student-t.ts';
export { sumScores, type VarianceComponents, varianceComponents } from './variance-components.ts';
export { isSignificant, type PairedComparison, verdict } from './verdict.ts';
export { wilsonInterval } from './wilson-interval.ts';
