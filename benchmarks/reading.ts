/**
 * How long it takes to read the user's own data, the first time and again, and how much memory: folders of
 * small PNGs, of WAVs and of SGFs, a table of sentences, and a file of JSON lines. Each reading is a process
 * of its own.
 *
 *     npx tsx benchmarks/reading.ts                    a table, and benchmarks/results/reading.json
 *     npx tsx benchmarks/reading.ts --pictures 1000 --rows 10000    other sizes, and no file
 */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordings, writeWav } from '@axiswise/audio';
import { type Game, Position, sgfGames, writeSgf } from '@axiswise/board';
import { type DataFormat, jsonLines, type Split } from '@axiswise/data';
import { forEachBounded, writeFileAtomically } from '@axiswise/files';
import { digits, pictures, writePng } from '@axiswise/image';
import { count, requirePositiveInteger, textTable } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { sentences } from '@axiswise/text';
import { inOwnProcess, peakMiB } from './own-process.ts';

/** Of pictures, in pixels. */
const side = 28;

interface Kind {
  readonly format: DataFormat;
  readonly axes: readonly string[];
  /** How many there are by default, and what they are. */
  readonly count: number;
  readonly what: string;
  /** Writes so many into a folder, and says where. */
  lay(folder: string, count: number): Promise<string>;
}

const kinds: Readonly<Record<string, Kind>> = {
  pictures: {
    format: pictures,
    axes: ['height', 'width'],
    count: 100_000,
    what: 'pictures (PNG)',
    lay: layPictures,
  },
  rows: { format: sentences, axes: [], count: 1_000_000, what: 'sentences (TSV)', lay: layTable },
  lines: {
    format: jsonLines,
    axes: ['height', 'width'],
    count: 20_000,
    what: 'examples of 28×28 (JSON lines)',
    lay: layLines,
  },
  recordings: {
    format: recordings,
    axes: ['frequency', 'time'],
    count: 10_000,
    what: 'recordings of half a second (WAV)',
    lay: layRecordings,
  },
  games: {
    format: sgfGames,
    axes: ['row', 'column'],
    count: 2000,
    what: 'games of 200 moves (SGF)',
    lay: layGames,
  },
};

const { values } = parseArgs({
  options: {
    ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { type: 'string' as const }])),
    measure: { type: 'string' },
    place: { type: 'string' },
  },
});
const asked = values as Readonly<Record<string, string | undefined>>;

interface Measured {
  readonly seconds: number;
  /** Before anything was read, and the largest. */
  readonly startMiB: number;
  readonly peakMiB: number;
  readonly sha256: string;
}

if (values.measure !== undefined) {
  console.log(JSON.stringify(await measure(kinds[values.measure], values.place!)));
} else {
  await compareReadings();
}

async function measure({ format, axes }: Kind, place: string): Promise<Measured> {
  const startMiB = peakMiB();
  const began = performance.now();
  const dataset = await format.source(place, { axes }).load({ dataDir: '', seed: 0 });
  const seconds = (performance.now() - began) / 1000;
  await dataset.close?.();
  return { seconds, startMiB, peakMiB: peakMiB(), sha256: dataset.sha256 };
}

async function compareReadings(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-reading-'));
  const rows: ({ readonly data: string; readonly time: string } & Measured)[] = [];
  const chosen = Object.keys(kinds).filter((kind) => asked[kind] !== undefined);
  try {
    for (const kind of chosen.length > 0 ? chosen : Object.keys(kinds)) {
      const { lay, what, count: byDefault } = kinds[kind];
      const size = requirePositiveInteger('usage', `--${kind}`, Number(asked[kind] ?? byDefault));
      const place = await lay(folder, size);
      for (const time of ['first', 'again']) {
        const measured = inOwnProcess<Measured>(
          new URL(import.meta.url),
          ['--measure', kind, '--place', place],
          { AXISWISE_PREPARED_DIR: path.join(folder, 'prepared') },
        );
        rows.push({ data: `${count(size)} ${what}`, time, ...measured });
      }
      const [first, again] = rows.slice(-2);
      if (first.sha256 !== again.sha256) throw new Error(`${kind}: other data was read again`);
      console.error(`${first.data}: ${first.seconds.toFixed(2)} s, ${again.seconds.toFixed(2)} s`);
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
        { title: 'MiB before', align: 'right' },
        { title: 'peak MiB', align: 'right' },
      ],
      rows.map((row) => [
        row.data,
        row.time,
        row.seconds.toFixed(2),
        row.startMiB.toFixed(0),
        row.peakMiB.toFixed(0),
      ]),
    ),
  );
  if (chosen.length > 0) return;
  const [{ model }] = os.cpus();
  const result = {
    machine: { cpu: model.trim(), cores: os.cpus().length, node: process.versions.node },
    command: 'npx tsx benchmarks/reading.ts',
    rows,
  };
  const file = fileURLToPath(new URL('results/reading.json', import.meta.url));
  await writeFileAtomically(file, `${JSON.stringify(result, null, 2)}\n`);
}

