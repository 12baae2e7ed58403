import type { InputErrorCode } from '@axiswise/messages';

/**
 * The options that help after a mistake, by its code. Libraries say what is wrong and know no options of
 * a command line; they are added here.
 */
export const hints: { readonly [code in InputErrorCode]?: string } = {
  'data-format': 'name one with --data-format',
  'run-differs': 'choose another --run-dir, or replace it with --overwrite',
  'run-exists':
    'continue it with --resume, replace it with --overwrite, or choose another --run-dir',
  'run-locked': 'wait until it has ended, or choose another --run-dir',
  'run-not-finished': 'finish it with axiswise train and --resume',
};
