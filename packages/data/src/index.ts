export { type Batch, batches, epochOrder } from './batches.ts';
export { dataDirectory } from './data-directory.ts';
export type { Dataset, LoadContext, RemoteFile, Source, Split, Splits } from './dataset.ts';
export { DataError } from './errors.ts';
export { Random, type RandomState } from './random.ts';
export { arraySplit, holdOut, subset, takeExamples } from './splits.ts';
