import type { InputErrorCode } from '@axiswise/messages';

/**
 * The options that help after a mistake, by its code. Libraries know no options of a command line: their own
 * remedy is for whoever calls them, and this one takes its place.
 */
export const hints: { readonly [code in InputErrorCode]?: string } = {
  'axes-absent': 'name them in the order in which an example holds them, as in --axes sensor,time',
  'comparison-absent': '--against takes the folder of a finished comparison',
  'data-format': 'name one with --data-format',
  'experiment-name': 'choose another --name, or remove that folder',
  'export-exists': 'replace it with --overwrite, or choose another --out',
  'run-differs': 'leave that out, choose another --run-dir, or replace the run with --overwrite',
  'run-exists':
    'continue it with --resume, replace it with --overwrite, or choose another --run-dir',
  'run-locked': 'wait until it has ended, or choose another --run-dir',
  'vectors-absent':
    'name a file of word vectors with --data-options vectors=FILE, or choose random ones',
  'workers-unsupported': 'set its threads with --threads, or choose --backend wasm',
  'run-not-finished': 'finish it with axiswise train and --resume',
};
