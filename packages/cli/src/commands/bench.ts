import { backendChoices } from '@axiswise/backend/choices';
import type { BenchReport, BenchRow } from '@axiswise/bench';
import { referenceNets } from '@axiswise/bench/nets';
import { count, percent, textTable } from '@axiswise/messages';
import { defineCommand } from '../define-command.ts';
import { integer, positiveNumber } from '../options.ts';
import { notice, printResult } from '../print-result.ts';
import { countedProgress } from '../progress.ts';

/** How many kernels the text names; JSON has them all. */
const kernelsNamed = 5;
const netNames = referenceNets.map(({ name }) => name);

export default defineCommand({
  builder: (yargs) =>
    yargs
      .options({
        nets: {
          type: 'string',
          array: true,
          choices: netNames,
          requiresArg: true,
          describe: 'reference networks [default: all]',
        },
        backend: {
          type: 'string',
          choices: backendChoices,
          requiresArg: true,
          describe: 'one engine [default: every one that runs, but cpu]',
        },
        workers: integer(
          'workers',
          1,
          'threads between which each batch is divided [default: one and all cores]',
        ),
        threads: integer('threads', 1, 'threads of native TensorFlow [default: one and all cores]'),
        seconds: positiveNumber(
          'seconds',
          'how long each network trains, and how long it infers [default: 1.5]',
        ),
        profile: { type: 'boolean', describe: 'name the kernels where most time goes' },
      })
      .example('$0 bench', 'every engine, every reference network: about two minutes')
      .example('$0 bench --nets image board --backend wasm --profile', 'where the time goes')
      .example('$0 bench --nets image --workers 2 --json', 'one setting, for a program'),
  handler: async (args) => {
    const { bench, settingInWords } = await import('@axiswise/bench');
    const progress = countedProgress((done, total) => `${done} of ${total} measured`);
    const report = await bench({
      nets: args.nets,
      backend: args.backend,
      workers: args.workers,
      threads: args.threads,
      seconds: args.seconds,
      profile: args.profile,
      observer: {
        onNotice: notice,
        onRow: (done, total, what) => progress(done, total, `now ${what}`),
      },
    });
    await printResult(args, report, reportText(report, settingInWords));
  },
});

type InWords = (row: Pick<BenchRow, 'threads' | 'workers'>) => string;

function reportText({ machine, engines, rows }: BenchReport, settingInWords: InWords): string {
  const { cpu, cores, node, platform } = machine;
  return [
    `${cpu}, ${cores} cores, Node ${node}, ${platform}`,
    '',
    textTable(
      [
        { title: 'engine' },
        { title: 'version' },
        { title: 'peak GFLOP/s, one thread', align: 'right' },
        { title: 'all cores', align: 'right' },
      ],
      engines.map(({ backend, version, peakGflops }) => [
        backend,
        version,
        peakGflops.oneThread.toFixed(0),
        peakGflops.allCores.toFixed(0),
      ]),
    ),
    '',
    textTable(
      [
        { title: 'net' },
        { title: 'engine' },
        { title: 'on' },
        { title: 'train examples/s', align: 'right' },
        { title: 'GFLOP/s', align: 'right' },
        { title: 'of the peak', align: 'right' },
        { title: 'infer examples/s', align: 'right' },
      ],
      rows.map((row) => [
        row.net,
        row.backend,
        settingInWords(row),
        count(row.train.examplesPerSecond),
        row.train.gflops.toFixed(1),
        percent(row.train.shareOfPeak, 0),
        count(row.infer.examplesPerSecond),
      ]),
    ),
    ...rows.flatMap((row) => profileLines(row, settingInWords)),
  ].join('\n');
}

function profileLines(row: BenchRow, settingInWords: InWords): string[] {
  if (row.profile === undefined) return [];
  const { stepMilliseconds, outsideMilliseconds, kernels } = row.profile;
  const line = (milliseconds: number, what: string): string =>
    `  ${milliseconds.toFixed(2).padStart(8)} ms  ${percent(milliseconds / stepMilliseconds, 0).padStart(5)}  ${what}`;
  return [
    '',
    `${row.net} on ${row.backend}, ${settingInWords(row)}: ${stepMilliseconds.toFixed(1)} ms a training step`,
    ...kernels
      .slice(0, kernelsNamed)
      .map(({ kernel, milliseconds, calls }) =>
        line(milliseconds, `${kernel} × ${Number(calls.toFixed(1))}`),
      ),
    line(outsideMilliseconds, 'outside of all kernels'),
  ];
}
