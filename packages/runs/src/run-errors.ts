import { InputError } from '@axiswise/messages';
import type { Difference } from './differences.ts';

// Everything that is said of a run that cannot be used as it was asked for, in one place.

/** The error for a folder without a run. */
export const runAbsent = (folder: string): InputError =>
  new InputError('run-absent', `there is no run in ${folder}; train one first`);

/** The error for a folder that already holds a run. */
export const runExists = (folder: string): InputError =>
  new InputError('run-exists', `${folder} already holds a run`, {
    remedy: 'continue it, replace it, or choose another folder',
  });

/** The error for a run that was interrupted, where a finished one is needed. */
export const runNotFinished = (folder: string): InputError =>
  new InputError('run-not-finished', `the run in ${folder} is not finished`, {
    remedy: 'continue it first',
  });

/** The error for a folder with a run of another configuration; there is at least one difference. */
export function runDiffers(folder: string, [first]: readonly Difference[]): InputError {
  const { at, recorded, asked } = first;
  return new InputError(
    'run-differs',
    `the run in ${folder} cannot be continued: its ${at} is ${JSON.stringify(recorded)}, but ` +
      `${JSON.stringify(asked)} is asked for`,
    { remedy: 'leave that out, or choose another folder' },
  );
}

/** @param holder the process that holds the lock. */
export const runLocked = (folder: string, lock: string, holder: string): InputError =>
  new InputError('run-locked', `${holder} is at work in ${folder}`, {
    remedy: `wait until it has ended, or remove ${lock} if it has`,
  });

export const folderNotEmpty = (folder: string, holds: string): InputError =>
  new InputError(
    'folder-not-empty',
    `${folder} is not empty (it holds ${holds}) and is not a run; choose another folder`,
  );
