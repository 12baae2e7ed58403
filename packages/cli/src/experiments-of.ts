import { discoverExperiments } from '@axiswise/experiment';
import { UsageError } from './outcome.ts';

/** The experiments that the words of a call name, each once; `all` names every one there is. */
export function experimentsOf(words: readonly string[]): string[] {
  if (!words.includes('all')) return [...new Set(words)];
  if (words.length > 1) throw new UsageError('"all" stands alone: it names every experiment');
  return [...discoverExperiments().keys()];
}
