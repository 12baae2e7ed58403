/**
 * Measures how hard the embedded digits are: test accuracy of a linear classifier and of the
 * two-block network, both trained by PyTorch on the default data set, and how fast digits are
 * drawn.
 *
 *     npx tsx benchmarks/digits-difficulty.ts              a table, and results/digits-difficulty.json
 *     npx tsx benchmarks/digits-difficulty.ts --seeds 5    more seeds
 *
 * PyTorch: see peers/README.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { percent } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import type { Split } from '@axiswise/data';
import { digits, drawDigit } from '@axiswise/image';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } });
const venv = path.join(here, 'peers/.venv/bin/python');
const python = process.env.AXISWISE_PYTHON ?? (existsSync(venv) ? venv : 'python3');

interface Row {
  readonly network: string;
  readonly epochs: number;
  readonly accuracies: readonly number[];
}

/** The inputs as bytes again, as they were drawn, then the labels as bytes. */
async function bytesOf(split: Split): Promise<Uint8Array> {
  const inputs = new Float32Array(split.length * 784);
  await split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    inputs,
  );
  return Uint8Array.from([...inputs.map((value) => Math.round(value * 255)), ...split.labels]);
}

function drawnPerSecond(): number {
  const random = new Random(0, 'speed');
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let i = 0; i < 5000; i++) drawDigit(i % 10, random);
    return 5_000_000 / (performance.now() - start);
  });
  return Math.round(rates.sort((a, b) => a - b)[2]);
}

const dataset = await digits.load({ dataDir: '', seed: 0 });
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-difficulty-'));
let rows: Row[];
try {
  for (const name of ['train', 'test'] as const) {
    await writeFile(path.join(folder, name), await bytesOf(dataset.splits[name]));
  }
  const script = path.join(here, 'digits-difficulty.py');
  const { status, stdout, error } = spawnSync(python, [script, folder, values.seeds], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw error ?? new Error(`${python} ended with status ${status}`);
  rows = JSON.parse(stdout) as Row[];
} finally {
  await rm(folder, { recursive: true });
}

const digitsPerSecond = drawnPerSecond();
for (const { network, epochs, accuracies } of rows) {
  const shares = accuracies.map((accuracy) => percent(accuracy));
  console.log(`${network}, ${epochs} epochs: ${shares.join('  ')}`);
}
console.log(`${digitsPerSecond} digits/s on one core`);

await mkdir(path.join(here, 'results'), { recursive: true });
await writeFile(
  path.join(here, 'results/digits-difficulty.json'),
  `${JSON.stringify(
    {
      command: `npx tsx benchmarks/digits-difficulty.ts --seeds ${values.seeds}`,
      sha256: dataset.sha256,
      trainExamples: dataset.splits.train.length,
      testExamples: dataset.splits.test.length,
      node: process.versions.node,
      cpu: os.cpus()[0].model,
      rows,
      digitsPerSecond,
    },
    null,
    2,
  )}\n`,
);
