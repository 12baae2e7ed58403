import type { WrittenFile } from '../written-file.ts';
import type { DomainText } from './domain-text.ts';
import { experimentText } from './experiment.ts';
import { readmeText } from './readme.ts';
import { sourceText } from './source.ts';
import { testText } from './test.ts';

/**
 * The files of a new domain: an experiment that trains at once on a small generated example, for the user to
 * change.
 *
 * @param domain name and axes, checked ({@link checkExperimentName}, {@link checkAxisNames}), and the extension of code:
 *   `ts` or `mts` for TypeScript, `js` or `mjs` for JavaScript.
 */
export function domainFiles({
  name,
  axes,
  extension = 'ts',
}: {
  readonly name: string;
  readonly axes: readonly string[];
  readonly extension?: string | undefined;
}): WrittenFile[] {
  const text: DomainText = {
    extension,
    name,
    title: titleOf(name),
    axes,
    last: axes[axes.length - 1],
    first: axes.length === 2 ? axes[0] : undefined,
  };
  return [
    { path: 'README.md', content: readmeText(text) },
    { path: `experiment.test.${extension}`, content: testText(text) },
    { path: `experiment.${extension}`, content: experimentText(text) },
    { path: `source.${extension}`, content: sourceText(text) },
  ];
}

/** A name as people write it: `my-sensors` → `My sensors`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
