import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Follows every link and every anchor within a folder of HTML.
 *
 * @returns what leads nowhere, a line each: the page and its link. Links to other hosts are not followed.
 */
export function brokenLinks(folder: string): string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  const htmlOf = new Map(
    pages.map((page) => [page, readFileSync(path.join(folder, page), 'utf8')]),
  );
  const anchorsOf = new Map(
    [...htmlOf].map(([page, html]) => [page, new Set(attributes(html, 'id'))]),
  );
  return [...htmlOf].flatMap(([page, html]) =>
    [...new Set([...attributes(html, 'href'), ...attributes(html, 'src')])]
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [place, anchor] = link.split('#').map(decodeURIComponent);
        const target = place === '' ? page : path.join(path.dirname(page), place.split('?')[0]);
        const file = path.join(folder, target);
        if (!existsSync(file) || statSync(file).isDirectory()) return true;
        return Boolean(anchor) && anchorsOf.get(target)?.has(anchor) === false;
      })
      .map((link) => `${page}: ${link}`),
  );
}

const attributes = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) =>
    value.replaceAll('&amp;', '&'),
  );
