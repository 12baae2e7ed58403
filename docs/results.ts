/**
 * Writes the results tables of README.md from the files that the commands wrote: run records in
 * benchmarks/results/*.run.json, and benchmarks/results/throughput.json.
 *
 *     npm run results            rewrites the tables
 *     npm run results -- --add runs/images/slide-both-mnist-seed1    takes a finished run in first
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Environment, RunConfiguration, TrainExperimentResult } from '@axiswise/experiment';
import type { RunRecord } from '@axiswise/training';

const here = path.dirname(fileURLToPath(import.meta.url));
const results = path.join(here, '../benchmarks/results');
const readme = path.join(here, '../README.md');

type Run = RunRecord<RunConfiguration, TrainExperimentResult> & {
  readonly environment: Environment;
};

interface Throughput {
  readonly command: string;
  readonly rounds: number;
  readonly cpu: string;
  readonly cores: number;
  readonly rows: readonly {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    readonly train: number;
    readonly infer: number;
    readonly trainToPyTorchOneThread?: number;
    readonly inferToPyTorchOneThread?: number;
    readonly peakMemoryBytes: number;
  }[];
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const count = (n: number): string => Math.round(n).toLocaleString('en-US');
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const ratio = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The tables as Markdown; the same files give the same text. */
export function resultsTables(): string {
  const runs = readdirSync(results)
    .filter((name) => name.endsWith('.run.json'))
    .map((name) => readJson(path.join(results, name)) as Run)
    .sort((a, b) => order(a).localeCompare(order(b)));
  const throughput = readJson(path.join(results, 'throughput.json')) as Throughput;
  return [
    row(['data', 'strategy', 'seed', 'engine', 'parameters', 'test accuracy', 'time', 'command']),
    row(['---', '---', '--:', '---', '--:', '--:', '--:', '---']),
    ...runs.map(({ configuration, environment, result, command }) =>
      row([
        configuration.data,
        configuration.strategy,
        String(configuration.seed),
        environment.backend.name,
        count(result!.parameters),
        `${percent(result!.test.accuracy)} of ${count(result!.testExamples)}`,
        `${count(result!.seconds)} s`,
        `\`npx ${command.replace(/ --json\b/, '')}\``,
      ]),
    ),
    '',
    `Machine: ${environmentLine(runs[0].environment)}.`,
    '',
    row([
      'engine',
      'threads',
      'train images/s',
      '× PyTorch',
      'infer images/s',
      '× PyTorch',
      'peak memory',
    ]),
    row(['---', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...throughput.rows.map((engine) =>
      row([
        `${engine.name} ${engine.version}`,
        String(engine.threads),
        count(engine.train),
        ratio(engine.trainToPyTorchOneThread),
        count(engine.infer),
        ratio(engine.inferToPyTorchOneThread),
        `${count(engine.peakMemoryBytes / 2 ** 20)} MiB`,
      ]),
    ),
    '',
    `The lecture's two-block network on 28×28, batch 128, Adam: \`${throughput.command}\`, medians of ` +
      `${throughput.rounds} interleaved rounds, ratios to PyTorch with one thread.`,
  ].join('\n');
}

const order = ({ configuration: c, environment, result }: Run): string =>
  [c.experiment, c.data, environment.backend.name, 1 - result!.test.accuracy].join(' ');

const environmentLine = ({ cpu, cores, node }: Environment): string =>
  `${cpu}, ${cores} cores, Node ${node}`;

/** README.md with fresh tables between its two marks. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- results: [^>]*-->\n)[\s\S]*(\n<!-- \/results -->)/,
    (_, begin: string, end: string) => `${begin}\n${resultsTables()}\n${end}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { add: { type: 'string', multiple: true } } });
  for (const runDir of values.add ?? []) {
    const file = path.join(runDir, 'run.json');
    if (!existsSync(file)) throw new Error(`there is no run in ${runDir}`);
    const { configuration: c, environment } = readJson(file) as Run;
    const name = [c.experiment, c.data, c.strategy, `seed${c.seed}`, environment.backend.name];
    copyFileSync(file, path.join(results, `${name.join('-')}.run.json`));
  }
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
}
