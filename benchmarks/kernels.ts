/**
 * What `@axiswise/kernels` brings to plain TensorFlow.js: examples/s of the convolutional network of its MNIST
 * example, in training and inference, on wasm with the kernels, on wasm without (which cannot train), and in pure
 * JavaScript. Each has a process of its own; rounds are interleaved. Ratios are what counts.
 *
 *     npx tsx benchmarks/kernels.ts              a table, benchmarks/results/kernels.json, and the package's README
 *     npx tsx benchmarks/kernels.ts --rounds 3
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { writeFileAtomically } from '@axiswise/files';
import { median } from '@axiswise/statistics';
import * as tf from '@tensorflow/tfjs';

type Variant = 'wasm with @axiswise/kernels' | 'wasm' | 'cpu';
interface Speeds {
  /** Examples a second; undefined where the backend cannot train. */
  readonly training?: number;
  readonly inference: number;
}
const variants: readonly Variant[] = ['wasm with @axiswise/kernels', 'wasm', 'cpu'];
const batchSize = 128;
const thisFile = fileURLToPath(import.meta.url);

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, measure: { type: 'string' } },
});
if (values.measure === undefined) await compareVariants(Number(values.rounds));
else console.log(JSON.stringify(await measured(values.measure as Variant)));

async function compareVariants(rounds: number): Promise<void> {
  const speeds = new Map(variants.map((variant) => [variant, [] as Speeds[]]));
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) {
      const words = ['--import', 'tsx', thisFile, '--measure', variant];
      const { stdout } = await promisify(execFile)(process.execPath, words);
      speeds.get(variant)!.push(JSON.parse(stdout.trim().split('\n').at(-1)!) as Speeds);
    }
  }
  const medianOf = (variant: Variant, what: keyof Speeds): number | undefined => {
    const numbers = speeds.get(variant)!.flatMap((each) => each[what] ?? []);
    return numbers.length === 0 ? undefined : median(numbers);
  };
  const record = {
    command: 'npx tsx benchmarks/kernels.ts',
    ...{
      tfjs: tf.version_core,
      node: process.versions.node,
      cpu: os.cpus()[0].model,
      batchSize,
      rounds,
    },
    variants: variants.map((variant) => ({
      variant,
      training: medianOf(variant, 'training') ?? null,
      inference: medianOf(variant, 'inference')!,
    })),
  };
  const base = record.variants[0];
  const cell = (speed: number | null, of: number | null): string =>
    speed === null || of === null
      ? 'cannot'
      : `${Math.round(speed).toLocaleString('en')} (${(speed / of).toPrecision(2)})`;
  const table = [
    '| backend | training, examples/s | inference, examples/s |',
    '|---|--:|--:|',
    ...record.variants.map(
      ({ variant, training, inference }) =>
        `| ${variant} | ${cell(training, base.training)} | ${cell(inference, base.inference)} |`,
    ),
  ].join('\n');
  console.log(table);
  const file = path.join(path.dirname(thisFile), 'results/kernels.json');
  await writeFileAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
  const readme = path.join(path.dirname(thisFile), '../packages/kernels/README.md');
  const text = await readFile(readme, 'utf8');
  await writeFileAtomically(
    readme,
    text.replace(/(<!-- kernels:.*-->\n)[^]*(<!-- \/kernels -->)/, `$1\n${table}\n\n$2`),
  );
}

async function measured(variant: Variant): Promise<Speeds> {
  const backend = variant === 'cpu' ? 'cpu' : 'wasm';
  if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(path.dirname(wasm) + path.sep);
  }
  if (variant === 'wasm with @axiswise/kernels') await import('@axiswise/kernels');
  await tf.setBackend(backend);
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 5, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy' });
  const images = tf.randomUniform([batchSize, 28, 28, 1]);
  const labels = tf.oneHot(tf.range(0, batchSize, 1, 'int32').mod(10).toInt(), 10);
  const inference = await speedOf(async () => {
    const scores = model.predictOnBatch(images) as tf.Tensor;
    await scores.data();
    scores.dispose();
  });
  try {
    const training = await speedOf(() => model.trainOnBatch(images, labels));
    return { training, inference };
  } catch (cause) {
    if (!/not registered/.test((cause as Error).message)) throw cause;
    return { inference };
  }
}

/** Examples a second over some two seconds, once it has run twice. */
async function speedOf(run: () => Promise<unknown>): Promise<number> {
  await run();
  await run();
  const start = performance.now();
  let batches = 0;
  while (performance.now() - start < 2000) {
    await run();
    batches++;
  }
  return (1000 * batches * batchSize) / (performance.now() - start);
}
