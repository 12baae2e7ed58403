import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile } from '@axiswise/files';
import { InputError, isInputError, nearest } from '@axiswise/messages';
import { z } from 'zod';
import { kindByName, resultFile, runsFolder } from './place.ts';
import { openRun } from './run-directory.ts';
import { holderIn, type Work } from './run-lock.ts';

export type StoredKind = 'run' | 'cross-validation' | 'comparison' | 'diagnosis';

/**
 * `running` while a process holds its lock, `interrupted` where it is neither finished nor running,
 * `damaged` where its file cannot be read.
 */
export type RunStatus = 'running' | 'interrupted' | 'finished' | 'damaged';

/** What a list says of something in the store. */
export interface RunSummary {
  readonly kind: StoredKind;
  /** Its folder. */
  readonly path: string;
  /** The folder of the comparison or cross-validation that a run is a part of; else null. */
  readonly partOf: string | null;
  readonly status: RunStatus;
  /** Why it is damaged; else null. */
  readonly problem: string | null;
  /** The process that is at work on it, `process 12 on host`; else null. */
  readonly lockedBy: string | null;
  /** Empty where it is not known: damaged, or interrupted before anything was written. */
  readonly experiments: readonly string[];
  readonly strategies: readonly string[];
  readonly datasets: readonly string[];
  readonly seeds: readonly number[];
  /** Share of the test examples, of a run, or the mean over the folds of a cross-validation. */
  readonly accuracy: number | null;
  /** Of a run. */
  readonly epochsDone: number | null;
  readonly epochs: number | null;
  /** Of a comparison and a cross-validation: its runs, as far as they were begun. */
  readonly runs: { readonly finished: number; readonly begun: number } | null;
  /** ISO 8601; a comparison and a diagnosis say only when they ended. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** The files in a folder by which a kind is recognised. */
const files: Readonly<Record<StoredKind, readonly string[]>> = {
  run: [resultFile.run],
  'cross-validation': [resultFile['cross-validation']],
  comparison: [resultFile.comparison],
  diagnosis: [resultFile.diagnosis, resultFile['joint diagnosis']],
};

/** How deep folders are looked through: `runs/nx/<comparison>/<strategy>/seed-0`, and some more. */
const deepest = 8;

/**
 * Everything in the store: runs, cross-validations, comparisons and diagnoses, the newest first. Runs
 * that are parts of something follow it.
 *
 * Only what a list shows is read and checked; a file that is damaged makes an entry that says so.
 *
 * @param root the store, or any folder; where there is none, the list is empty.
 */
export async function listRuns(root = runsFolder): Promise<RunSummary[]> {
  const walked: Walked = { found: [], jointOf: new Map() };
  await walk(root, walked, { partOf: null, depth: 0 });
  const found = joined(walked);
  return found
    .filter(({ partOf }) => partOf === null)
    .sort(newestFirst)
    .flatMap((each) => [each, ...(isWhole(each) ? partsOf(each, found) : [])]);
}

const partsOf = ({ path: whole }: RunSummary, all: readonly RunSummary[]): RunSummary[] =>
  all.filter(({ partOf }) => partOf === whole).sort((a, b) => (a.path < b.path ? -1 : 1));

const isWhole = ({ kind }: RunSummary): boolean =>
  kind === 'comparison' || kind === 'cross-validation';

const newestFirst = (a: RunSummary, b: RunSummary): number => {
  const [x, y] = [a, b].map(({ finishedAt, startedAt }) => finishedAt ?? startedAt ?? '');
  return x === y ? (a.path < b.path ? -1 : 1) : x < y ? 1 : -1;
};

interface Walked {
  readonly found: RunSummary[];
  /** By the folder in which a joint comparison has the trials of one experiment: its own folder. */
  readonly jointOf: Map<string, string>;
}

async function walk(
  folder: string,
  walked: Walked,
  { partOf, depth }: { readonly partOf: string | null; readonly depth: number },
): Promise<void> {
  const { found } = walked;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const kinds = kindsIn(folder, new Set(entries.map(({ name }) => name)));
  if (kinds.includes('run')) {
    found.push(await summarizeRun(folder, partOf));
    return;
  }
  const begun = found.length;
  const whole = kinds.some((kind) => kind === 'comparison' || kind === 'cross-validation');
  if (depth < deepest) {
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const below = { partOf: whole ? folder : partOf, depth: depth + 1 };
      await walk(path.join(folder, entry.name), walked, below);
    }
  }
  const runs = found.slice(begun).filter((each) => each.partOf === folder);
  for (const kind of kinds) {
    if (kind === 'diagnosis') found.push(await summarizeDiagnosis(folder));
    else if (kind === 'comparison') found.push(await summarizeComparison(folder, runs, walked));
    else if (kind === 'cross-validation') found.push(await summarizeFolds(folder, runs));
  }
}

