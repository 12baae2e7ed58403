/**
 * How training grows: generated digits of 28×28, drawn and kept once. Each line is a process of its own. Time
 * per example and memory should not depend on the number of examples, but for the examples themselves; up to
 * `$AXISWISE_DATA_MEMORY_GB` (0.5) a data set is in memory, beyond that in its file.
 *
 * The first table is of the data side alone: digits are read back, and read in batches of 128 in a new order
 * each epoch, after a tenth was held out for validation. The second is of the whole training, as `axiswise
 * train images --strategy linear --workers 1` does it on wasm: two epochs of a network of one layer, which costs
 * little, so that all else would be seen, with validation, checkpoints and the test.
 *
 *     npx tsx benchmarks/growth.ts                      a table, and benchmarks/results/growth.json
 *     npx tsx benchmarks/growth.ts --examples 1000,5000 other sizes, no file
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { batches, epochOrder, holdOut } from '@axiswise/data';
import { writeFileAtomically } from '@axiswise/files';
import { digits } from '@axiswise/image';
import { count, requirePositiveInteger, textTable } from '@axiswise/messages';
import { inOwnProcess, peakMiB } from './own-process.ts';

const { values } = parseArgs({
  options: {
    examples: { type: 'string' },
    measure: { type: 'string' },
    train: { type: 'string' },
    'run-dir': { type: 'string' },
  },
});
const epochs = 3;

interface Measured {
  /** Of loading: drawing and keeping the first time, reading back the second. */
  readonly loadSeconds: number;
  /** The fastest of three. */
  readonly epochSeconds: number;
  readonly trainExamples: number;
  /** Before anything was loaded, and the largest. */
  readonly startMiB: number;
  readonly peakMiB: number;
  /** A sum over all pixels of an epoch, which must be the same wherever they are read from. */
  readonly checksum: number;
}

/** The whole training of a small network. */
interface Trained {
  readonly trainExamples: number;
  /** Of all examples, a byte for each pixel. */
  readonly dataMiB: number;
  /** Wall-clock seconds of the whole call, and of each epoch without its validation. */
  readonly seconds: number;
  readonly epochSeconds: readonly number[];
  /** With the engine and before the data, after each epoch, and the largest. */
  readonly startMiB: number;
  readonly epochPeakMiB: readonly number[];
  readonly peakMiB: number;
}

if (values.measure !== undefined) {
  console.log(JSON.stringify(await measure(Number(values.measure))));
} else if (values.train !== undefined) {
  console.log(JSON.stringify(await trainOn(Number(values.train), values['run-dir']!)));
} else {
  await compareSizes();
}

async function measure(examples: number): Promise<Measured> {
  const startMiB = peakMiB();
  const began = performance.now();
  const options = { train: String(examples), test: '1000' };
  const { splits } = await digits.load({ dataDir: '', seed: 0, options });
  const loadSeconds = (performance.now() - began) / 1000;
  const { rest: train } = holdOut(splits.train, { fraction: 0.1, seed: 0 });
  let epochSeconds = Infinity;
  let checksum = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const start = performance.now();
    checksum = 0;
    const order = epochOrder(train.length, 1, epoch);
    for await (const { inputs } of batches(train, { batchSize: 128, exampleSize: 784, order })) {
      for (let i = 0; i < inputs.length; i += 97) checksum += Math.round(255 * inputs[i]);
    }
    epochSeconds = Math.min(epochSeconds, (performance.now() - start) / 1000);
  }
  return {
    loadSeconds,
    epochSeconds,
    trainExamples: train.length,
    startMiB,
    peakMiB: peakMiB(),
    checksum,
  };
}

