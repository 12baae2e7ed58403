import { arrayFile, decodeArrays } from './arrays/array-file.ts';
import { holdsInputs, isOfArrays } from './arrays/array-members.ts';
import type { DataFormat } from './data-format.ts';

/** The user's own arrays of any domain, in NumPy's formats; see {@link arrayFile}. */
export const arrays: DataFormat = {
  describe: 'arrays (NumPy .npz or .npy), inputs x and labels y',
  reads: isOfArrays,
  source: arrayFile,
  decode: decodeArrays,
  decodes: holdsInputs,
};
