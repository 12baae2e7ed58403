import { writeFileAtomically } from '@axiswise/files';
import { csvOf, parquetOf, type Table, whole } from '@axiswise/report/table';
import { count, InputError, percent, textTable } from '@axiswise/messages';
import {
  findRun,
  listRuns,
  readStored,
  recordedLayers,
  removeRun,
  type RunRecord,
  runsFolder,
  type RunSummary,
  type StoredRun,
} from '@axiswise/runs';
import { printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      // Elsewhere the last of an option's values counts; here that would drop all names but one.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('action', {
        choices: ['list', 'show', 'rm'] as const,
        default: 'list' as const,
        describe: 'list, show or rm (remove)',
      })
      .positional('names', {
        type: 'string',
        array: true,
        describe: 'folders, or names below --runs-dir; list takes none',
      })
      .options({
        'runs-dir': {
          type: 'string',
          requiresArg: true,
          default: runsFolder,
          describe: 'folder to look in',
        },
        all: {
          type: 'boolean',
          describe: 'also list the runs of comparisons and cross-validations',
        },
        csv: { type: 'boolean', describe: 'list as CSV, a line for each', conflicts: 'json' },
        parquet: {
          type: 'string',
          requiresArg: true,
          describe: 'also write the list as an Apache Parquet file',
        },
      })
      .example('$0 runs', 'all runs, comparisons and diagnoses, the newest first')
      .example('$0 runs show images/slide-both-digits-seed0', 'its layers, settings and result')
      .example('$0 runs rm images/slide-both-digits-seed0', 'removes the run with its folder')
      .example('$0 runs list --all --csv', 'every trial as well, for a spreadsheet')
      .example('$0 runs list --all --parquet runs.parquet', 'every trial as well, for pandas')
      .example('$0 runs list --all --json', 'every trial as well, for a program'),
  handler: async (args) => {
    const names = args.names ?? [];
    const { runsDir } = args;
    if (args.parquet !== undefined && args.action !== 'list') {
      throw new InputError('usage', `--parquet is for runs list, not for runs ${args.action}`);
    }
    switch (args.action) {
      case 'list': {
        if (names.length > 0) {
          throw new InputError('usage', `runs list takes no names, got ${names.join(', ')}`);
        }
        const all = await listRuns(runsDir);
        const runs = args.all ? all : all.filter(({ partOf }) => partOf === null);
        if (args.parquet !== undefined) {
          await writeFileAtomically(args.parquet, await parquetOf(listTable(runs)));
        }
        const text = args.csv ? csvOf(listTable(runs)).trimEnd() : listText(runs, runsDir);
        await printResult(args, { runsDir, runs: runs.map(listed) }, text);
        return;
      }
      case 'show': {
        if (names.length !== 1) {
          throw new InputError('usage', `runs show takes one name, got ${names.length}`);
        }
        const stored = await readStored(await findRun(names[0], runsDir));
        await printResult(
          args,
          {
            runs: stored.map(({ summary, parts, content }) => ({
              ...listed(summary),
              parts: parts.map(listed),
              content,
            })),
          },
          stored.map(showText).join('\n\n'),
        );
        return;
      }
      case 'rm': {
        if (names.length === 0) throw new InputError('usage', 'runs rm takes at least one name');
        // All of them are found before the first is removed: a misspelt one removes nothing.
        const folders = [];
        for (const name of names) folders.push(await findRun(name, runsDir));
        for (const folder of folders) await removeRun(folder);
        await printResult(
          args,
          { removed: folders },
          folders.map((folder) => `removed ${folder}`).join('\n'),
        );
      }
    }
  },
});

/** A summary as JSON: a single experiment, strategy, data set or seed has a field of its own, too. */
const listed = (summary: RunSummary) => ({
  ...summary,
  experiment: only(summary.experiments),
  strategy: only(summary.strategies),
  data: only(summary.datasets),
  seed: only(summary.seeds),
});

