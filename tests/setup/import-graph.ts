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

/** The file that an import names; undefined where it is not one of this checkout. */
function resolve(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('.')) return existing(path.resolve(path.dirname(importer), specifier));
  const [, name, subpath = '.'] = /^@axiswise\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const folder = path.join(root, name.replace(/^experiment-|^/, (prefix) => (prefix ? 'experiments/' : 'packages/'))); // prettier-ignore
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { exports = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    exports?: Record<string, string>;
  };
  const entry = exports[subpath === '.' ? subpath : `./${subpath}`];
  return entry === undefined ? undefined : existing(path.join(folder, entry));
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