/** Generated digits, without keeping them. */
async function drawnDigits(digitCount: number): Promise<Split> {
  const kept = process.env['AXISWISE_PREPARED_GB'];
  process.env['AXISWISE_PREPARED_GB'] = '0';
  try {
    const options = { train: String(digitCount), test: '10' };
    return (await digits.load({ dataDir: '', seed: 0, options })).splits.train;
  } finally {
    if (kept === undefined) delete process.env['AXISWISE_PREPARED_GB'];
    else process.env['AXISWISE_PREPARED_GB'] = kept;
  }
}

/** A folder for each of ten classes. */
function classFolders(place: string): (label: number) => string {
  const of = (label: number): string => path.join(place, String(label));
  for (let label = 0; label < 10; label++) mkdirSync(of(label), { recursive: true });
  return of;
}

/** Writes generated digits, a folder per class. */
async function layPictures(folder: string, pictureCount: number): Promise<string> {
  const place = path.join(folder, 'pictures');
  const folderOf = classFolders(place);
  const drawn = await drawnDigits(pictureCount);
  await forEachBounded(Array.from(drawn.labels), 16, async (label, i) => {
    const pixels = new Float32Array(side * side);
    await drawn.gather([i], pixels);
    const file = path.join(folderOf(label), `${i}.png`);
    await writePng(file, { pixels, height: side, width: side, channels: 1 });
  });
  return place;
}

/** Writes lines that a function makes. */
async function layFile(
  place: string,
  lineCount: number,
  lineOf: (i: number) => string | Promise<string>,
): Promise<string> {
  const stream = createWriteStream(place);
  for (let i = 0; i < lineCount; i++) {
    if (!stream.write(`${await lineOf(i)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return place;
}

/** Writes sentences of 6 to 14 words out of 30,000, of five classes. */
function layTable(folder: string, rowCount: number): Promise<string> {
  const random = new Random(1, 'reading');
  return layFile(path.join(folder, 'table.tsv'), rowCount, (row) => {
    const words = Array.from(
      { length: 6 + random.integer(9) },
      // Few words are frequent.
      () => `w${Math.floor(30_000 * random.uniform() ** 3).toString(36)}`,
    );
    return `c${row % 5}\t${words.join(' ')}`;
  });
}

/** Writes generated digits as lists of lists of numbers. */
async function layLines(folder: string, lineCount: number): Promise<string> {
  const drawn = await drawnDigits(lineCount);
  const pixels = new Float32Array(side * side);
  return layFile(path.join(folder, 'examples.jsonl'), lineCount, async (i) => {
    await drawn.gather([i], pixels);
    const numbers = Array.from(pixels, (value) => Number(value.toFixed(3)));
    const input = Array.from({ length: side }, (_, row) =>
      numbers.slice(row * side, (row + 1) * side),
    );
    return JSON.stringify({ label: String(drawn.labels[i]), input });
  });
}

/** Writes tones with noise, a folder per class. */
async function layRecordings(folder: string, recordingCount: number): Promise<string> {
  const place = path.join(folder, 'recordings');
  const folderOf = classFolders(place);
  const sampleRateHz = 8000;
  await forEachBounded(Array.from({ length: recordingCount }), 16, async (_, i) => {
    const random = new Random(1, 'reading', i);
    const hz = 200 + 100 * (i % 10);
    const samples = Float32Array.from(
      { length: sampleRateHz / 2 },
      (_, t) => 0.4 * Math.sin((2 * Math.PI * hz * t) / sampleRateHz) + random.uniform(-0.1, 0.1),
    );
    const file = path.join(folderOf(i % 10), `${i}.wav`);
    await writeFile(file, writeWav({ sampleRateHz, samples }));
  });
  return place;
}

/** Writes games of random legal moves. */
async function layGames(folder: string, gameCount: number): Promise<string> {
  const place = path.join(folder, 'games');
  mkdirSync(place);
  await forEachBounded(Array.from({ length: gameCount }), 16, (_, i) =>
    writeFile(path.join(place, `${i}.sgf`), writeSgf(randomGame(new Random(1, 'reading', i)))),
  );
  return place;
}

function randomGame(random: Random): Game {
  const position = new Position();
  const [moves, colours] = [new Int16Array(200), new Uint8Array(200)];
  for (let i = 0; i < moves.length; i++) {
    let point = random.integer(361);
    while (!position.isLegal(point)) point = random.integer(361);
    moves[i] = point;
    colours[i] = position.toMove;
    position.play(point);
  }
  const { toMove } = position;
  const setup = new Int16Array(0);
  return { size: 19, komi: 6.5, handicap: 0, setup, moves, colours, toMove };
}