const only = <T>(values: readonly T[]): T | null => (values.length === 1 ? values[0] : null);

function listText(runs: readonly RunSummary[], runsDir: string): string {
  if (runs.length === 0) return `no runs in ${runsDir}`;
  return textTable(
    [
      { title: 'kind' },
      { title: 'experiment' },
      { title: 'strategy' },
      { title: 'data' },
      { title: 'seed', align: 'right' },
      { title: 'status' },
      { title: 'accuracy', align: 'right' },
      { title: 'when' },
      { title: 'folder' },
    ],
    runs.map((run) => [
      `${run.partOf === null ? '' : '  '}${run.kind}`,
      run.experiments.join(', ') || '-',
      oneOrCount(run.strategies),
      run.datasets.join(', ') || '-',
      oneOrCount(run.seeds),
      statusText(run),
      run.accuracy === null ? '-' : percent(run.accuracy),
      (run.finishedAt ?? run.startedAt ?? '-').slice(0, 16).replace('T', ' '),
      run.path,
    ]),
  );
}

/** A row for each; what there are several of stands between spaces. */
const listTable = (runs: readonly RunSummary[]): Pick<Table, 'columns' | 'rows'> => ({
  columns: [
    ...['kind', 'folder', 'partOf', 'experiment', 'strategy', 'data', 'seed', 'status'],
    ...['accuracy', whole('epochsDone'), whole('epochs'), 'startedAt', 'finishedAt'],
  ],
  rows: runs.map((run) => [
    ...[run.kind, run.path, run.partOf],
    ...[run.experiments, run.strategies, run.datasets, run.seeds].map((all) => all.join(' ')),
    ...[run.status, run.accuracy, run.epochsDone, run.epochs, run.startedAt, run.finishedAt],
  ]),
});

const oneOrCount = (values: readonly (string | number)[]): string =>
  values.length === 0 ? '-' : values.length === 1 ? String(values[0]) : `${values.length}`;

function statusText({ status, epochsDone, epochs, runs }: RunSummary): string {
  if (status === 'finished' || status === 'damaged') return status;
  if (epochs !== null) return `${status}, epoch ${epochsDone} of ${epochs}`;
  if (runs !== null) return `${status}, ${runs.finished} of ${runs.begun} runs finished`;
  return status;
}

function showText({ summary, parts, content }: StoredRun): string {
  const facts: (readonly [name: string, value: string])[] = [
    ['kind', summary.kind],
    ['folder', summary.path],
    ['experiment', summary.experiments.join(', ')],
    ['strategy', summary.strategies.join(', ')],
    ['data', summary.datasets.join(', ')],
    ['seed', summary.seeds.join(', ')],
    ['status', statusText(summary)],
    ['locked by', summary.lockedBy ?? ''],
    ['accuracy', summary.accuracy === null ? '' : percent(summary.accuracy)],
    ['started', summary.startedAt ?? ''],
    ['finished', summary.finishedAt ?? ''],
    ['command', (content as { readonly command?: string } | null)?.command ?? ''],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    ...facts.flatMap(([name, value]) => (value === '' ? [] : [`${name.padEnd(width)}  ${value}`])),
    ...(summary.kind === 'run' ? ['', layersText(content)] : []),
    ...(parts.length > 0 ? ['', listText(parts, summary.path)] : []),
  ].join('\n');
}

/** The layers of a run, whose record was checked when it was listed. */
function layersText(record: unknown): string {
  const { configuration } = record as RunRecord;
  return textTable(
    [
      { title: 'layer' },
      { title: 'kind' },
      { title: 'output' },
      { title: 'parameters', align: 'right' },
    ],
    recordedLayers(configuration).map(({ name, kind, outputShape, parameters }) => [
      name,
      kind,
      outputShape.join(' × '),
      parameters === undefined ? '-' : count(parameters),
    ]),
  );
}
