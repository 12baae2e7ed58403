import { createHash } from 'node:crypto';
import type { Dataset, Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import type { BoardEncoding, PlaneCount } from './board-options.ts';
import { gtpNames, PASS } from '../rules/coordinates.ts';
import type { GameParts } from '../sgf/divide-games.ts';
import type { CollectedGame } from '../sgf/games.ts';
import { positionsSplit } from './positions-split.ts';

const size = 19;
/** Seeds which moves of a game are examples, independently of the run's seed. */
const sampleSeed = 0;

/**
 * Makes a data set of games: an example is the position before a move, its label the point of the
 * move.
 *
 * Passes are not examples.
 *
 * @param options.movesPerGame the number of moves of each game, drawn by a fixed seed; default all.
 * @param options.workers threads that encode positions; see {@link positionsSplit}.
 */
export function boardDataset(options: {
  readonly name: string;
  readonly parts: GameParts;
  readonly planes: PlaneCount;
  readonly workers?: number;
  readonly movesPerGame?: number;
}): Dataset {
  const { name, parts, planes, workers, movesPerGame = Infinity } = options;
  const hash = createHash('sha256').update(`${movesPerGame}\n`);
  for (const part of [parts.train, parts.validation, parts.test]) {
    hash.update(`${part.length} ${part.map(({ digest }) => digest).join(' ')}\n`);
  }
  const split = (games: readonly CollectedGame[]): Split =>
    positionsSplit({
      games: games.map(({ game }) => game),
      positions: examplesOf(games, movesPerGame),
      planes,
      workers,
    });
  const encoding: BoardEncoding = { kind: 'board', planes };
  return {
    name,
    axes: ['row', 'column'],
    shape: [size, size, planes],
    classes: gtpNames(size),
    splits: {
      train: split(parts.train),
      validation: split(parts.validation),
      test: split(parts.test),
    },
    sha256: hash.digest('hex'),
    encoding,
  };
}

/** Lists game and move of every example, two numbers each, in order. */
function examplesOf(games: readonly CollectedGame[], movesPerGame: number): Int32Array {
  const examples: number[] = [];
  for (const [index, { game, digest }] of games.entries()) {
    const moves: number[] = [];
    game.moves.forEach((point, move) => {
      if (point !== PASS) moves.push(move);
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
    for (const move of chosen) examples.push(index, move);
  }
  return Int32Array.from(examples);
}
