import { discoverExperiments } from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';

/**
 * Returns the names of the experiments that a call asks for, each once; `all` stands for every one of ours.
 *
 * @throws InputError where `all` is not the only name.
 */
export function namedExperiments(words: readonly string[]): string[] {
  if (!words.includes('all')) return [...new Set(words)];
  if (words.length > 1)
    throw new InputError('usage', '"all" stands alone: it names every experiment of Axiswise');
  // Code of others is executed only where it is named, so `all` leaves it out.
  return [...discoverExperiments().values()].filter(({ isOwn }) => isOwn).map(({ name }) => name);
}