/** Whether a file tells that its folder holds something of a kind. */
const isFileOf = (kind: StoredKind, name: string): boolean =>
  files[kind].includes(name) || name === `${kind}.lock`;

/** The kinds that a folder holds, by its files, by a lock, or by its default name. */
function kindsIn(folder: string, names: ReadonlySet<string>): StoredKind[] {
  const kinds = (Object.keys(files) as StoredKind[]).filter((kind) =>
    [...names].some((name) => isFileOf(kind, name)),
  );
  const named = kindByName(folder);
  return named === undefined || kinds.length > 0 ? kinds : [named];
}

const unknown = {
  problem: null,
  experiments: [],
  strategies: [],
  datasets: [],
  seeds: [],
  accuracy: null,
  epochsDone: null,
  epochs: null,
  runs: null,
  startedAt: null,
  finishedAt: null,
} satisfies Partial<RunSummary>;

/** Reads something; where its file is damaged, says so in place of what it holds. */
async function summary(
  kind: StoredKind,
  folder: string,
  partOf: string | null,
  read: () => Promise<(Partial<RunSummary> & { readonly finished: boolean }) | undefined>,
): Promise<RunSummary> {
  const lockedBy = kind === 'diagnosis' ? null : ((await holderIn(folder, kind as Work)) ?? null);
  const base = { kind, path: folder, partOf, lockedBy, ...unknown };
  try {
    const { finished = false, ...facts } = (await read()) ?? {};
    // A comparison that goes on has a result already, of fewer seeds.
    const status = lockedBy !== null ? 'running' : finished ? 'finished' : 'interrupted';
    return { ...base, ...facts, status };
  } catch (error) {
    if (!isInputError(error)) throw error;
    return { ...base, status: 'damaged', problem: error.message };
  }
}

const summarizeRun = (folder: string, partOf: string | null): Promise<RunSummary> =>
  summary('run', folder, partOf, async () => {
    const run = await openRun(folder);
    if (!run) return undefined;
    const { status, configuration, result, startedAt, finishedAt } = run.record;
    return {
      finished: status === 'finished',
      experiments: [configuration.experiment],
      strategies: [configuration.strategy],
      datasets: [configuration.data],
      seeds: [configuration.seed],
      accuracy: result?.test.accuracy ?? null,
      epochsDone: result?.epochs ?? (await run.readMetrics()).length,
      epochs: configuration.training.epochs,
      startedAt,
      finishedAt: finishedAt ?? null,
    };
  });

const comparisonSchema = z.looseObject({
  format: z.literal(1),
  createdAt: z.string(),
  experiments: z.array(
    z.looseObject({
      experiment: z.string(),
      data: z.string(),
      seeds: z.array(z.int().min(0)),
      strategies: z.array(z.looseObject({ name: z.string() })),
      runDir: z.string(),
    }),
  ),
});

const summarizeComparison = (
  folder: string,
  runs: readonly RunSummary[],
  { jointOf }: Walked,
): Promise<RunSummary> =>
  summary('comparison', folder, null, async () => {
    const found = await readJsonFile(
      path.join(folder, files.comparison[0]),
      comparisonSchema,
      'a comparison',
    );
    if (!found) return { finished: false, ...ofRuns(runs) };
    const { experiments, createdAt } = found;
    for (const { runDir } of experiments) {
      if (path.resolve(runDir) !== path.resolve(folder)) jointOf.set(path.resolve(runDir), folder);
    }
    return {
      ...ofRuns(runs),
      finished: true,
      experiments: distinct(experiments.map(({ experiment }) => experiment)),
      strategies: distinct(experiments.flatMap((each) => each.strategies.map(({ name }) => name))),
      datasets: distinct(experiments.map(({ data }) => data)),
      seeds: distinct(experiments.flatMap(({ seeds }) => seeds)),
      finishedAt: createdAt,
    };
  });

const crossValidationSchema = z.looseObject({
  format: z.literal(1),
  result: z.looseObject({
    experiment: z.string(),
    strategy: z.string(),
    data: z.string(),
    seed: z.int().min(0),
    accuracy: z.looseObject({ mean: z.number() }),
  }),
});

const summarizeFolds = (folder: string, runs: readonly RunSummary[]): Promise<RunSummary> =>
  summary('cross-validation', folder, null, async () => {
    const file = path.join(folder, files['cross-validation'][0]);
    const found = await readJsonFile(file, crossValidationSchema, 'a cross-validation');
    if (!found) return { finished: false, ...ofRuns(runs) };
    const { experiment, strategy, data, seed, accuracy } = found.result;
    return {
      ...ofRuns(runs),
      finished: true,
      experiments: [experiment],
      strategies: [strategy],
      datasets: [data],
      seeds: [seed],
      accuracy: accuracy.mean,
      finishedAt: (await stat(file)).mtime.toISOString(),
    };
  });

