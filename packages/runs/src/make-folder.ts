import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { makeFolders, writeError } from '@axiswise/files';

/**
 * Makes a folder that is to be written into after long work, so that a place that cannot be written is
 * known before it.
 *
 * @throws InputError in one sentence that names the folder.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw writeError(folder, cause);
  }
}
