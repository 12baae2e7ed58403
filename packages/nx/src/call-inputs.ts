import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { optionValues } from './arguments.ts';
import { NX_RUNS } from './commands.ts';
import { InputError } from '@axiswise/messages';
import { kindByName, placeOf, resultFile, runsFolder } from '@axiswise/runs/place';
import { fingerprint } from './fingerprint.ts';
import { nativeEngine } from './native-engine.ts';

/** A call of Nx: what decides which files a run reads. */
export interface Call {
  readonly workspaceRoot: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of named data: the one asked for, else the default. */
  readonly dataDirectory: (asked?: string) => string;
}

/** The environment variables that nx.json names as inputs; see `engine`, `data` and `testData` there. */
export interface CallInputs {
  readonly AXISWISE_NX_DATA: string;
  readonly AXISWISE_NX_COMPARISONS: string;
  readonly AXISWISE_NX_NATIVE: string;
  readonly AXISWISE_NX_TEST_DATA: string;
}

/**
 * Returns the inputs of a call that Nx cannot see by itself: its data, the comparisons that it may read, and
 * the engines that it can choose from.
 *
 * @throws {InputError} where `--run-dir` names a directory that already holds something.
 */
export function callInputs(call: Call): CallInputs {
  refuseForeignRunDirectory(call);
  return {
    AXISWISE_NX_DATA: canBeCached(call) ? data(call) : `uncached ${randomUUID()}`,
    AXISWISE_NX_COMPARISONS: comparisons(call),
    AXISWISE_NX_NATIVE: native(call),
    AXISWISE_NX_TEST_DATA: call.env.AXISWISE_DATA_DIR
      ? located(resolve(call.workspaceRoot, call.env.AXISWISE_DATA_DIR))
      : 'absent',
  };
}

/**
 * The state of everything that a value of `--data` can name: a folder of the data directory and a path. Without `--data` an experiment generates its data, and its code is an input already.
 */
function data(call: Call): string {
  const { workspaceRoot, argv, env, dataDirectory } = call;
  const names = optionValues(argv, 'data');
  if (names.length === 0) return 'generated';
  // Tasks run in the workspace root, wherever Nx is called.
  const asked = optionValues(argv, 'data-dir').at(-1) ?? env.AXISWISE_DATA_DIR;
  const dataDir = dataDirectory(asked && resolve(workspaceRoot, asked));
  const options = optionValues(argv, 'data-options').map((option) => option.replace(/^\w+=/, ''));
  return [
    ...names.flatMap((name) => [resolve(workspaceRoot, name), ...foldersNamed(name, dataDir)]),
    // Options may name files too: vectors=glove.txt.
    ...options.map((option) => resolve(workspaceRoot, option)).filter((file) => existsSync(file)),
  ]
    .map(located)
    .join(' ');
}

/**
 * The state of every comparison that `diagnose` may read: the one that is named, and those that `compare`
 * writes by default, which git ignores.
 */
function comparisons({ workspaceRoot, argv }: Call): string {
  const named = optionValues(argv, 'against').map((path) => resolve(workspaceRoot, path));
  const runs = join(workspaceRoot, runsFolder);
  const below = (folder: string): string[] => {
    const path = join(runs, folder);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).sort() : [];
  };
  const written = below('').flatMap((experiment) =>
    below(experiment)
      .filter((folder) => kindByName(folder) === 'comparison')
      .map((folder) => join(runs, experiment, folder)),
  );
  return [
    ...named,
    ...[...written, placeOf({ kind: 'joint comparison' }, runs)].map((each) =>
      join(each, resultFile.comparison),
    ),
  ]
    .map(located)
    .join(' ');
}

/** The folders of named data: one of its name, at the top or one below (`sgf/tygem-9d`). */
function foldersNamed(name: string, dataDir: string): string[] {
  const below = existsSync(dataDir)
    ? readdirSync(dataDir).map((folder) => join(dataDir, folder, name))
    : [];
  return [join(dataDir, name), ...below.filter((folder) => existsSync(folder))];
}

/** The state of a path. The same files elsewhere are other data: a run records where they were. */
function located(path: string): string {
  return `${path} ${fingerprint(path)}`;
}

function native({ workspaceRoot, argv, env }: Call): string {
  const asked = optionValues(argv, 'backend').at(-1) ?? env.AXISWISE_BACKEND ?? 'auto';
  if (asked === 'wasm' || asked === 'cpu') return 'unused';
  const installed = nativeEngine(workspaceRoot);
  // By default it uses all cores, and the order of its sums depends on the number of threads.
  return installed === 'absent' ? installed : `${installed} ${availableParallelism()} threads`;
}

/** Whether the words of a call name everything that it reads and writes. */
function canBeCached({ argv }: Call): boolean {
  // The result depends on what lies in the run directory already.
  if (argv.some((word) => /^--resume\b/.test(word))) return false;
  // Nx would restore its own run directory only, not the one that this call names.
  if (optionValues(argv, 'run-dir').length > 0) return false;
  // Nx passes these on inside one word, to be split by a shell.
  return !optionValues(argv, 'args').some((args) =>
    /--(data|data-dir|against|run-dir|resume)\b/.test(args),
  );
}

/** Refuses to replace a run of the user's: targets pass `--overwrite`, which is meant for the runs of Nx. */
function refuseForeignRunDirectory({ workspaceRoot, argv }: Call): void {
  const own = join(workspaceRoot, NX_RUNS) + sep;
  const named = [
    ...optionValues(argv, 'run-dir'),
    ...optionValues(argv, 'args').flatMap((args) => optionValues(args.split(/\s+/), 'run-dir')),
  ];
  for (const runDir of named) {
    const path = resolve(workspaceRoot, runDir);
    if (!path.startsWith(own) && !isEmpty(path)) {
      throw new InputError(
        'generator',
        `--run-dir ${runDir} already holds a run or other files, and a run started by Nx may ` +
          'replace them; name a new directory, or continue that run with ' +
          'npx axiswise train --resume',
      );
    }
  }
}

function isEmpty(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
