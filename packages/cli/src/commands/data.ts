import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError, pickByName } from '@axiswise/messages';
import { dataDirectory, fetchFiles, verifyFiles } from '@axiswise/files';
import type { Source } from '@axiswise/data';
import { discoverExperiments, loadExperiment } from '@axiswise/experiment';
import { count, textTable } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import { dataDirOption } from '../options.ts';

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

export const dataCommand = defineCommand({
  command: 'data <action> [names...]',
  describe: 'what data is there; download it with checksums; check it again',
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('action', {
        choices: ['list', 'fetch', 'verify'] as const,
        demandOption: true,
        describe: 'list, fetch or verify',
      })
      .positional('names', { type: 'string', array: true, describe: 'data sets; all without one' })
      .options({ 'data-dir': dataDirOption })
      .example('$0 data list', 'what is there, and where it would be looked for')
      .example('$0 data fetch fashion-mnist', 'goes on where an earlier download stopped'),
  handler: async (args) => {
    const dataDir = dataDirectory(args.dataDir);
    const sources = await chooseSources(args.names ?? []);
    if (args.action === 'fetch') {
      if (!args.names?.length) {
        throw new InputError(
          'data',
          'name what to fetch: axiswise data fetch mnist; data list shows names',
        );
      }
      for (const source of sources) await fetchFiles(source, { dataDir, onProgress: notice });
    }
    const datasets: DataState[] = [];
    for (const source of sources) {
      datasets.push(await stateOf(source, dataDir, args.action !== 'list'));
    }
    const damaged = datasets.filter(({ sha256ok }) => sha256ok === false);
    await answer(
      args,
      { dataDir, datasets },
      [
        textTable(
          [
            { title: 'data' },
            { title: 'train', align: 'right' },
            { title: 'test', align: 'right' },
            { title: 'state' },
            { title: 'what' },
          ],
          datasets.map(({ name, splits, present, sha256ok, reason, description }) => [
            name,
            splits ? count(splits.train) : '-',
            splits ? count(splits.test) : '-',
            sha256ok ? 'checksums right' : present ? reason || 'present' : reason || 'absent',
            description,
          ]),
        ),
        '',
        `data folder ${dataDir}`,
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

/** The named sources of all experiments, or those that are asked for. */
async function chooseSources(names: readonly string[]): Promise<Source[]> {
  const sources = new Map<string, Source>();
  for (const name of discoverExperiments().keys()) {
    for (const source of (await loadExperiment(name)).sources) sources.set(source.name, source);
  }
  if (names.length === 0) return [...sources.values()];
  return names.map((name) =>
    pickByName('data', name, sources, (message) => new InputError('data', message)),
  );
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
