import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, pickByName } from '@axiswise/messages';
import type { Experiment } from './define-experiment.ts';
import { isExperimentName } from './experiment-name.ts';
import { isModule, moduleExtensions } from './module-extension.ts';

/** An experiment that was found. It is not executed until it is loaded by name. */
export interface DiscoveredExperiment {
  readonly name: string;
  readonly file: string;
  /** Where it comes from, in words: `the folder …/experiments/images`, `the package @acme/gestures`. */
  readonly origin: string;
  /** Whether it comes with Axiswise: a folder `experiments/<name>` of this workspace. */
  readonly isOwn: boolean;
  /** Where another of the same name comes from. One of ours is loaded all the same; else neither is. */
  readonly rival?: string;
  /** The package that declares it. The file must lie in its folder. */
  readonly package?: { readonly folder: string; readonly declared: string };
}

const thisFile = fileURLToPath(import.meta.url);
/** The clone of Axiswise in which these sources lie; undefined where they are compiled, in an installed package. */
const cloneRoot = thisFile.endsWith('.ts')
  ? path.resolve(path.dirname(thisFile), '../../..')
  : undefined;
/** What brings our experiments: the clone, else the package `axiswise`, whose dependencies some of them are. */
const home = cloneRoot ?? installedFolder('axiswise', path.dirname(thisFile));

/**
 * Finds experiments by presence, without executing any: folders `experiments/<name>/experiment.ts` (or
 * `.mts`, `.js`, `.mjs`) of the clone and of the working directory, and those of installed packages.
 *
 * A package names its experiments in its package.json:
 * `"axiswise": { "experiments": { "gestures": "./experiment.js" } }`. It is found where the package.json of
 * the clone, of the package `axiswise`, or of the project of the working directory, names it as a dependency.
 */
export function discoverExperiments(
  roots: readonly string[] = [
    ...(home === undefined ? [] : [home]),
    process.cwd(),
    projectOf(process.cwd()),
  ],
): Map<string, DiscoveredExperiment> {
  const found = new Map<string, DiscoveredExperiment>();
  // Ours come first, so that nothing else can take their names.
  const add = (experiment: DiscoveredExperiment): void => {
    const { name, file, origin } = experiment;
    if (!isExperimentName(name)) return;
    const other = found.get(name);
    if (!other) found.set(name, experiment);
    else if (!isSameFile(other.file, file)) found.set(name, { ...other, rival: origin });
  };
  const own = cloneRoot === undefined ? [] : folderExperiments(cloneRoot).map(({ file }) => file);
  const folders = [...new Set(roots)].flatMap(folderExperiments);
  const isOwn = (file: string): boolean => own.some((ours) => isSameFile(ours, file));
  for (const { name, file, origin } of folders) add({ name, file, origin, isOwn: isOwn(file) });
  for (const root of new Set(roots)) {
    for (const { packageName, folder } of dependencies(root)) {
      const experiments = readJson(path.join(folder, 'package.json'))?.axiswise?.experiments ?? {};
      for (const [name, declared] of Object.entries(experiments)) {
        add({
          name,
          file: path.join(folder, String(declared)),
          origin: `the package ${packageName}`,
          isOwn: root === home && cloneRoot === undefined,
          package: { folder, declared: String(declared) },
        });
      }
    }
  }
  return found;
}

/**
 * The folder in which a new experiment is found by its name: `experiments` of the clone of Axiswise in which
 * the working directory lies, else of the project that it belongs to.
 */
export function experimentsFolder(directory = process.cwd()): string {
  const within = cloneRoot === undefined ? '..' : path.relative(cloneRoot, directory);
  const isInClone = !within.startsWith('..') && !path.isAbsolute(within);
  return path.join(isInClone ? cloneRoot! : projectOf(directory), 'experiments');
}

/**
 * The names that a new experiment cannot have, and what has them: those of experiments that lie elsewhere, and of the
 * packages beside them, which Nx would mix up with it.
 *
 * @param folder in which it will lie, of {@link experimentsFolder}.
 */
export function namesInUse(folder: string): Map<string, string> {
  const taken = new Map<string, string>();
  for (const { name, file, origin } of discoverExperiments().values()) {
    const isHere = path.resolve(file).startsWith(path.join(folder, name) + path.sep);
    if (!isHere) taken.set(name, `the experiment of ${origin}`);
  }
  const packages = path.join(path.dirname(folder), 'packages');
  for (const name of subfolders(packages)) {
    taken.set(name, `the package ${path.join(packages, name)}`);
  }
  return taken;
}

/**
 * Checks that the packages that a new experiment imports are found from a project.
 *
 * @throws InputError where they are not.
 */
