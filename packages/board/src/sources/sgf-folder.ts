import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkOptionNames, type Dataset, type LoadContext, type Source } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { boardDataset } from './board-dataset.ts';
import { countOption, planesOf } from './board-options.ts';
import { divideGames } from '../sgf/divide-games.ts';
import { GameCollection } from '../sgf/games.ts';
import { parseSgf } from '../sgf/sgf.ts';
import { GameError } from '../sgf/sgf-error.ts';

/** Seeds which files are read where not all are, whatever the run's seed. */
const orderSeed = 0;
const mostGames = 10_000_000;
const mostWorkers = 64;
const secondsBetweenLines = 2;

/**
 * Games of Go as data: all SGF files below a folder, a position before each move, the move as label.
 *
 * Divided by **games**: positions of one game resemble each other so much that they may not be on
 * two sides. A tenth of the games is the test, a fiftieth the validation part, the same for every
 * seed; which part a game is in follows from its moves, so that files may be renamed. Passes are no
 * examples. Games on other boards, with illegal moves, without moves, unreadable or there twice are
 * left out, counted, and said with the reason.
 *
 * Options of {@link LoadContext.options}: `planes=48`, `12` or `4`; `games=N` reads only so many,
 * drawn by a fixed seed; `testGames=N` tests so many games; `workers=N` encodes positions in so many
 * threads.
 *
 * @throws InputError where the folder holds fewer than three usable games, or cannot be read.
 */
export function sgfFolder(folder: string, name = path.basename(path.resolve(folder))): Source {
  return {
    name,
    description: `games of Go in ${folder}, SGF`,
    load: (context) => loadFolder(folder, name, context),
  };
}

async function loadFolder(folder: string, name: string, context: LoadContext): Promise<Dataset> {
  const { options, onProgress } = context;
  checkOptionNames('a folder of SGF', options, {
    planes: '48, 12 or 4',
    games: 'N',
    testGames: 'N',
    workers: 'N',
  });
  const planes = planesOf(context, 48);
  const wanted = countOption(options, 'games', { least: 3, most: mostGames });
  const testGames = countOption(options, 'testGames', { least: 1, most: mostGames });
  const workers = countOption(options, 'workers', { least: 1, most: mostWorkers });

  const collection = await readFolder(folder, wanted, onProgress);
  const skipped = collection.describeSkipped();
  if (skipped) onProgress?.(skipped);
  const { games } = collection;
  if (games.length < 3) {
    throw new InputError(
      'data',
      `${folder} holds ${games.length === 0 ? 'no game' : `${games.length} of the games`} that can be used, ` +
        `and at least 3 are needed to train, choose and test; ${skipped ?? 'it has no SGF files'}`,
    );
  }
  const parts = divideGames(games, testGames);
  onProgress?.(
    `${games.length.toLocaleString('en-US')} games: ${parts.train.length} to train, ` +
      `${parts.validation.length} to choose, ${parts.test.length} to test`,
  );
  return boardDataset({ name, parts, planes, workers });
}

/** Reads the files in an order drawn by a fixed seed, until there are as many games as wanted. */
async function readFolder(
  folder: string,
  wanted = Infinity,
  onProgress: LoadContext['onProgress'],
): Promise<GameCollection> {
  const files = await sgfFiles(folder);
  const collection = new GameCollection();
  let lastLine = performance.now();
  let read = 0;
  for (const i of new Random(orderSeed, 'files').permutation(files.length)) {
    if (collection.games.length >= wanted) break;
    const file = path.join(folder, files[i]);
    try {
      const { games, faults } = parseSgf(await readFile(file), file);
      for (const fault of faults) collection.addFault(fault);
      for (const game of games) {
        if (collection.games.length < wanted) collection.add(game);
      }
    } catch (cause) {
      collection.addFault(asFault(cause, file));
    }
    read++;
    const now = performance.now();
    if (now - lastLine >= 1000 * secondsBetweenLines) {
      lastLine = now;
      onProgress?.(`read ${read} of ${files.length} SGF files`);
    }
  }
  return collection;
}

function asFault(cause: unknown, file: string): GameError {
  if (cause instanceof GameError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined) throw cause;
  return new GameError('no SGF', `${file} cannot be read (${code})`, { cause });
}

/** The SGF files below a folder, relative to it, in alphabetical order. */
async function sgfFiles(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true, recursive: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT'
        ? `${folder} is missing`
        : `${folder} is no folder that can be read (${code})`,
      { cause },
    );
  }
  return entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.sgf$/i.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}
