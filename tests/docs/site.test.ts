import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { describe, expect, it } from 'vitest';
import { brokenLinks } from '../../docs/site/check-links.ts';
import { type Contents, contentsOf } from '../../docs/site/contents.ts';
import { readPage } from '../../docs/site/pages.ts';
import { buildSite } from '../../docs/site/site.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Writes files, by their paths. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A workspace of two pages and a package, as a site shows it. */
function smallWorkspace(files: Readonly<Record<string, string>> = {}): Contents {
  const folder = temporaryFolder();
  write(folder, {
    'README.md': '# Small\n\n[more](docs/more.md#one-thing), [sums](packages/sums)\n',
    'docs/more.md': '# More\n\n## One thing\n\n[sums](../packages/sums/README.md)\n',
    'packages/sums/README.md': '# @small/sums\n\nAdds.\n',
    'packages/sums/index.ts': '/** Adds one; see {@link zero}. */\nexport const one = 1;\n/** None. */\nexport const zero = 0;\n',
    'tsconfig.base.json': '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "types": [] } }',
    ...files,
  }); // prettier-ignore
  return {
    root: folder,
    sections: [{ title: 'Pages', pages: ['docs/more.md'] }],
    packages: [
      {
        folder: 'packages/sums',
        storey: 0,
        entryPoints: [{ name: '@axiswise/sums', file: 'packages/sums/index.ts' }],
      },
    ],
  };
}

describe('the site', () => {
  it('shows pages and exports at addresses that follow from their files', async () => {
    const to = path.join(temporaryFolder(), 'site');
    await buildSite(smallWorkspace(), to);
    const html = (page: string): string => readFileSync(path.join(to, page), 'utf8');
    expect(html('index.html')).toContain('href="docs/more.html#one-thing"');
    expect(html('index.html')).toContain('href="packages/sums.html"');
    expect(html('docs/more.html')).toContain('href="../packages/sums.html"');
    expect(html('packages/sums.html')).toContain('<p>Adds.</p>');
    expect(html('packages/sums/variable.one.html')).toContain('href="variable.zero.html"');
    // It is read without a network: nothing is asked of another host.
    for (const page of ['index.html', 'docs/more.html', 'packages/sums.html']) {
      expect(html(page)).not.toMatch(/(href|src)="(https?:)?\/\//);
    }
  });

  it.each([
    [
      'an export without a docstring',
      { 'packages/sums/index.ts': 'export const one = 1;\n' },
      'one of @axiswise/sums has no docstring',
    ],
    [
      'an anchor that is not there',
      { 'README.md': '# Small\n\n[more](docs/more.md#another)\n' },
      'index.html: docs/more.html#another leads nowhere',
    ],
    [
      'a link to a file that is not there',
      { 'README.md': '# Small\n\n[more](docs/less.md)\n' },
      'README.md: links to docs/less.md, which is not there',
    ],
    [
      'a link to a name that is not there',
      { 'packages/sums/index.ts': '/** See {@link two}. */\nexport const one = 1;\n' },
      'Failed to resolve link to "two"',
    ],
    [
      'a parameter that is not there',
      { 'packages/sums/index.ts': '/** @param b is added. */\nexport const add = (a: number) => a;\n' },
      'has an @param with name "b", which was not used',
    ],
  ])('is refused with %s', async (_what, files, problem) => {
    const to = path.join(temporaryFolder(), 'site');
    await expect(buildSite(smallWorkspace(files), to)).rejects.toThrow(problem);
  }); // prettier-ignore

  it('has a place for every page of docs, and every package that is published', () => {
    const { sections, packages } = contentsOf(root);
    for (const file of sections.flatMap(({ pages }) => pages)) {
      expect(existsSync(path.join(root, file)), file).toBe(true);
    }
    const names = packages.map(({ entryPoints: [{ name }] }) => name);
    expect(names).toEqual(expect.arrayContaining(['axiswise', '@axiswise/geometry']));
    expect(names).not.toContain('@axiswise/testing');
  });
});

describe('a page', () => {
  it('links to the README of a folder, and only names what the site does not show', () => {
    const folder = temporaryFolder();
    write(folder, {
      'page.md': [
        '# `Page`',
        '[a](a), [`b`](b), [c](c.ts), [far](https://example.org/x), [here](#page)',
        '`[c](c.ts)`',
        '```ts',
        'kinds[a](a);',
        '```',
        '## `b` too',
        '',
      ].join('\n'),
      'a/README.md': '# A\n',
      'b/c.ts': '',
      'c.ts': '',
    });
    expect(readPage(path.join(folder, 'page.md'))).toEqual({
      title: 'Page',
      text: [
        '# Page',
        '[a](a/README.md), `b`, c, [far](https://example.org/x), [here](#page)',
        '`[c](c.ts)`',
        '```ts',
        'kinds[a](a);',
        '```',
        '## b too',
        '',
      ].join('\n'),
    });
  });

  it('begins with its title', () => {
    const folder = temporaryFolder();
    write(folder, { 'page.md': 'Words.\n' });
    expect(() => readPage(path.join(folder, 'page.md'))).toThrow('a page begins with its title');
  });
});

it('finds links and anchors that lead nowhere', () => {
  const folder = temporaryFolder();
  write(folder, {
    'a.html': '<a id="top" href="#top"></a><a href="#end"></a><a href="b/c.html#%C3%A4"></a><img src="x.png">',
    'b/c.html': '<p id="ä"><a href="../a.html"></a><a href="../a.html#middle"></a><a href="https://example.org"></a>',
  }); // prettier-ignore
  expect(brokenLinks(folder).sort()).toEqual([
    'a.html: #end',
    'a.html: x.png',
    'b/c.html: ../a.html#middle',
  ]);
});
