import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  askedFold,
  checkOptionNames,
  type Dataset,
  fileStates,
  foldOptions,
  type LoadContext,
  nameWithin,
  ownFolds,
  partNamed,
  refuseFold,
  type Source,
} from '@axiswise/data';
import { InputError, parseInteger, plural } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { boardDataset } from './board-dataset.ts';
import { preparedGames } from './prepared-games.ts';
import { planesOf, predictedOf } from './board-options.ts';
import {
  divideGames,
  divideIntoFold,
  type GameParts,
  setValidationAside,
} from '../sgf/divide-games.ts';
import { type CollectedGame, GameCollection } from '../sgf/games.ts';
import { parseSgf } from '../sgf/sgf.ts';
import { GameError } from '../sgf/sgf-error.ts';

/** Seeds which files are read if not all are, independently of the run's seed. */
const orderSeed = 0;
const maxGames = 10_000_000;
const maxWorkers = 64;
const secondsBetweenLines = 2;

/**
 * Reads all SGF files below a folder as data: the input is the position before a move, the label
 * the move.
 *
 * The split is by **games**, because positions of one game resemble each other. A tenth of the
 * games is for test, a fiftieth for validation, the same for every seed. The split of a game
 * follows from its moves, so files may be renamed. Passes are not examples. Games are skipped,
 * counted and reported with a reason if they have another board size, an illegal move or no moves,
 * cannot be read, or are repetitions. Folders `train` and `test`, and perhaps `validation`, name the splits; games
 * beside them are not read.
 *
 * Options of {@link LoadContext.options}: `planes=48`, `12` or `4`; `games=N` reads N games, drawn
 * by a fixed seed; `testGames=N` tests N games; `workers=N` encodes positions in N threads;
 * `fold=1` of `folds=10` tests that fold of the games; `predict=captures`: not the move is the label, but of each stone whether it is captured within twenty moves.
 *
 * @throws InputError if the folder cannot be read or holds fewer than three usable games.
 */
export function sgfFolder(folder: string, name = path.basename(path.resolve(folder))): Source {
  return {
    name,
    description: `games of Go in ${folder}, SGF`,
    ...ownFolds,
    load: (context) => loadFolder(folder, name, context),
  };
}

async function loadFolder(folder: string, name: string, context: LoadContext): Promise<Dataset> {
  const { options, scoredBy, onProgress } = context;
  checkOptionNames('a folder of SGF', options, {
    planes: '48, 12 or 4',
    games: 'N',
    testGames: 'N',
    workers: 'N',
    predict: 'move or captures',
    ...foldOptions,
  });
  const asked = askedFold(options);
  const planes = planesOf(context, 48);
  const predict = predictedOf(context);
  const wanted = parseInteger('data', 'games', options?.games, { from: 3, to: maxGames });
  const testGames = parseInteger('data', 'testGames', options?.testGames, {
    from: 1,
    to: maxGames,
  });
  const workers = parseInteger('data', 'workers', options?.workers, { from: 1, to: maxWorkers });

  const { files, isDivided } = filesToRead(folder, await sgfFiles(folder), context);
  if (isDivided) refuseFold(folder, options);
  const { games, skipped } = await preparedGames({
    name,
    decidedBy: async () => ({
      // As it is given, too: games are kept with their places in it.
      folder: [folder, path.resolve(folder)],
      files: await fileStates(
        files.map((file) => path.join(folder, file)),
        folder,
      ),
      wanted: wanted ?? 'all',
    }),
    onProgress,
    collect: () => readFiles(folder, files, { wanted, onProgress }),
  });
  const least = scoredBy ? 1 : 3;
  if (games.length < least) {
    throw new InputError(
      'data',
      `${folder} must hold at least ${plural(least, 'usable game')}` +
        `${scoredBy ? '' : ' (train, validation, test)'}, got ${games.length}; ` +
        (skipped ?? 'it has no SGF files'),
    );
  }
  const parts = scoredBy
    ? { train: [], validation: [], test: games }
    : isDivided
      ? partsOf(folder, games)
      : asked
        ? divideIntoFold(games, asked)
        : divideGames(games, testGames);
  onProgress?.(
    `${plural(games.length, 'game')}: ${parts.train.length} for training, ` +
      `${parts.validation.length} for validation, ${parts.test.length} for test`,
  );
  const nameOf = (place: string): string => nameWithin(folder, place);
  return boardDataset({ name, parts, planes, predict, workers, nameOf });
}

/** The folder of a split that a file below the data lies in. */
const partOf = (file: string): ReturnType<typeof partNamed> => {
  const [first, ...below] = file.split(path.sep);
  return below.length > 0 ? partNamed(first) : undefined;
};

/** The files of the splits where folders name them, of the test alone where a run is scored; else all. */
function filesToRead(
  folder: string,
  files: readonly string[],
  { scoredBy, onProgress }: LoadContext,
): { readonly files: readonly string[]; readonly isDivided: boolean } {
  const has = (part: ReturnType<typeof partNamed>): boolean =>
    files.some((file) => partOf(file) === part);
  if (scoredBy && has('test')) {
    return { files: files.filter((file) => partOf(file) === 'test'), isDivided: true };
  }
  if (!has('train') || !has('test')) return { files, isDivided: false };
  const inParts = files.filter((file) => partOf(file) !== undefined);
  const others = files.length - inParts.length;
  if (others > 0) {
    onProgress?.(
      `skipped ${plural(others, 'SGF file')} in ${folder} beside the folders train, validation and test`,
    );
  }
  return { files: inParts, isDivided: true };
}

/** @throws InputError where a folder has no usable game. */
function partsOf(folder: string, games: readonly CollectedGame[]): GameParts {
  const within = path.join(folder, path.sep);
  const ofPart = (part: ReturnType<typeof partNamed>): CollectedGame[] =>
    games.filter(({ place }) => partOf(place.slice(within.length)) === part);
  const [train, validation, test] = [ofPart('train'), ofPart('validation'), ofPart('test')];
  const empty = train.length === 0 ? 'train' : test.length === 0 ? 'test' : undefined;
  if (empty) {
    throw new InputError('data', `${folder} has no usable game in its folder ${empty}; add some`);
  }
  return validation.length > 0
    ? { train, validation, test }
    : { ...setValidationAside(train), test };
}

/** Reads the files in an order drawn by a fixed seed, until enough games are found. */
async function readFiles(
  folder: string,
  files: readonly string[],
  options: { readonly wanted?: number | undefined } & Pick<LoadContext, 'onProgress'>,
): Promise<GameCollection> {
  const { wanted = Infinity, onProgress } = options;
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

/** Lists the SGF files below a folder, relative to it, in alphabetical order. */
async function sgfFiles(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true, recursive: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT' ? `${folder} is missing` : `${folder} is not a readable folder (${code})`,
      { cause },
    );
  }
  return entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.sgf$/i.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}
