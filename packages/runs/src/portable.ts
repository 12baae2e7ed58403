// What runs in Node and in browsers.
export {
  type ArchitectureLayer,
  architectureOf,
  type RecordedLayer,
  recordedLayers,
  shortArchitecture,
} from './architecture.ts';
export { type Difference, differences } from './differences.ts';
export type { EpochLine } from './metrics-file.ts';
export type { RunStatus, RunSummary, StoredKind } from './run-summary.ts';
export { runAbsent, runDiffers, runExists, runNotFinished } from './run-errors.ts';
export {
  runIdentitySchema,
  type RunIdentity,
  runOutcomeSchema,
  type RunOutcome,
  type RunRecord,
  runRecordSchema,
} from './run-record.ts';
export type { TestPredictions } from './test-predictions.ts';
export { measuredNumber } from './measured-number.ts';
