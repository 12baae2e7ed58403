import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A Markdown file as the site shows it. */
export interface Page {
  /** What its first line says. */
  readonly title: string;
  /** All of it, in Markdown. */
  readonly text: string;
}

/** Fenced code, a heading, a link or a picture, code in a line: where one begins, nothing else does. */
const marked =
  /^ *(`{3,})[^]*?^ *\1$|^#{1,6} .*$|!?\[(?<words>(?:`[^`]*`|[^\]`])*)\]\((?<target>[^)\s]+)\)|`[^`\n]*`/gm;

/**
 * Reads a page. A link to a folder leads to its README. What the site does not show, sources and other folders,
 * stays as words. Headings lose the marks of code, which anchors would miss.
 *
 * @param file an absolute path.
 * @throws Error where the page has no title, or links to a file that is not there.
 */
export function readPage(file: string): Page {
  const text = readFileSync(file, 'utf8');
  const heading = /^# (.*)\n/.exec(text);
  if (!heading) throw new Error(`${file}: a page begins with its title: # …`);
  const shown = text.replace(marked, (all, ...found) => {
    const { words, target } = found.at(-1) as { words?: string; target?: string };
    if (/^#{1,6} /.test(all)) return all.replaceAll('`', '');
    if (target === undefined || /^(https?:|mailto:|#)/.test(target)) return all;
    const [place, anchor] = target.split('#');
    const linked = path.join(path.dirname(file), place);
    if (!existsSync(linked)) throw new Error(`${file}: links to ${target}, which is not there`);
    if (statSync(linked).isDirectory()) {
      if (!existsSync(path.join(linked, 'README.md'))) return words!;
      return `[${words}](${path.posix.join(place, 'README.md')}${anchor ? `#${anchor}` : ''})`;
    }
    return /\.(md|svg|png|jpe?g|csv)$/.test(place) ? all : words!;
  });
  return { title: heading[1].replaceAll('`', ''), text: shown };
}

/** A page without its title, for where something else says it. */
export const withoutTitle = ({ title, text }: Page): Page => ({
  title,
  text: text.slice(text.indexOf('\n') + 1),
});

/** The languages of the code of a page. */
export const languagesOf = ({ text }: Page): string[] =>
  [...text.matchAll(/^ *```(\w+)/gm)].map(([, language]) => language);
