import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Experiment } from './define-experiment.ts';
import { ExperimentError } from './errors.ts';
import { pickByName } from './nearest.ts';

/** Where an experiment was found; it is not loaded until it is asked for. */
export interface DiscoveredExperiment {
  readonly name: string;
  readonly file: string;
}

const workspaceRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Finds experiments by presence, without executing any: folders `experiments/<name>/experiment.ts`
 * of the workspace and of the working directory, and installed packages whose package.json says
 * `"axiswise": { "experiment": "./experiment.js" }`.
 */
export function discoverExperiments(
  roots: readonly string[] = [workspaceRoot, process.cwd()],
): Map<string, DiscoveredExperiment> {
  const found = new Map<string, DiscoveredExperiment>();
  for (const root of new Set(roots)) {
    for (const name of subfolders(path.join(root, 'experiments'))) {
      const file = path.join(root, 'experiments', name, 'experiment.ts');
      if (existsSync(file) && !found.has(name)) found.set(name, { name, file });
    }
    for (const folder of dependencyFolders(root)) {
      const declared = readJson(path.join(folder, 'package.json'))?.axiswise?.experiment;
      if (typeof declared !== 'string') continue;
      const name = path.basename(folder);
      if (!found.has(name)) found.set(name, { name, file: path.join(folder, declared) });
    }
  }
  return found;
}

/** Loads one experiment by name; fails with the nearest name where there is none. */
export async function loadExperiment(name: string): Promise<Experiment> {
  const { file } = pickByName(
    'experiment',
    name,
    discoverExperiments(),
    (message) => new ExperimentError(message),
  );
  const module = (await import(pathToFileURL(file).href)) as { default?: Experiment };
  if (module.default?.name !== name) {
    throw new ExperimentError(
      `${file} must export defineExperiment({ name: '${name}', … }) as its default`,
    );
  }
  return module.default;
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The folders of the packages that a root names as its dependencies: not all of node_modules. */
function dependencyFolders(root: string): string[] {
  const { dependencies = {}, devDependencies = {} } =
    readJson(path.join(root, 'package.json')) ?? {};
  const require = createRequire(path.join(root, 'package.json'));
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const folder = require.resolve.paths(name)?.map((base) => path.join(base, name));
    return folder?.find((candidate) => existsSync(candidate)) ?? [];
  });
}

function readJson(file: string):
  | {
      axiswise?: { experiment?: unknown };
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    }
  | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readJson>;
  } catch {
    return undefined;
  }
}
