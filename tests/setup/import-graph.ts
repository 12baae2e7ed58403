import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const statement = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
const expression = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
/** A file that runs in a process or thread of its own. */
const started = /\bnew URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url\s*\)/g;

/** What a file of this checkout imports or starts when it runs, by its words. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [statement, expression, started].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, specifier]) => specifier),
  );
}

/** The file that an import names, for Node; undefined where it is not one of this checkout. */
function resolve(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('.')) return existing(path.resolve(path.dirname(importer), specifier));
  if (specifier.startsWith('#')) {
    const [first, second] = path.relative(root, importer).split(path.sep);
    return entryOf(path.join(root, first, second), 'imports', specifier);
  }
  const [, name, subpath] = /^@axiswise\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const [, experiment] = /^experiment-(.+)$/.exec(name) ?? [];
  const folder = experiment === undefined ? `packages/${name}` : `experiments/${experiment}`;
  return entryOf(path.join(root, folder), 'exports', subpath === undefined ? '.' : `./${subpath}`);
}

type Entry = string | { readonly default: string };

/** The file of an entry of a package.json. */
function entryOf(folder: string, field: 'exports' | 'imports', name: string): string | undefined {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const entries = (
    JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly [Field in 'exports' | 'imports']?: Readonly<Record<string, Entry>>;
    }
  )[field];
  const entry = entries?.[name];
  if (entry === undefined) return undefined;
  return existing(path.join(folder, typeof entry === 'string' ? entry : entry.default));
}

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);

const known = new Map<string, { specifiers: string[]; files: string[] }>();

function edgesOf(file: string): { specifiers: string[]; files: string[] } {
  let edges = known.get(file);
  if (!edges) {
    const specifiers = importsOf(file);
    const files = specifiers
      .map((specifier) => resolve(specifier, file))
      .filter((target) => target !== undefined && /\.[cm]?[jt]s$/.test(target)) as string[];
    known.set(file, (edges = { specifiers, files }));
  }
  return edges;
}

/**
 * Whether a file imports a module, itself or through other files of this checkout. Imports of types
 * do not count: they are gone when the file runs.
 */
export function reaches(file: string, isTarget: (specifier: string) => boolean): boolean {
  const seen = new Set([file]);
  for (const at of seen) {
    const { specifiers, files } = edgesOf(at);
    if (specifiers.some(isTarget)) return true;
    for (const next of files) seen.add(next);
  }
  return false;
}
