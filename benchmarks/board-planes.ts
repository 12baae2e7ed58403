/**
 * Measures how many positions of Go are encoded per second on one core: a game is replayed up to a
 * random move, and the position is encoded as feature planes under a symmetry. Medians of five
 * rounds.
 *
 *     npx tsx benchmarks/board-planes.ts                    a table, and results/board-planes.json
 *     npx tsx benchmarks/board-planes.ts --positions 5000   more positions a round
 *
 * Games: sgf/tygem-9d of the data folder if it exists, else those of the built-in player.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Game, parseSgf, playGame, PositionReader } from '@axiswise/board';
import { dataDirectory } from '@axiswise/files';
import { Random } from '@axiswise/random';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { positions: { type: 'string', default: '2000' } } });
const rounds = 5;
const gameCount = 500;

async function realGames(folder: string): Promise<Game[]> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('.sgf'))
    .sort();
  const games: Game[] = [];
  for (const i of new Random(0, 'benchmark games').permutation(files.length)) {
    if (games.length === gameCount) break;
    const file = path.join(folder, files[i]);
    games.push(...parseSgf(await readFile(file), file).games.map(({ game }) => game));
  }
  return games;
}

const folder = path.join(dataDirectory(), 'sgf', 'tygem-9d');
const real = existsSync(folder);
const games = real
  ? await realGames(folder)
  : Array.from({ length: 50 }, (_, i) => playGame(new Random(0, 'benchmark games', i)));
const requests = (round: number) => {
  const random = new Random(0, 'benchmark positions', round);
  return Array.from({ length: Number(values.positions) }, () => {
    const game = random.integer(games.length);
    return { game, move: random.integer(games[game].moves.length), symmetry: random.integer(8) };
  });
};

/** Positions per second of processor time in each round; the first one only warms up. */
function measure(planes: 4 | 12 | 48): number[] {
  const reader = new PositionReader(games, planes);
  const out = new Uint8Array(361 * planes);
  const rates = Array.from({ length: rounds + 1 }, (_, round) => {
    const asked = requests(round);
    // Processor time, including the garbage collector, which other processes do not disturb.
    const start = process.cpuUsage();
    for (const request of asked) reader.read(request, out);
    const { user, system } = process.cpuUsage(start);
    return Math.round((1e6 * asked.length) / (user + system));
  });
  return rates.slice(1);
}

const median = (rates: readonly number[]): number =>
  [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)];

const rows = ([4, 12, 48] as const).map((planes) => {
  const rates = measure(planes);
  return { planes, positionsPerSecond: median(rates), rates };
});
for (const { planes, positionsPerSecond, rates } of rows) {
  console.log(`${planes} planes: ${positionsPerSecond} positions/s (${rates.join(', ')})`);
}

await mkdir(path.join(here, 'results'), { recursive: true });
await writeFile(
  path.join(here, 'results/board-planes.json'),
  `${JSON.stringify(
    {
      command: `npx tsx benchmarks/board-planes.ts --positions ${values.positions}`,
      games: `${games.length} ${real ? 'of tygem-9d' : 'of the built-in player'}`,
      node: process.versions.node,
      cpu: os.cpus()[0].model,
      rows,
    },
    null,
    2,
  )}\n`,
);
