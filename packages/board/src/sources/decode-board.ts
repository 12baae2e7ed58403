import { readGivenFile } from '@axiswise/data';
import { encodeLastPositions } from './last-position.ts';

/**
 * The position at the end of each game of an SGF file, as a policy network sees it: what would be
 * played next?
 *
 * @param as.shape `[19, 19, planes]`.
 * @param as.encoding of the run: which planes.
 * @throws GameError where the file cannot be read, is on another board, or has an illegal move.
 */
export async function decodeBoard(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  return encodeLastPositions(await readGivenFile(file), as, file);
}
