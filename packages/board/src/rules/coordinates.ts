import { InputError } from '@axiswise/messages';

/**
 * The names of a point of the board, and their conversions.
 *
 * | way | upper left of 19×19 | lower right | how |
 * |---|---|---|---|
 * | array `[row, column]` | `[0, 0]` | `[18, 18]` | row 0 at the top, as rows of a picture |
 * | point | `0` | `360` | `row × size + column`: a class of the network, an index into planes |
 * | SGF | `aa` | `ss` | column, then row, both from the upper left |
 * | GTP | `A19` | `T1` | column A-H, J-T (no I), then the row counted from the bottom, from 1 |
 *
 * A pass is {@link PASS}, in SGF an empty value (and `tt` up to 19×19), in GTP `pass`.
 */

/** The move that plays no stone. */
export const PASS = -1;

/** The columns of GTP: the letters without I, which looks like J. */
const gtpColumns = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';
/** The rows and columns of SGF: a-z, then A-Z, up to 52. */
const sgfLetters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The largest board that GTP has column letters for. */
export const largestSize = gtpColumns.length;

/** Up to this size, SGF also writes a pass as `tt`; on larger boards `tt` is a point. */
const largestSizeWithTt = 19;

/**
 * Returns the GTP name of a point, such as `Q16`; of {@link PASS}, `pass`.
 *
 * @example
 * gtpName(0); // 'A19'
 * gtpName(3 * 19 + 15); // 'Q16'
 * gtpName(8, 9); // 'J9'
 */
export function gtpName(point: number, size = 19): string {
  if (point === PASS) return 'pass';
  const row = Math.floor(point / size);
  return `${gtpColumns[point % size]}${size - row}`;
}

/**
 * Parses a GTP name (in either case) to a point or {@link PASS}.
 *
 * @throws InputError if a board of this size has no such point.
 * @example
 * pointOfGtpName('q16'); // 72
 */
export function pointOfGtpName(name: string, size = 19): number {
  if (name.toLowerCase() === 'pass') return PASS;
  const [, letter, number] = /^([a-zA-Z])([1-9]\d?)$/.exec(name) ?? [];
  const column = letter === undefined ? -1 : gtpColumns.indexOf(letter.toUpperCase());
  const row = size - Number(number);
  if (column === -1 || column >= size || !(row >= 0)) {
    throw new InputError(
      'data',
      `'${name}' is not a point of a ${size}×${size} board; points are ${gtpName(size * (size - 1), size)} ` +
        `to ${gtpName(size - 1, size)}, without the letter I, or pass`,
    );
  }
  return row * size + column;
}

/**
 * Returns the SGF value of a point: `pd`, column before row; of {@link PASS}, an empty text.
 *
 * @example
 * sgfValue(3 * 19 + 15); // 'pd'
 */
export function sgfValue(point: number, size = 19): string {
  if (point === PASS) return '';
  return sgfLetters[point % size] + sgfLetters[Math.floor(point / size)];
}

/**
 * Parses an SGF value to a point; {@link PASS} for an empty one (and `tt` up to 19×19); undefined
 * if the board has no such point.
 *
 * @example
 * pointOfSgfValue('pd'); // 72
 * pointOfSgfValue('tt'); // -1
 */
export function pointOfSgfValue(value: string, size = 19): number | undefined {
  if (value === '' || (value === 'tt' && size <= largestSizeWithTt)) return PASS;
  if (value.length !== 2) return undefined;
  const column = sgfLetters.indexOf(value[0]);
  const row = sgfLetters.indexOf(value[1]);
  if (column < 0 || row < 0 || column >= size || row >= size) return undefined;
  return row * size + column;
}

/**
 * Lists the GTP names of all points in index order: the classes of a policy network.
 *
 * @example
 * gtpNames(2); // ['A2', 'B2', 'A1', 'B1']
 */
export function gtpNames(size = 19): string[] {
  return Array.from({ length: size * size }, (_, point) => gtpName(point, size));
}
