import { InputError } from '@axiswise/messages';
import type { DataFormat } from './data-format.ts';
import type { Source } from './dataset.ts';

const isAbsent = (name: string): InputError =>
  new InputError('data', `${name} is read from files, in Node only; choose other data here`);

/** In a browser: a source of data that lies in files. It can be named, and says so when it is loaded. */
export const nodeOnlySource = (name: string): Source => ({
  name,
  description: 'read from files, in Node only',
  load: () => Promise.reject(isAbsent(name)),
});

/** In a browser: a format of files. */
export const nodeOnlyFormat = (describe: string): DataFormat => ({
  describe,
  reads: () => false,
  source: () => nodeOnlySource(describe),
});
