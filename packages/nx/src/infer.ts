import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateNodes, ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { EXPERIMENT_COMMANDS, type ExperimentCommand, NX_RUNS } from './commands.ts';

/**
 * The files whose presence decides which projects there are and which targets they have. Tests count where
 * vitest.config.ts looks for them.
 */
const PRESENCE_GLOB = `{${[
  'packages/*/package.json',
  'packages/*/src/**/*.test.ts',
  'experiments/*/experiment.ts',
  'experiments/*/**/*.test.ts',
  'tests/**/*.test.ts',
  'benchmarks/**/*.test.ts',
].join()}}`;

/** Top-level folders of tests that belong to no single package. */
const WORKSPACE_TESTS = ['tests', 'benchmarks'];

/** The package whose command line runs every experiment. */
const RUNNER = { packageJson: 'packages/cli/package.json', project: '@axiswise/cli' };

/**
 * Infers the Nx projects of a workspace from the presence of files. No file is executed, so the graph loads
 * no TensorFlow.js, and an experiment or a package needs no registration.
 *
 * | present | project | targets |
 * |---|---|---|
 * | `experiments/x/experiment.ts` | `x` | {@link EXPERIMENT_COMMANDS}, `lint` |
 * | `packages/x/package.json` | the npm package (`@axiswise/x`, for Nx also `x`) | `lint` |
 * | `tests/**`, `benchmarks/**` with a test | `tests`, `benchmarks` | `lint` |
 * | a `*.test.ts` in any of them | | `test` |
 */
export const createNodes: CreateNodes = [
  PRESENCE_GLOB,
  (files, _options, { workspaceRoot }) => {
    const tested = new Set(files.filter((file) => file.endsWith('.test.ts')).map(projectRootOf));
    const markers = files.filter((file) => !file.endsWith('.test.ts'));
    for (const root of WORKSPACE_TESTS) {
      const test = files.find((file) => projectRootOf(file) === root);
      if (test !== undefined) markers.push(test);
    }
    return markers.map((marker) => {
      const root = projectRootOf(marker);
      const project = {
        root,
        ...(marker.endsWith('/experiment.ts')
          ? experimentProject(root, files.includes(RUNNER.packageJson))
          : marker.endsWith('/package.json')
            ? packageProject(join(workspaceRoot, marker))
            : workspaceProject(root)),
      };
      project.targets = {
        ...project.targets,
        ...(tested.has(root) && { test: testTarget(root) }),
        lint: lintTarget(root),
      };
      return [marker, { projects: { [root]: project } }];
    });
  },
];

/** `packages/x/src/y.test.ts` belongs to `packages/x`, `tests/x/y.test.ts` to `tests`. */
function projectRootOf(file: string): string {
  const [top, folder] = file.split('/');
  return top === 'packages' || top === 'experiments' ? `${top}/${folder}` : top;
}

function experimentProject(root: string, hasRunner: boolean): Partial<ProjectConfiguration> {
  const name = root.split('/')[1];
  return {
    name,
    projectType: 'application',
    // No experiment imports the command line, but each is run by it.
    ...(hasRunner && { implicitDependencies: [RUNNER.project] }),
    targets: Object.fromEntries(
      EXPERIMENT_COMMANDS.map((command) => [command.name, commandTarget(command, name)]),
    ),
  };
}

function packageProject(packageJson: string): Partial<ProjectConfiguration> {
  const { axiswise } = JSON.parse(readFileSync(packageJson, 'utf8')) as {
    axiswise?: { storey?: number | 'dev' };
  };
  return {
    projectType: 'library',
    // Only tests import it, so it is part of no run, although tests put it into the graph.
    ...(axiswise?.storey === 'dev' && { namedInputs: { production: [] } }),
  };
}

function workspaceProject(root: string): Partial<ProjectConfiguration> {
  return { name: root, projectType: 'library' };
}

function commandTarget(command: ExperimentCommand, experiment: string): TargetConfiguration {
  // Each command has a directory of its own: Nx deletes and restores the outputs of each separately.
  const runDir = `${NX_RUNS}/${command.name === 'train' ? experiment : `${experiment}-${command.name}`}`;
  return {
    command: `node packages/cli/bin/axiswise.js ${command.name} ${experiment}`,
    metadata: { description: command.description },
    cache: true,
    inputs: ['production', '^production', 'toolchain', ...command.inputs],
    ...(command.writesRun && {
      // Nx deletes the outputs of a task before it restores them from its cache. They must never
      // be all of runs/, where the user's own runs lie, only a directory that Nx has to itself.
      outputs: [`{workspaceRoot}/${runDir}`],
      // As options, not in the command, so that the same option in a call takes their place.
      // Never --resume: a finished run has the same configuration after a change of the code, and
      // continuing it would hand its old result to Nx as the new one.
      options: { 'run-dir': runDir, overwrite: true },
    }),
  };
}

function testTarget(root: string): TargetConfiguration {
  const vitest = `vitest run --maxWorkers=1 ${root}/`;
  if (WORKSPACE_TESTS.includes(root)) {
    return {
      // A filter of vitest matches anywhere in a path, such as in packages/x/src/tests/.
      command: `${vitest} --exclude "packages/**" --exclude "experiments/**"`,
      // These tests start whole commands and read files of every project: no input smaller than
      // the workspace would be correct.
      cache: false,
    };
  }
  return {
    command: vitest,
    cache: true,
    inputs: [
      'default',
      '^source',
      'toolchain',
      'engine',
      'testData',
      '{workspaceRoot}/vitest.config.ts',
    ],
  };
}

function lintTarget(root: string): TargetConfiguration {
  return {
    command: `eslint --no-error-on-unmatched-pattern ${root}`,
    cache: true,
    // The rules that know types read the types of what is imported.
    inputs: ['default', '^source', 'toolchain', 'lintRules'],
  };
}