async function trainOn(examples: number, runDir: string): Promise<Trained> {
  // Not above: the data side is measured without what an engine takes.
  const { useBackend } = await import('@axiswise/backend');
  const { loadExperiment } = await import('@axiswise/experiment');
  const { trainExperiment } = await import('@axiswise/runner');
  const experiment = await loadExperiment('images');
  await useBackend('wasm');
  const startMiB = peakMiB();
  const epochSeconds: number[] = [];
  const epochPeakMiB: number[] = [];
  const began = performance.now();
  const { trainExamples } = await trainExperiment(experiment, {
    strategy: 'linear',
    data: digits.name,
    dataOptions: { train: String(examples), test: '1000' },
    epochs: 2,
    backend: 'wasm',
    runDir,
    observer: {
      onEpoch({ seconds }) {
        epochSeconds.push(seconds);
        epochPeakMiB.push(peakMiB());
      },
    },
  });
  return {
    trainExamples,
    dataMiB: ((examples + 1000) * 784) / 2 ** 20,
    seconds: (performance.now() - began) / 1000,
    epochSeconds,
    startMiB,
    epochPeakMiB,
    peakMiB: peakMiB(),
  };
}

async function compareSizes(): Promise<void> {
  const asked = (values.examples ?? '10000,100000,1000000').split(',');
  const sizes = asked.map((size) => requirePositiveInteger('usage', '--examples', Number(size)));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-growth-'));
  const rows: ({ readonly examples: number; readonly from: string } & Measured)[] = [];
  const training: ({ readonly examples: number } & Trained)[] = [];
  try {
    for (const examples of sizes) {
      for (const [from, memory] of [
        ['drawn', '0.5'],
        ['kept', '0.5'],
        ['kept, all in the file', '0'],
      ]) {
        const measured = inOwnProcess<Measured>(
          new URL(import.meta.url),
          ['--measure', String(examples)],
          { AXISWISE_PREPARED_DIR: folder, AXISWISE_DATA_MEMORY_GB: memory },
        );
        rows.push({ examples, from, ...measured });
        console.error(`${count(examples)} ${from}`);
      }
      const runDir = path.join(folder, `run-${examples}`);
      const trained = inOwnProcess<Trained>(
        new URL(import.meta.url),
        ['--train', String(examples), '--run-dir', runDir],
        { AXISWISE_PREPARED_DIR: folder },
      );
      training.push({ examples, ...trained });
      console.error(`${count(examples)} trained`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const each of rows) {
    const same = rows.find(({ examples }) => examples === each.examples)!;
    if (each.checksum !== same.checksum) throw new Error(`${each.from}: other pixels were read`);
  }
  console.log(
    textTable(
      [
        { title: 'examples', align: 'right' },
        { title: 'from' },
        { title: 'load s', align: 'right' },
        { title: 'epoch s', align: 'right' },
        { title: 'µs an example', align: 'right' },
        { title: 'peak MiB', align: 'right' },
      ],
      rows.map(({ examples, from, loadSeconds, epochSeconds, trainExamples, peakMiB: peak }) => [
        count(examples),
        from,
        loadSeconds.toFixed(2),
        epochSeconds.toFixed(2),
        ((1e6 * epochSeconds) / trainExamples).toFixed(2),
        peak.toFixed(0),
      ]),
    ),
  );
  console.log('');
  console.log(
    textTable(
      [
        { title: 'trained on', align: 'right' },
        { title: 'data MiB', align: 'right' },
        { title: 'all s', align: 'right' },
        { title: 'last epoch s', align: 'right' },
        { title: 'µs an example', align: 'right' },
        { title: 'MiB before', align: 'right' },
        { title: 'in epoch 1', align: 'right' },
        { title: 'in epoch 2', align: 'right' },
        { title: 'peak MiB', align: 'right' },
      ],
      training.map((each) => {
        const [epochSeconds] = each.epochSeconds.slice(-1);
        return [
          count(each.trainExamples),
          each.dataMiB.toFixed(0),
          each.seconds.toFixed(1),
          epochSeconds.toFixed(2),
          ((1e6 * epochSeconds) / each.trainExamples).toFixed(1),
          each.startMiB.toFixed(0),
          ...each.epochPeakMiB.map((peak) => peak.toFixed(0)),
          each.peakMiB.toFixed(0),
        ];
      }),
    ),
  );
  if (values.examples !== undefined) return;
  const [{ model }] = os.cpus();
  const result = {
    machine: { cpu: model.trim(), cores: os.cpus().length, node: process.versions.node },
    command: 'npx tsx benchmarks/growth.ts',
    rows,
    training,
  };
  const file = fileURLToPath(new URL('results/growth.json', import.meta.url));
  await writeFileAtomically(file, `${JSON.stringify(result, null, 2)}\n`);
}
