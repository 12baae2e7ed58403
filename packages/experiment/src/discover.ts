import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Experiment } from './define-experiment.ts';
import { InputError, pickByName } from '@axiswise/messages';

/** Where an experiment was found; it is not loaded until it is asked for. */
export interface DiscoveredExperiment {
  readonly name: string;
  readonly file: string;
  /** What brings it, in words: `the folder …/experiments/images`, `the package @acme/gestures`. */
  readonly origin: string;
  /** What brings another of the same name; then neither can be loaded. */
  readonly rival?: string;
}

const workspaceRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Finds experiments by presence, without executing any: folders `experiments/<name>/experiment.ts`
 * of the workspace and of the working directory, and those of installed packages.
 *
 * A package brings experiments by saying in its package.json where they lie:
 * `"axiswise": { "experiments": { "gestures": "./experiment.js" } }`. It is found where the workspace or
 * the project of the working directory depends on it, as `npm install` writes down.
 */
export function discoverExperiments(
  roots: readonly string[] = [workspaceRoot, process.cwd(), projectOf(process.cwd())],
): Map<string, DiscoveredExperiment> {
  const found = new Map<string, DiscoveredExperiment>();
  const add = (name: string, file: string, origin: string): void => {
    const other = found.get(name);
    if (!other) found.set(name, { name, file, origin });
    else if (!isSameFile(other.file, file)) found.set(name, { ...other, rival: origin });
  };
  for (const root of new Set(roots)) {
    for (const name of subfolders(path.join(root, 'experiments'))) {
      const folder = path.join(root, 'experiments', name);
      const file = path.join(folder, 'experiment.ts');
      if (existsSync(file)) add(name, file, `the folder ${folder}`);
    }
    for (const { packageName, folder } of dependencies(root)) {
      const declared = readJson(path.join(folder, 'package.json'))?.axiswise?.experiments ?? {};
      for (const [name, file] of Object.entries(declared)) {
        add(name, path.join(folder, String(file)), `the package ${packageName}`);
      }
    }
  }
  return found;
}

/**
 * Loads one experiment by name.
 *
 * @throws InputError naming the nearest experiment where there is none of the name; what brings
 *   it where two do, its file is missing, or it does not load.
 */
export async function loadExperiment(name: string): Promise<Experiment> {
  const { file, origin, rival } = pickByName(
    'experiment',
    name,
    discoverExperiments(),
    (message) => new InputError('experiment', message),
  );
  if (rival !== undefined) {
    throw new InputError(
      'experiment',
      `two experiments are called "${name}": ${origin} and ${rival} bring one each; rename or remove one`,
    );
  }
  checkFile(name, file, origin);
  const { default: experiment } = await importFile(name, file, origin);
  if (experiment?.name !== name) {
    throw new InputError(
      'experiment',
      `${file} must export defineExperiment({ name: '${name}', … }) as its default`,
    );
  }
  return experiment;
}

function checkFile(name: string, file: string, origin: string): void {
  if (!existsSync(file)) {
    throw new InputError(
      'experiment',
      `${origin} says that its experiment "${name}" is ${file}, but there is no such file; install it ` +
        'again, or tell its author',
    );
  }
  // Node strips no types there, so a package that works with tsx would fail without it.
  if (/\.[cm]?ts$/.test(file) && realpathSync(file).split(path.sep).includes('node_modules')) {
    throw new InputError(
      'experiment',
      `${origin} brings its experiment "${name}" in TypeScript, which Node does not run below ` +
        'node_modules; its author must publish JavaScript',
    );
  }
}

async function importFile(
  name: string,
  file: string,
  origin: string,
): Promise<{ default?: Experiment }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: Experiment };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(
      'experiment',
      `the experiment "${name}" of ${origin} does not load: ${why}`,
      {
        cause,
      },
    );
  }
}

/** The project that a folder belongs to: the nearest folder above with a package.json. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'package.json'))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

/** The same experiment may be reached by a link, or from two roots. */
function isSameFile(a: string, b: string): boolean {
  const real = (file: string): string => (existsSync(file) ? realpathSync(file) : file);
  return real(a) === real(b);
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The packages that a root names as its dependencies: not all of node_modules. */
function dependencies(root: string): { packageName: string; folder: string }[] {
  const {
    dependencies = {},
    devDependencies = {},
    optionalDependencies = {},
  } = readJson(path.join(root, 'package.json')) ?? {};
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return names.flatMap((packageName) => {
    const folder = installedFolder(packageName, root);
    return folder === undefined ? [] : [{ packageName, folder }];
  });
}

/** As Node looks for a package: in node_modules here, else further up. */
function installedFolder(packageName: string, root: string): string | undefined {
  for (let at = root; ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', packageName);
    if (existsSync(folder)) return folder;
    if (at === path.dirname(at)) return undefined;
  }
}

function readJson(file: string):
  | {
      axiswise?: { experiments?: Record<string, unknown> };
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
    }
  | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readJson>;
  } catch {
    return undefined;
  }
}
