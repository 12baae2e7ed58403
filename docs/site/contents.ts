import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A part of the site, as its navigation shows it. */
export interface Section {
  readonly title: string;
  /** Markdown files, relative to the root of the workspace. */
  readonly pages: readonly string[];
}

/** What can be imported, and the file that says what it exports. */
export interface EntryPoint {
  /** As an import names it: `@axiswise/geometry`, `@axiswise/report/csv`. */
  readonly name: string;
  /** Relative to the root of the workspace. */
  readonly file: string;
}

/** A package whose exports the site describes. */
export interface DocumentedPackage {
  /** Relative to the root of the workspace. */
  readonly folder: string;
  readonly storey: number;
  /** The one that an import of the package itself reads is the first. */
  readonly entryPoints: readonly EntryPoint[];
}

/** What the site shows. */
export interface Contents {
  /** The folder of the workspace. */
  readonly root: string;
  /** In the order of the navigation; the packages follow them. */
  readonly sections: readonly Section[];
  readonly packages: readonly DocumentedPackage[];
}

/** The packages that others install, all but those of storey `dev` and what only a clone has use for. */
const documentedPackages = (root: string): DocumentedPackage[] =>
  foldersWithReadme(root, 'packages').flatMap((folder) => {
    const {
      name,
      axiswise,
      exports = {},
    } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
      name: string;
      axiswise: { storey: number | 'dev' };
      exports?: Readonly<Record<string, string | { readonly default: string }>>;
    };
    const { storey } = axiswise;
    if (storey === 'dev' || name === '@axiswise/nx') return [];
    const entryPoints = Object.entries(exports)
      .map(([entry, file]) => [entry, typeof file === 'string' ? file : file.default] as const)
      .filter(([, file]) => file.endsWith('.ts') && !file.endsWith('.fixture.ts'))
      .map(([entry, file]) => ({
        name: path.posix.join(name, entry),
        file: path.posix.join(folder, file),
      }));
    return [{ folder, storey, entryPoints }];
  });

/**
 * The sections in their order.
 *
 * @throws Error where a page of docs/ is in no section, since nobody would find it.
 */
function readSections(root: string): Section[] {
  const documented = documentedPackages(root).map(({ folder }) => folder);
  const others = foldersWithReadme(root, 'packages').filter(
    (folder) => !documented.includes(folder),
  );
  const docs = (...names: string[]): string[] => names.map((name) => `docs/${name}.md`);
  const sections: Section[] = [
    {
      title: 'Guides',
      pages: [
        ...docs('lecture', 'tutorial-new-domain', 'own-data', 'add-a-layer', 'own-kinds'),
        ...docs('diagnose', 'design', 'visualize', 'style', 'export'),
      ],
    },
    { title: 'As a library', pages: markdownIn(root, 'docs/library') },
    { title: 'Results', pages: docs('comparisons', 'statistics', 'speed') },
    { title: 'Experiments', pages: readmes(foldersWithReadme(root, 'experiments')) },
    {
      title: 'The project',
      pages: [
        ...docs('architecture', 'dependencies'),
        ...['CONTRIBUTING.md', 'CHANGELOG.md', 'tests/README.md', 'benchmarks/peers/README.md'],
        ...readmes(others),
      ],
    },
  ];
  const listed = new Set(sections.flatMap(({ pages }) => pages));
  const forgotten = markdownIn(root, 'docs').filter((page) => !listed.has(page));
  if (forgotten.length > 0) {
    throw new Error(
      `${forgotten.join(', ')}: in no section of the site; name it in docs/site/contents.ts`,
    );
  }
  return sections;
}

/** Everything that the workspace documents. */
export const contentsOf = (root: string): Contents => ({
  root,
  sections: readSections(root),
  packages: documentedPackages(root),
});

const readmes = (folders: readonly string[]): string[] =>
  folders.map((folder) => `${folder}/README.md`);

const foldersWithReadme = (root: string, parent: string): string[] =>
  readdirSync(path.join(root, parent))
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(path.join(root, folder, 'README.md')))
    .sort();

const markdownIn = (root: string, folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort();
