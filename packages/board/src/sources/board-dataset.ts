import type { Dataset, Split } from '@axiswise/data';
import { sha256 } from '@axiswise/digest';
import { Random } from '@axiswise/random';
import type { BoardEncoding, PlaneCount, Predicted } from './board-options.ts';
import { Captures, fates, fatesOn, watchedMoves } from './captures.ts';
import { gtpNames, PASS } from '../rules/coordinates.ts';
import type { GameParts } from '../sgf/divide-games.ts';
import type { CollectedGame } from '../sgf/games.ts';
import { EncodePool } from '#encode-pool';
import { positionsSplit } from './positions-split.ts';

const size = 19;
/** Seeds which moves of a game are examples, independently of the run's seed. */
const sampleSeed = 0;

/**
 * Makes a data set of games: an example is the position before a move, its label the point of the
 * move.
 *
 * Passes are not examples. Games are the groups of examples, since positions of one game resemble each
 * other.
 *
 * @param options.predict the point of the move, by default, or which stones are captured within twenty moves
 *   ({@link Captures}): examples are then the positions with stones and twenty moves behind them.
 * @param options.movesPerGame the number of moves of each game, drawn by a fixed seed; default all.
 * @param options.workers threads that encode positions, by default one; see {@link EncodePool}.
 * @param options.secondsBeforeThreads encoding in this thread before those start.
 */
export function boardDataset(options: {
  readonly name: string;
  readonly parts: GameParts;
  readonly planes: PlaneCount;
  readonly predict?: Predicted;
  readonly workers?: number | undefined;
  readonly movesPerGame?: number;
  readonly secondsBeforeThreads?: number;
  /** The name of a game by its place; by default that place. */
  readonly nameOf?: (place: string) => string;
}): Dataset {
  const { name, parts, planes, workers = 1, movesPerGame = Infinity } = options;
  const predictsCaptures = options.predict === 'captures';
  const nameOf = ({ place }: CollectedGame): string => options.nameOf?.(place) ?? place;
  const hash = sha256().update(`${movesPerGame}\n`);
  if (predictsCaptures) hash.update(`captures within ${watchedMoves} moves\n`);
  for (const part of [parts.train, parts.validation, parts.test]) {
    hash.update(`${part.length} ${part.map(({ digest }) => digest).join(' ')}\n`);
  }
  // The splits share their threads, since they are read one after the other.
  const all = [...parts.train, ...parts.validation, ...parts.test];
  const pool = new EncodePool(
    { games: all.map(({ game }) => game), planes, size },
    workers,
    options.secondsBeforeThreads,
  );
  const captures = predictsCaptures ? all.map(({ game }) => new Captures(game)) : undefined;
  let first = 0;
  const split = (games: readonly CollectedGame[]): Split => {
    const positions = examplesOf(games, {
      movesPerGame,
      first,
      isExample: (game, move) => captures?.[game].isKnown(move) ?? true,
    });
    first += games.length;
    return {
      ...positionsSplit(positions, pool, captures),
      groups: Int32Array.from({ length: positions.length / 2 }, (_, i) => positions[2 * i]),
      exampleName: (i) => `${nameOf(all[positions[2 * i]])} move ${positions[2 * i + 1] + 1}`,
    };
  };
  const encoding: BoardEncoding = { kind: 'board', planes };
  return {
    name,
    axes: ['row', 'column'],
    shape: [size, size, planes],
    classes: captures ? fates : gtpNames(size),
    ...(captures && { targets: fatesOn(size) }),
    splits: {
      train: split(parts.train),
      ...(parts.validation.length > 0 && { validation: split(parts.validation) }),
      test: split(parts.test),
    },
    groupsOf: 'game',
    groupName: (game) => nameOf(all[game]),
    sha256: hash.hex(),
    encoding,
    close: () => pool.end(),
  };
}

/**
 * Lists game and move of every example, two numbers each, in order.
 *
 * @param of.first the number of the first game.
 */
function examplesOf(
  games: readonly CollectedGame[],
  of: {
    readonly movesPerGame: number;
    readonly first: number;
    readonly isExample: (game: number, move: number) => boolean;
  },
): Int32Array {
  const { movesPerGame, first, isExample } = of;
  const examples: number[] = [];
  for (const [index, { game, digest }] of games.entries()) {
    const moves: number[] = [];
    game.moves.forEach((point, move) => {
      if (point !== PASS && isExample(first + index, move)) moves.push(move);
    });
    const chosen =
      moves.length <= movesPerGame
        ? moves
        : Array.from(
            new Random(sampleSeed, 'moves', digest)
              .permutation(moves.length)
              .subarray(0, movesPerGame)
              .sort(),
            (i) => moves[i],
          );
    for (const move of chosen) examples.push(first + index, move);
  }
  return Int32Array.from(examples);
}
