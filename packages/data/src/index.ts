export { removeTemporaries, writeFileAtomically } from './atomic-file.ts';
export { type Batch, batches, epochOrder } from './batches.ts';
export { type FileState, verifyFiles } from './checksums.ts';
export {
  type ClassFile,
  type ClassFiles,
  describeSkipped,
  divideParts,
  type FileKind,
  findClassFiles,
  type PartName,
} from './class-files.ts';
export { countProgress } from './count-progress.ts';
export { dataDirectory } from './data-directory.ts';
export type { Dataset, LoadContext, Pass, RemoteFile, Source, Split, Splits } from './dataset.ts';
export { fetchFiles, type FetchOptions } from './download.ts';
export { DataError } from './errors.ts';
export { decodeExamples, exampleFile } from './example-file.ts';
export { withFileLock } from './file-lock.ts';
export { forEachBounded } from './for-each-bounded.ts';
export { type GeneratedSizes, generatedSource } from './generated-source.ts';
export { Random, type RandomState } from './random.ts';
export { checkOptionNames } from './source-options.ts';
export {
  arraySplit,
  crossValidationFold,
  holdOut,
  type HoldOutSize,
  subset,
  takeExamples,
  tenFolds,
} from './splits.ts';
export { writeError } from './write-error.ts';
