export { ClassifierFiles } from './classifiers/classifier-store.ts';
export {
  areLabelsPositions,
  shortestAxis,
  windowLength,
} from './classifiers/reference-classifier.ts';
export { diagnoseSample } from './diagnose-sample.ts';
export { diagnose, type DiagnoseOptions, refuseWhereAllHaveLabels } from './diagnose.ts';
export type {
  Agreement,
  ComparisonBeside,
  DiagnosedAxis,
  Diagnosis,
  DiagnosisScore,
  Estimate,
  Evidence,
  Judged,
  MeasuredDifference,
  NeededExamples,
  Verdict,
} from './diagnosis.ts';
export { findComparison, type FoundComparison } from './find-comparison.ts';
export { knownAnswers, drawKnownAnswer } from './known-answers/known-answers.ts';
export { diagnosisFile, readDiagnosis } from './read-diagnosis.ts';
