export {
  type ArchitectureLayer,
  architectureOf,
  type RecordedLayer,
  recordedLayers,
  shortArchitecture,
} from './architecture.ts';
export { type Checkpoint, CheckpointFolder } from './checkpoints.ts';
export { type Difference, differences } from './differences.ts';
export { findRun, readStored, type StoredRun } from './find-run.ts';
export { listRuns } from './list-runs.ts';
export { makeFolder } from './make-folder.ts';
export type { EpochLine } from './metrics-file.ts';
export { placeOf, resultFile, runsFolder, type Stored } from './place.ts';
export { removeRun } from './remove-run.ts';
export { emptyRunFolder, RunDirectory, runFiles } from './run-directory.ts';
export type { RunStatus, RunSummary, StoredKind } from './run-summary.ts';
export { runAbsent, runDiffers, runExists, runNotFinished } from './run-errors.ts';
export { withRunLock, withRunLocks } from './run-lock.ts';
export {
  runIdentitySchema,
  type RunIdentity,
  runOutcomeSchema,
  type RunOutcome,
  type RunRecord,
  runRecordSchema,
} from './run-record.ts';
export { encodeSafetensors, type NamedArray } from './safetensors.ts';
export type { TestPredictions } from './test-predictions.ts';
export { type RunEvent, watchRun, type WatchRunOptions } from './watch-run.ts';
export { measuredNumber } from './measured-number.ts';