const diagnosisSchema = z.looseObject({
  createdAt: z.string(),
  experiment: z.string(),
  data: z.string(),
});
const diagnosesSchema = z.looseObject({ experiments: z.array(diagnosisSchema) });

const summarizeDiagnosis = (folder: string): Promise<RunSummary> =>
  summary('diagnosis', folder, null, async () => {
    const [one, several] = files.diagnosis.map((name) => path.join(folder, name));
    const single = await readJsonFile(one, diagnosisSchema, 'a diagnosis');
    const joint = single ?? (await readJsonFile(several, diagnosesSchema, 'diagnoses'));
    if (!joint) return undefined;
    const diagnoses = single ? [single] : (joint as z.infer<typeof diagnosesSchema>).experiments;
    return {
      finished: true,
      experiments: distinct(diagnoses.map(({ experiment }) => experiment)),
      datasets: distinct(diagnoses.map(({ data }) => data)),
      finishedAt:
        diagnoses
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? null,
    };
  });

/** What the runs of something tell of it before it is finished. */
function ofRuns(runs: readonly RunSummary[]): Partial<RunSummary> {
  const starts = runs.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return {
    experiments: distinct(runs.flatMap(({ experiments }) => experiments)),
    strategies: distinct(runs.flatMap(({ strategies }) => strategies)),
    datasets: distinct(runs.flatMap(({ datasets }) => datasets)),
    seeds: distinct(runs.flatMap(({ seeds }) => seeds)).sort((a, b) => a - b),
    runs: {
      finished: runs.filter(({ status }) => status === 'finished').length,
      begun: runs.length,
    },
    startedAt: starts[0] ?? null,
  };
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/**
 * A joint comparison of several experiments has its trials in the folders of each; those folders are no
 * comparisons of their own, so they are dropped, and their runs are the joint comparison's.
 */
function joined({ found, jointOf }: Walked): RunSummary[] {
  const jointFor = (folder: string | null): string | undefined =>
    folder === null || existsSync(path.join(folder, files.comparison[0]))
      ? undefined
      : jointOf.get(path.resolve(folder));
  const kept = found
    .filter((each) => each.kind !== 'comparison' || jointFor(each.path) === undefined)
    .map((each) => ({ ...each, partOf: jointFor(each.partOf) ?? each.partOf }));
  const joints = new Set(jointOf.values());
  return kept.map((each) =>
    each.kind === 'comparison' && joints.has(each.path)
      ? { ...each, runs: ofRuns(partsOf(each, kept)).runs ?? null }
      : each,
  );
}

/**
 * The folder of something in the store: a path, or a path below the store, `images/slide-both-digits-seed0`.
 *
 * @throws InputError `run-absent` that names the nearest there is.
 */
export async function findRun(name: string, root = runsFolder): Promise<string> {
  for (const folder of [name, path.join(root, name)]) {
    const names = await readdir(folder).catch(() => undefined);
    if (names === undefined) continue;
    const [kind] = kindsIn(folder, new Set(names));
    if (kind === undefined) continue;
    // A name alone does not make a folder ours, which may be asked for to be removed.
    const isOurs = names.length === 0 || names.some((name) => isFileOf(kind, name));
    if (isOurs || (await listRuns(folder)).some(({ partOf }) => partOf !== null)) return folder;
  }
  const names = (await listRuns(root)).map((each) => path.relative(root, each.path));
  const near = nearest(name, names);
  throw new InputError(
    'run-absent',
    `there is no run, comparison or diagnosis in ${name}` +
      (near === undefined ? '' : `; did you mean "${near}"?`),
  );
}

/** Something in the store with what its files hold. */
export interface StoredRun {
  readonly summary: RunSummary;
  /** The runs that are parts of it. */
  readonly parts: readonly RunSummary[];
  /** What its JSON file holds, checked as far as a list needs it; null where it holds nothing yet. */
  readonly content: unknown;
}

/**
 * Everything that lies in a folder: one thing, or a comparison and a diagnosis side by side.
 *
 * @throws InputError `run-absent`, and `file-damaged` where it cannot be read.
 */
export async function readStored(folder: string): Promise<StoredRun[]> {
  const all = await listRuns(folder);
  const here = all.filter((each) => path.resolve(each.path) === path.resolve(folder));
  if (here.length === 0) {
    throw new InputError('run-absent', `there is no run, comparison or diagnosis in ${folder}`);
  }
  return Promise.all(
    here.map(async (found) => {
      if (found.problem !== null) throw new InputError('file-damaged', found.problem);
      const names = files[found.kind].map((name) => path.join(folder, name));
      const file = names.find(existsSync);
      return {
        summary: found,
        parts: isWhole(found) ? partsOf(found, all) : [],
        content: file === undefined ? null : await readJsonFile(file, z.unknown(), 'JSON'),
      };
    }),
  );
}
