import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BenchReport, type Machine, referenceNetNamed, settingInWords } from '@axiswise/bench';
import { count, percent, plural } from '@axiswise/messages';
import {
  type ComparisonTime,
  isPeer,
  processesInWords,
  timesAsFast,
} from '../benchmarks/comparison-record.ts';
import { reference } from '../benchmarks/peers/peers.ts';
import {
  type NetThroughput,
  ratioText,
  referenceSpeeds,
  speedCells,
  speedTitles,
  type Throughput,
  type ThroughputRow,
} from '../benchmarks/throughput-record.ts';
import type { WorkersGains } from '../benchmarks/workers-record.ts';
import { median } from '@axiswise/statistics';
import { readJson, results, row } from './result-files.ts';

// The tables of speeds, from what `npm run bench` and `axiswise bench` wrote.

/** A file of results, if the command that writes it has run. */
function readIfThere<T>(name: string): T | undefined {
  const file = path.join(results, name);
  return existsSync(file) ? (readJson(file) as T) : undefined;
}

const readThroughput = (): Throughput =>
  readJson(path.join(results, 'throughput.json')) as Throughput;
const machineText = ({ cpu, cores, node, platform }: Machine): string =>
  `Machine: ${cpu}, ${cores} cores, Node ${node}, ${platform}.`;
/** Who a row of the throughput is of: `Axiswise wasm 4.22.0, 2 workers`. */
const contestant = (of: ThroughputRow): string => `${of.name} ${of.version}, ${settingInWords(of)}`;

/** Ratios in training and inference, a column a network: enough to see who is faster at what. */
export function throughputRatios(): string[] {
  const { command, machine, nets } = readThroughput();
  const best = nets.map(referenceSpeeds);
  const names = [...new Set(nets.flatMap(({ rows }) => rows.map(contestant)))];
  const speeds = best.map((each) => (each ? `${count(each.train)} · ${count(each.infer)}` : '-'));
  return [
    row(['training · inference, ÷ PyTorch', ...nets.map(({ net }) => net)]),
    row(['---', ...nets.map(() => '--:')]),
    ...names.map((name) =>
      row([
        name,
        ...nets.map(({ rows }, i) => {
          const own = rows.find((each) => contestant(each) === name);
          if (own === undefined) return '-';
          return `${ratioText(own.train, best[i]?.train)} · ${ratioText(own.infer, best[i]?.infer)}`;
        }),
      ]),
    ),
    row([`examples/s of ${reference} at its best`, ...speeds]),
    '',
    `${machineText(machine)} The reference networks of [docs/speed.md](docs/speed.md), Adam: \`${command}\`, ` +
      `medians of ${nets[0].rounds} interleaved rounds, as ratios to PyTorch with the number of threads that ` +
      'suits it best.',
  ];
}

/**
 * Every contestant at every network, a whole comparison, then how much of the peak training reaches, and where
 * time goes.
 */
export function speedSections(): string[] {
  const { command, machine, nets } = readThroughput();
  const comparison = readIfThere<ComparisonTime>('comparison-time.json');
  const gains = readIfThere<WorkersGains>('workers.json');
  const report = readIfThere<BenchReport>('bench.json');
  return [
    '## Beside PyTorch and Keras',
    '',
    ...nets.flatMap(throughputSection),
    `${machineText(machine)} \`${command}\`.`,
    '',
    '## A whole comparison',
    '',
    ...(comparison
      ? comparisonSection(comparison)
      : [`Not measured yet: \`${comparisonCommand}\`.`]),
    '',
    '## One worker and several',
    '',
    ...(gains ? workersSection(gains) : [`Not measured yet: \`${workersCommand}\`.`]),
    '',
    '## How near to the peak',
    '',
    ...(report ? peakSections(report) : [`Not measured yet: \`${benchCommand}\`.`]),
  ];
}

const comparisonCommand = 'npx tsx benchmarks/peers/comparison.ts';
const workersCommand = 'npx tsx benchmarks/workers.ts';
const benchCommand = 'npx axiswise bench --profile --json > benchmarks/results/bench.json';

function throughputSection(measured: NetThroughput): string[] {
  const { net, rows, rounds, batchSize, batchesPerRound } = measured;
  const best = referenceSpeeds(measured);
  return [
    `### ${net}`,
    '',
    `${referenceNetNamed(net).describe}. Medians of ${rounds} interleaved rounds of ${batchesPerRound} batches of ` +
      `${batchSize}.`,
    '',
    row(['engine', ...speedTitles]),
    row(['---', ...speedTitles.map(() => '--:')]),
    ...rows.map((each) => row([contestant(each), ...speedCells(each, best)])),
    '',
  ];
}

