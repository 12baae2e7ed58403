import { discoverExperiments } from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';

/** The experiments that the words of a call name, each once; `all` names every one of ours. */
export function experimentsOf(words: readonly string[]): string[] {
  if (!words.includes('all')) return [...new Set(words)];
  if (words.length > 1)
    throw new InputError('usage', '"all" stands alone: it names every experiment of Axiswise');
  // Code of others is executed only where it is named.
  return [...discoverExperiments().values()].filter(({ isOwn }) => isOwn).map(({ name }) => name);
}
