/**
 * How long it takes to read the user's own data, the first time and again, and how much memory: a folder of
 * small PNGs, and a table of sentences. Each reading is a process of its own.
 *
 *     npx tsx benchmarks/reading.ts                    a table, and benchmarks/results/reading.json
 *     npx tsx benchmarks/reading.ts --pictures 1000 --rows 10000    other sizes, no file
 */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { forEachBounded, writeFileAtomically } from '@axiswise/files';
import { digits, pictures, writePng } from '@axiswise/image';
import { count, requirePositiveInteger, textTable } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { sentences } from '@axiswise/text';
import { inOwnProcess, peakMiB } from './own-process.ts';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    rows: { type: 'string' },
    measure: { type: 'string' },
  },
});

interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly sha256: string;
}

if (values.measure !== undefined) {
  console.log(JSON.stringify(await measure(values.measure)));
} else {
  await compareReadings();
}

async function measure(place: string): Promise<Measured> {
  const format = place.endsWith('.tsv') ? sentences : pictures;
  const began = performance.now();
  const source = format.source(place, { axes: [] });
  const { sha256 } = await source.load({ dataDir: '', seed: 0 });
  return { seconds: (performance.now() - began) / 1000, peakMiB: peakMiB(), sha256 };
}

async function compareReadings(): Promise<void> {
  const size = (name: 'pictures' | 'rows', byDefault: string): number =>
    requirePositiveInteger('usage', `--${name}`, Number(values[name] ?? byDefault));
  const [pictureCount, rowCount] = [size('pictures', '20000'), size('rows', '1000000')];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-reading-'));
  const rows: ({ readonly data: string; readonly time: string } & Measured)[] = [];
  try {
    const places = [
      [`${count(pictureCount)} pictures`, await layPictures(folder, pictureCount)],
      [`${count(rowCount)} sentences`, await layTable(folder, rowCount)],
    ];
    for (const [data, place] of places) {
      for (const time of ['first', 'again']) {
        const environment = { AXISWISE_PREPARED_DIR: path.join(folder, 'prepared') };
        const words = ['--measure', place];
        rows.push({
          data,
          time,
          ...inOwnProcess<Measured>(new URL(import.meta.url), words, environment),
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    textTable(
      [
        { title: 'data' },
        { title: 'reading' },
        { title: 'seconds', align: 'right' },
        { title: 'peak MiB', align: 'right' },
      ],
      rows.map((row) => [row.data, row.time, row.seconds.toFixed(2), row.peakMiB.toFixed(0)]),
    ),
  );
  if (values.pictures !== undefined || values.rows !== undefined) return;
  const [{ model }] = os.cpus();
  const result = {
    machine: { cpu: model.trim(), cores: os.cpus().length, node: process.versions.node },
    command: 'npx tsx benchmarks/reading.ts',
    rows,
  };
  const file = fileURLToPath(new URL('results/reading.json', import.meta.url));
  await writeFileAtomically(file, `${JSON.stringify(result, null, 2)}\n`);
}

/** Writes generated digits, a folder per class. */
async function layPictures(folder: string, pictureCount: number): Promise<string> {
  const place = path.join(folder, 'pictures');
  for (let label = 0; label < 10; label++) {
    mkdirSync(path.join(place, String(label)), { recursive: true });
  }
  const options = { train: String(pictureCount), test: '10' };
  const { train } = (await digits.load({ dataDir: '', seed: 0, options })).splits;
  await forEachBounded(Array.from(train.labels), 16, async (label, i) => {
    const pixels = new Float32Array(28 * 28);
    await train.gather([i], pixels);
    const file = path.join(place, String(label), `${i}.png`);
    await writePng(file, { pixels, height: 28, width: 28, channels: 1 });
  });
  return place;
}

/** Writes sentences of 6 to 14 words out of 30,000, of five classes. */
async function layTable(folder: string, rowCount: number): Promise<string> {
  const place = path.join(folder, 'table.tsv');
  const random = new Random(1, 'reading');
  const stream = createWriteStream(place);
  for (let row = 0; row < rowCount; row++) {
    const words = Array.from(
      { length: 6 + random.integer(9) },
      // Few words are frequent.
      () => `w${Math.floor(30_000 * random.uniform() ** 3).toString(36)}`,
    );
    if (!stream.write(`c${row % 5}\t${words.join(' ')}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return place;
}