function comparisonSection(measured: ComparisonTime): string[] {
  const { rows, parameters, machine, rounds, data } = measured;
  const peers = rows.filter(isPeer);
  const strategies = Object.keys(parameters);
  return [
    `The strategies ${strategies.map((name) => `\`${name}\``).join(', ')} of \`images\`, of ` +
      `${count(Math.min(...Object.values(parameters)))} to ` +
      `${count(Math.max(...Object.values(parameters)))} parameters, with ${plural(measured.seeds, 'seed')} each: ` +
      `${count(measured.trainExamples)} training examples of ${data}, ${plural(measured.epochs, 'epoch')} in batches ` +
      `of ${measured.batchSize}, scored on ${count(measured.validationExamples)} validation examples after ` +
      `each and on ${count(measured.testExamples)} test examples at the end. Wall-clock seconds from a cold ` +
      `start, medians of ${rounds} interleaved rounds.`,
    '',
    row([
      'contestant',
      'on',
      'seconds',
      ...peers.map((peer) => `times as fast as ${peer.name}, ${processesInWords(peer)}`),
      'mean test accuracy',
    ]),
    row(['---', '---', '--:', ...peers.map(() => '--:'), '--:']),
    ...rows.map((each) =>
      row([
        `${each.name} ${each.version}`,
        processesInWords(each),
        median(each.seconds).toFixed(1),
        ...peers.map((peer) => timesAsFast(each, peer)),
        percent(strategies.reduce((sum, name) => sum + each.accuracy[name], 0) / strategies.length),
      ]),
    ),
    '',
    `${machineText(machine)} \`${comparisonCommand}\`.`,
  ];
}

function workersSection({ machine, engines }: WorkersGains): string[] {
  const columns = ['train, one', 'several', 'times', 'infer, one', 'several', 'times'];
  return [
    'Examples/s of the default networks of four experiments, with data of the shapes above: by the step (or batch) than ' +
      'which a tenth are faster, in turns.',
    '',
    row(['net', 'engine', 'workers', ...columns]),
    row(['---', '---', '--:', ...columns.map(() => '--:')]),
    ...engines.flatMap(({ backend, workers, rows }) =>
      rows.map(({ net, train, score }) =>
        row([
          net,
          backend,
          String(workers),
          ...[train, score].flatMap(({ one, several }) => [
            count(one),
            count(several),
            (several / one).toFixed(2),
          ]),
        ]),
      ),
    ),
    '',
    `${machineText(machine)} \`${workersCommand}\`, and the same with \`--backend tensorflow\`.`,
  ];
}

function peakSections({ machine, engines, rows }: BenchReport): string[] {
  return [
    row(['engine', 'peak GFLOP/s, one thread', 'all cores']),
    row(['---', '--:', '--:']),
    ...engines.map(({ backend, version, peakGflops: { oneThread, allCores } }) =>
      row([`${backend} ${version}`, count(oneThread), count(allCores)]),
    ),
    '',
    row([
      'net',
      'engine',
      'on',
      'train examples/s',
      'GFLOP/s',
      'of the peak',
      'infer examples/s',
      'where a training step spends its time',
    ]),
    row(['---', '---', '---', '--:', '--:', '--:', '--:', '---']),
    ...rows.map((each) =>
      row([
        each.net,
        each.backend,
        settingInWords(each),
        count(each.train.examplesPerSecond),
        count(each.train.gflops),
        percent(each.train.shareOfPeak, 0),
        each.infer === null ? '-' : count(each.infer.examplesPerSecond),
        each.profile === undefined ? '-' : profileText(each.profile),
      ]),
    ),
    '',
    `${machineText(machine)} \`${benchCommand}\`.`,
  ];
}

/** The five kernels that take longest, and the time outside of all. */
function profileText({
  stepMilliseconds,
  outsideMilliseconds,
  kernels,
}: NonNullable<BenchReport['rows'][number]['profile']>): string {
  const share = (milliseconds: number): string => percent(milliseconds / stepMilliseconds, 0);
  return [
    ...kernels
      .slice(0, 5)
      .map(({ kernel, milliseconds }) => `${kernel.replaceAll('>', 'in')} ${share(milliseconds)}`),
    `outside of kernels ${share(outsideMilliseconds)}`,
  ].join(', ');
}
