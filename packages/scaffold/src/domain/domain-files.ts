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
 * @param domain name and axes, checked ({@link checkExperimentName}, {@link checkAxisNames}).
 */
export function domainFiles({
  name,
  axes,
}: {
  readonly name: string;
  readonly axes: readonly string[];
}): WrittenFile[] {
  const text: DomainText = {
    name,
    title: titleOf(name),
    axes,
    last: axes[axes.length - 1],
    first: axes.length === 2 ? axes[0] : undefined,
  };
  return [
    { path: 'README.md', content: readmeText(text) },
    { path: 'experiment.test.ts', content: testText(text) },
    { path: 'experiment.ts', content: experimentText(text) },
    { path: 'source.ts', content: sourceText(text) },
  ];
}

/** A name as people write it: `my-sensors` → `My sensors`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
