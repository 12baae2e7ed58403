import { existsSync } from 'node:fs';
import path from 'node:path';
import { count, InputError, pickByName, plural, textTable } from '@axiswise/messages';
import { dataDirectory, fetchFiles, verifyFiles } from '@axiswise/files';
import {
  clearPrepared,
  listPrepared,
  preparedName,
  preparedStore,
  type Source,
} from '@axiswise/data';
import { discoverExperiments, loadExperiment } from '@axiswise/experiment';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { dataDirOption } from '../options.ts';
import { outcomeOf } from '../outcome.ts';

interface DataState {
  readonly name: string;
  readonly description: string;
  readonly present: boolean;
  /** Examples in all; null where that is not known before loading. */
  readonly records: number | null;
  readonly splits: { readonly train: number; readonly test: number } | null;
  /** Null where nothing was checked: the data is generated or absent. */
  readonly sha256ok: boolean | null;
  readonly reason: string;
}

export default defineCommand({
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('action', {
        choices: ['list', 'fetch', 'verify', 'clear'] as const,
        demandOption: true,
        describe: 'list, fetch (download), verify (checksums) or clear (what is prepared)',
      })
      .positional('names', {
        type: 'string',
        array: true,
        describe: 'data sets [default: all]; fetch needs names',
      })
      .options({
        experiment: {
          type: 'string',
          array: true,
          requiresArg: true,
          describe: 'experiments whose data to take [default: all that come with Axiswise]',
        },
        'data-dir': dataDirOption,
      })
      .example('$0 data list', 'every data set, and whether it is there')
      .example('$0 data list --experiment gestures', 'the data of an experiment of your own')
      .example('$0 data fetch fashion-mnist', 'downloads, or continues a download that stopped')
      .example('$0 data clear', 'removes prepared data, which is prepared anew when it is needed'),
  handler: async (args) => {
    if (args.action === 'clear') {
      await clear(args);
      return;
    }
    const dataDir = dataDirectory(args.dataDir);
    const { sources, failures } = await loadSources(args.names ?? [], args.experiment);
    if (args.action === 'fetch') {
      if (!args.names?.length) {
        throw new InputError(
          'data',
          'name the data to fetch, as in: axiswise data fetch mnist (axiswise data list shows the names)',
        );
      }
      for (const source of sources) await fetchFiles(source, { dataDir, onProgress: notice });
    }
    const datasets: DataState[] = [];
    for (const source of sources) {
      datasets.push(await stateOf(source, dataDir, args.action !== 'list'));
    }
    const prepared = await preparedState();
    const damaged = datasets.filter(({ sha256ok }) => sha256ok === false);
    await printResult(
      args,
      { dataDir, datasets, failures, prepared },
      [
        textTable(
          [
            { title: 'data' },
            { title: 'train', align: 'right' },
            { title: 'test', align: 'right' },
            { title: 'state' },
            { title: 'description' },
          ],
          datasets.map(({ name, splits, present, sha256ok, reason, description }) => [
            name,
            splits ? count(splits.train) : '-',
            splits ? count(splits.test) : '-',
            sha256ok ? 'checksums match' : present ? reason || 'present' : reason || 'absent',
            description,
          ]),
        ),
        '',
        `data folder ${dataDir}`,
        `prepared data ${megabytes(prepared.bytes)} of at most ${megabytes(prepared.mostBytes)} in ` +
          prepared.folder,
      ].join('\n'),
    );
    if (args.action === 'verify' && damaged.length > 0) {
      const [{ name, reason }] = damaged;
      throw new InputError(
        'data',
        `${name}: ${reason}; get it again with: axiswise data fetch ${name}`,
      );
    }
  },
});

/** The data that is prepared and kept, for `data list`. */
async function preparedState() {
  const { folder, mostBytes } = preparedStore();
  const kept = await listPrepared();
  return {
    folder,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
    mostBytes,
    entries: kept.map((each) => ({
      name: preparedName(each),
      bytes: each.bytes,
      lastUsed: each.lastUsed.toISOString(),
    })),
  };
}

/** Removes prepared data: all, or that of some data sets. */
async function clear(args: {
  readonly json?: boolean | undefined;
  readonly names?: readonly string[] | undefined;
}): Promise<void> {
  const { folder } = preparedStore();
  const removed = await clearPrepared(args.names?.length ? args.names : undefined);
  const bytes = removed.reduce((sum, each) => sum + each.bytes, 0);
  await printResult(
    args,
    { folder, removed: removed.map(preparedName), bytes },
    `removed ${plural(removed.length, 'prepared data set')}, ${megabytes(bytes)}, from ${folder}`,
  );
}

const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1e6))} MB`;

/** An experiment that does not load. It is left out; the others are listed. */
interface Failure {
  readonly experiment: string;
  readonly message: string;
}

/**
 * Loads experiments and returns the sources that a call names. Without `experiments` only ours are
 * executed: what a package or the working directory brings is code of others.
 *
 * @throws InputError where there is no experiment or no source of a name.
 */
async function loadSources(
  names: readonly string[],
  experiments: readonly string[] | undefined,
): Promise<{ readonly sources: readonly Source[]; readonly failures: readonly Failure[] }> {
  const found = discoverExperiments();
  const fail = (message: string): Error => new InputError('experiment', message);
  const chosen =
    experiments?.map((name) => pickByName('experiment', name, found, fail)) ??
    [...found.values()].filter(({ isOwn }) => isOwn);
  const sources = new Map<string, Source>();
  const failures: Failure[] = [];
  for (const { name } of chosen) {
    try {
      for (const source of (await loadExperiment(name)).sources) sources.set(source.name, source);
    } catch (error) {
      const { message } = outcomeOf(error);
      failures.push({ experiment: name, message });
      notice(`left out: ${message}`);
    }
  }
  if (names.length === 0) return { sources: [...sources.values()], failures };
  return {
    sources: names.map((name) =>
      pickByName('data', name, sources, (message) => new InputError('data', message)),
    ),
    failures,
  };
}

async function stateOf(source: Source, dataDir: string, check: boolean): Promise<DataState> {
  const { name, description, records: splits = null } = source;
  const records = splits && splits.train + splits.test;
  const facts = { name, description, records, splits };
  if (source.byHand) {
    const folder = path.join(dataDir, source.byHand.folder);
    const present = existsSync(folder);
    const reason = present
      ? 'present, without checksums to compare'
      : `absent; ${source.byHand.how}`;
    return { ...facts, present, sha256ok: null, reason };
  }
  if (!source.files) return { ...facts, present: true, sha256ok: null, reason: 'generated' };
  const files = await verifyFiles(source, dataDir, { checksums: check });
  const bad = files.find(({ present, ok }) => !present || ok === false);
  const present = files.every((file) => file.present);
  return {
    ...facts,
    present,
    sha256ok: present && check ? !bad : null,
    reason: bad?.reason ?? '',
  };
}
