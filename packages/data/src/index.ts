export type { Dataset, LoadContext, RemoteFile, Source, Split, Splits } from './dataset.ts';
export { DataError } from './errors.ts';
export { Random, type RandomState } from './random.ts';