export function requireAxiswise(project: string): void {
  try {
    createRequire(path.join(project, 'package.json')).resolve('@axiswise/experiment');
  } catch (cause) {
    throw new InputError(
      'experiment',
      `the experiment would be written to ${path.join(project, 'experiments')}, but Axiswise is not ` +
        `installed there; call it in a clone of Axiswise, or in a project that has it`,
      { cause },
    );
  }
}

/**
 * Loads one experiment by name. This executes its file, and that of no other experiment.
 *
 * One of ours comes before any other of its name, with a warning of Node.
 *
 * @throws InputError where there is no experiment of the name (naming the nearest one) or two are not ours,
 *   or where its file is missing, lies outside of its package, or does not load.
 */
export async function loadExperiment(name: string): Promise<Experiment> {
  const found = pickByName(
    'experiment',
    name,
    discoverExperiments(),
    (message) => new InputError('experiment', message),
  );
  const { file, origin, rival, isOwn } = found;
  if (rival !== undefined && isOwn) {
    warnOnce(`${rival} also brings an experiment called "${name}"; the one of Axiswise is taken`);
  } else if (rival !== undefined) {
    throw new InputError(
      'experiment',
      `two experiments are called "${name}": ${origin} and ${rival} bring one each; rename or remove one`,
    );
  }
  checkFile(found);
  if (/\.[cm]?ts$/.test(file)) {
    checkIsModule(found);
    await readTypescript(isOwn);
  }
  const { default: experiment } = await importFile(name, file, origin);
  if (experiment?.name !== name) {
    throw new InputError(
      'experiment',
      `${file} must export defineExperiment({ name: '${name}', … }) as its default`,
    );
  }
  return experiment;
}

/** As a CommonJS module it would load packages of ours once more, with kinds of layers that ours do not know. */
function checkIsModule({ file }: DiscoveredExperiment): void {
  if (cloneRoot !== undefined || !file.endsWith('.ts')) return;
  const project = projectOf(path.dirname(file));
  if (isModule(project)) return;
  throw new InputError(
    'experiment',
    `${file} is TypeScript, and ${path.join(project, 'package.json')} does not say "type": "module"; add ` +
      `that line, or call it experiment.mts`,
  );
}

/** Makes Node read TypeScript, as it may be set already. Ours are ES modules; those of others may be either. */
async function readTypescript(isOwn: boolean): Promise<void> {
  try {
    await import('@axiswise/processes/read-typescript');
    if (!isOwn) await import('@axiswise/processes/read-typescript-commonjs');
  } catch (cause) {
    throw new InputError(
      'experiment',
      `Node ${process.versions.node} reads TypeScript only with the package tsx, which does not load ` +
        `(${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}); install it, take Node 24, ` +
        'or write the experiment in JavaScript',
      { cause },
    );
  }
}

const warned = new Set<string>();

function warnOnce(line: string): void {
  if (warned.has(line)) return;
  warned.add(line);
  process.emitWarning(line, 'AxiswiseWarning');
}

function checkFile({ name, file, origin, package: declaring }: DiscoveredExperiment): void {
  if (declaring && !isInside(file, declaring)) {
    throw new InputError(
      'experiment',
      `${origin} says that its experiment "${name}" is "${declaring.declared}", but that must be a ` +
        'relative path to a file inside the package; tell its author',
    );
  }
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
    const module = (await import(pathToFileURL(file).href)) as { default?: Experiment };
    // Where a project does not say `"type": "module"`, what is compiled for it is a CommonJS module.
    const inner = module.default as { __esModule?: true; default?: Experiment } | undefined;
    return inner?.__esModule ? inner : module;
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

/** Whether a file lies in the folder of its package, by its path and after links are followed. */
function isInside(
  file: string,
  { folder, declared }: { readonly folder: string; readonly declared: string },
): boolean {
  const below = (inner: string, outer: string): boolean =>
    inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
  if (path.isAbsolute(declared) || path.win32.isAbsolute(declared) || !below(file, folder)) {
    return false;
  }
  return !existsSync(file) || below(realpathSync(file), realpathSync(folder));
}

/** The experiments that lie in a folder `experiments` below a root. */
function folderExperiments(root: string): { name: string; file: string; origin: string }[] {
  return subfolders(path.join(root, 'experiments')).flatMap((name) => {
    const folder = path.join(root, 'experiments', name);
    const file = moduleExtensions
      .map((extension) => path.join(folder, `experiment.${extension}`))
      .find((each) => existsSync(each));
    return file === undefined ? [] : [{ name, file, origin: `the folder ${folder}` }];
  });
}

/** The project that a folder belongs to: the nearest folder above with a package.json. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'package.json'))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

/** Whether two paths lead to one file: by a link, or from two roots. */
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

/** The installed packages that a root names as its dependencies; not all of node_modules. */
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

/** The folder of a package as Node finds it: in node_modules here, else further up. */
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
