import { InputError, nearest } from '@axiswise/messages';
import { noSuchUnit, type VisibleLayer } from '@axiswise/interpret';

/** The units shown by default: the first nine, or all outputs up to sixteen. */
const unitsShown = 9;
const outputsShown = 16;

/**
 * Reads a choice of units: `0-8`, `3,5,12`, or classes of outputs.
 *
 * @param layer whose units are chosen.
 * @param names the names of its units, where they have any.
 * @throws InputError where a word is neither a unit nor a range of units.
 */
export function chooseUnits(
  words: string | undefined,
  layer: VisibleLayer,
  names: readonly (string | undefined)[],
): number[] {
  const all = Array.from({ length: layer.units }, (_, unit) => unit);
  if (words === undefined) {
    const isOutput = names[0] !== undefined && layer.units <= outputsShown;
    return all.slice(0, isOutput ? outputsShown : unitsShown);
  }
  const chosen = words.split(',').flatMap((part): number[] => {
    const word = part.trim();
    const range = /^(\d+)\s*-\s*(\d+)$/.exec(word);
    const [from, to] = range ? [Number(range[1]), Number(range[2])] : [Number(word), Number(word)];
    if (word !== '' && Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(to)) {
      if (to >= layer.units) {
        throw new InputError('usage', `--units: ${noSuchUnit(layer, to)}`);
      }
      if (from > to) throw new InputError('usage', `--units: "${word}" ends before it begins`);
      return all.slice(from, to + 1);
    }
    const unit = names.indexOf(word);
    if (unit >= 0) return [unit];
    const known = names.filter((name) => name !== undefined);
    const similar = nearest(word, known);
    throw new InputError(
      'usage',
      `--units must be numbers and ranges from 0 to ${layer.units - 1}, as 0-8 or 3,5` +
        `${known.length > 0 ? ', or classes' : ''}, got '${word}'` +
        `${similar !== undefined ? `; did you mean ${similar}?` : ''}`,
    );
  });
  return [...new Set(chosen)];
}
