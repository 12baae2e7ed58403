export { type Batch, batches, epochOrder } from './batches.ts';
export { type FileState, verifyFiles } from './checksums.ts';
export { dataDirectory } from './data-directory.ts';
export type { Dataset, LoadContext, RemoteFile, Source, Split, Splits } from './dataset.ts';
export { fetchFiles, type FetchOptions } from './download.ts';
export { DataError } from './errors.ts';
export { Random, type RandomState } from './random.ts';
export { checkOptionNames } from './source-options.ts';
export { arraySplit, holdOut, type HoldOutSize, subset, takeExamples } from './splits.ts';
