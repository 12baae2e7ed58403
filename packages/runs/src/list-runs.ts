import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isInputError } from '@axiswise/messages';
import { isTuningTrial, kindByName, resultFile, runsFolder } from './place.ts';
import { factsOfRuns, type RunSummary } from './run-summary.ts';
import { holderIn } from './run-lock.ts';
import { type KindInStore, storedKind, storedKinds } from './stored-kinds.ts';

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
    .flatMap((each) => [each, ...partsOf(each, found)]);
}

/** The runs that are parts of something, by their names; none of a diagnosis beside a comparison. */
export const partsOf = (
  { kind, path: whole }: RunSummary,
  all: readonly RunSummary[],
): readonly RunSummary[] =>
  storedKind(kind).hasParts
    ? all.filter(({ partOf }) => partOf === whole).sort((a, b) => (a.path < b.path ? -1 : 1))
    : [];

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
  const { found, jointOf } = walked;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const kinds = kindsIn(folder, new Set(entries.map(({ name }) => name)));
  const begun = found.length;
  const hasParts = kinds.some((kind) => kind.hasParts);
  const holdsRun = kinds.some(({ name }) => name === 'run');
  if (depth < deepest && !holdsRun) {
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const inner = path.join(folder, entry.name);
      if (isTuningTrial(inner)) continue;
      const below = { partOf: hasParts ? folder : partOf, depth: depth + 1 };
      await walk(inner, walked, below);
    }
  }
  const parts = found.slice(begun).filter((each) => each.partOf === folder);
  for (const kind of holdsRun ? kinds.slice(0, 1) : kinds) {
    const { summary, folders } = await summarize(kind, folder, parts);
    found.push({ ...summary, partOf: holdsRun ? partOf : null });
    for (const other of folders) jointOf.set(path.resolve(other), folder);
  }
}

/** Whether a file tells that its folder holds something of a kind. */
export const isFileOf = ({ name: kind, files }: KindInStore, name: string): boolean =>
  files.includes(name) || name === `${kind}.lock`;

/** The kinds that a folder holds, by its files, by a lock, or by its default name. */
export function kindsIn(folder: string, names: ReadonlySet<string>): readonly KindInStore[] {
  const kinds = storedKinds.filter((kind) => [...names].some((name) => isFileOf(kind, name)));
  if (kinds.length > 0) return kinds;
  const named = kindByName(folder);
  return storedKinds.filter(({ name }) => name === named);
}

const unknown = {
  partOf: null,
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
async function summarize(
  kind: KindInStore,
  folder: string,
  parts: readonly RunSummary[],
): Promise<{ readonly summary: RunSummary; readonly folders: readonly string[] }> {
  const lockedBy = (kind.lock && (await holderIn(folder, kind.lock))) ?? null;
  const base = { ...unknown, kind: kind.name, path: folder, lockedBy };
  try {
    const { finished = false, folders = [], ...facts } = (await kind.read(folder, parts)) ?? {};
    // A comparison that goes on has a result already, of fewer seeds.
    const status = lockedBy !== null ? 'running' : finished ? 'finished' : 'interrupted';
    return { summary: { ...base, ...facts, status }, folders };
  } catch (error) {
    if (!isInputError(error)) throw error;
    return { summary: { ...base, status: 'damaged', problem: error.message }, folders: [] };
  }
}

/**
 * A joint comparison of several experiments has its trials in the folders of each; those folders are no
 * comparisons of their own, so they are dropped, and their runs are the joint comparison's.
 */
function joined({ found, jointOf }: Walked): RunSummary[] {
  const jointFor = (folder: string | null): string | undefined =>
    folder === null || existsSync(path.join(folder, resultFile.comparison))
      ? undefined
      : jointOf.get(path.resolve(folder));
  const kept = found
    .filter((each) => each.kind !== 'comparison' || jointFor(each.path) === undefined)
    .map((each) => ({ ...each, partOf: jointFor(each.partOf) ?? each.partOf }));
  const joints = new Set(jointOf.values());
  return kept.map((each) =>
    each.kind === 'comparison' && joints.has(each.path)
      ? { ...each, runs: factsOfRuns(partsOf(each, kept)).runs ?? null }
      : each,
  );
}
