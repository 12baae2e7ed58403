import { InputError, nearest } from '@axiswise/messages';
import { noSuchUnit, type VisibleLayer } from '@axiswise/interpret';

/** Without a choice so many units are shown, or all answers where there are no more than these. */
const unitsShown = 9;
const answersShown = 16;

/**
 * Reads `0-8`, `3,5,12` or the names of answers.
 *
 * @param layer what is chosen of.
 * @param names of the layer's units, where they have names.
 * @throws InputError where a word is neither a unit nor a range of units.
 */
export function chooseUnits(
  words: string | undefined,
  layer: VisibleLayer,
  names: readonly (string | undefined)[],
): number[] {
  const all = Array.from({ length: layer.units }, (_, unit) => unit);
  if (words === undefined) {
    const isAnswers = names[0] !== undefined && layer.units <= answersShown;
    return all.slice(0, isAnswers ? answersShown : unitsShown);
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
      `--units takes numbers and ranges from 0 to ${layer.units - 1}, as 0-8 or 3,5` +
        `${known.length > 0 ? ', or the names of answers' : ''}, but "${word}" came` +
        `${similar !== undefined ? `; did you mean ${similar}?` : ''}`,
    );
  });
  return [...new Set(chosen)];
}
