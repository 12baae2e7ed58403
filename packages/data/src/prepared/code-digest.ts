import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Code that does not run when data is prepared. */
const isTest = /\.(test|fixture)\.[cm]?[jt]s$/;
const isCode = /\.[cm]?[jt]s$/;

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const known = new Map<string, string>();

/**
 * A SHA-256 of the code of the package in which a module lies, and of ours on which it depends, with the
 * versions of the other packages: what code prepares is valid as long as that is the same.
 *
 * It is derived, since a version that somebody has to raise would be forgotten.
 *
 * @param module an `import.meta.url`.
 */
export function codeDigest(module: string): string {
  const file = fileURLToPath(module);
  const folder = packageFolder(path.dirname(file));
  const digest = known.get(folder);
  if (digest !== undefined) return digest;
  const hash = createHash('sha256');
  const seen = new Set<string>();
  addPackage(folder, topFolder(folder, file), hash, seen);
  const made = hash.digest('hex');
  known.set(folder, made);
  return made;
}

/** The nearest folder upwards with a `package.json`; the folder itself where there is none. */
function packageFolder(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return from;
  }
}

/** The folder of the code in a package, such as `src`; the package itself for a module that lies in it. */
function topFolder(folder: string, file: string): string {
  const [first, ...below] = path.relative(folder, file).split(path.sep);
  return below.length === 0 ? folder : path.join(folder, first);
}

function addPackage(folder: string, code: string, hash: Hash, seen: Set<string>): void {
  if (seen.has(folder)) return;
  seen.add(folder);
  const place = path.join(folder, 'package.json');
  const {
    name,
    version,
    dependencies = {},
  } = existsSync(place)
    ? (JSON.parse(readFileSync(place, 'utf8')) as Manifest & { readonly name?: string })
    : ({} as Manifest);
  hash.update(JSON.stringify([name, version]));
  for (const file of codeFiles(code)) {
    hash.update(`${path.relative(folder, file).split(path.sep).join('/')}\0`);
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  }
  for (const dependency of Object.keys(dependencies).sort()) {
    const found = dependencyFolder(folder, dependency);
    if (found === undefined) continue;
    if (dependency.startsWith('@axiswise/')) {
      addPackage(found, entryFolder(found), hash, seen);
    } else {
      const manifest = path.join(found, 'package.json');
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
      hash.update(JSON.stringify([dependency, version]));
    }
  }
}

function codeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name }) => isCode.test(name) && !isTest.test(name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !path.relative(folder, file).split(path.sep).includes('node_modules'))
    .sort();
}

/** Where Node would find a package. */
function dependencyFolder(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(place, 'package.json'))) return realpathSync(place);
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder of the code of a package, by what it exports. */
function entryFolder(folder: string): string {
  const { exports } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly exports?: Readonly<Record<string, unknown>>;
  };
  const main = leaf(exports?.['.'] ?? './index.js');
  return topFolder(folder, path.join(folder, main));
}

/** The first path of a conditional export. */
function leaf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : leaf(Object.values(value as Readonly<Record<string, unknown>>)[0]);
}
