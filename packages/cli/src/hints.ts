import type { InputErrorCode } from '@axiswise/messages';

/**
 * What mends a mistake on the command line, by its code. Libraries say what is wrong in plain words
 * and know no options; the options are added here, where a person reads the message.
 */
export const hints: { readonly [code in InputErrorCode]?: string } = {
  'data-format': 'name one with --data-format',
  'run-differs': 'choose another --run-dir, or replace it with --overwrite',
  'run-exists':
    'continue it with --resume, replace it with --overwrite, or choose another --run-dir',
  'run-locked': 'wait until it has ended, or choose another --run-dir',
  'run-not-finished': 'finish it with axiswise train and --resume',
};
