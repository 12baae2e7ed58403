import { checkOptionNames, type Source } from '@axiswise/data';
import { parseInteger, plural } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { boardDataset } from './board-dataset.ts';
import { preparedGames } from './prepared-games.ts';
import { planesOf, type Predicted } from './board-options.ts';
import { divideGames } from '../sgf/divide-games.ts';
import type { Game } from '../sgf/game.ts';
import { GameCollection } from '../sgf/games.ts';
import { BuiltInPlayer } from '../player/player.ts';
import { PASS } from '../rules/coordinates.ts';
import { Position } from '../rules/position.ts';

/** Seeds the games. It does not depend on the run's seed, so every run has the same games. */
const seed = 1;
const games = 300;
const gameCounts = { from: 10, to: 100_000 };
/**
 * Positions of one game resemble each other, so some of many games teach more than all of a few.
 */
const movesPerGame = 50;
/** A game of this length repeats cycles of captures. */
const maxMoves = 600;

/**
 * Games of the {@link BuiltInPlayer} against itself: the board experiment without a download.
 *
 * The games are the same for every run, since the source has its own seed. It takes 50 positions of
 * each of 300 games, drawn by seed, and divides them by games as {@link sgfGames} does: 13,200
 * training examples and 1,500 test examples. Options: `games=N` from 10 to 100,000, `planes=12`
 * (default), `4` or `48`, `workers=N`.
 */
export const selfPlay = selfPlaySource({
  name: 'self-play',
  description: 'games of a simple built-in player against itself (embedded, no download)',
  records: { train: 13_200, test: 1500 },
  predict: 'move',
});

/**
 * The same games, to be told of each stone on the board whether it is captured within the next twenty moves; points
 * without a stone have no label. Games, options and splits are those of {@link selfPlay}.
 */
export const selfPlayCaptures = selfPlaySource({
  name: 'self-play-captures',
  description:
    'the same games, which stones are captured within twenty moves (embedded, no download)',
  records: { train: 13_200, test: 1500 },
  predict: 'captures',
});

function selfPlaySource(of: {
  readonly name: string;
  readonly description: string;
  readonly records: NonNullable<Source['records']>;
  readonly predict: Predicted;
}): Source {
  const { name, description, records, predict } = of;
  return {
    name,
    description,
    records,
    load: async (context) => {
      const { options, onProgress } = context;
      checkOptionNames(name, options, {
        games: String(games),
        planes: '12, 4 or 48',
        workers: 'N',
      });
      const planes = planesOf(context, 12);
      const count = parseInteger('data', 'games', options?.games, gameCounts) ?? games;
      const workers = parseInteger('data', 'workers', options?.workers, { from: 1, to: 64 });
      const played = await preparedGames({
        name: 'self-play',
        decidedBy: () => ({ count }),
        onProgress,
        collect: () => {
          onProgress?.(`playing ${plural(count, 'game')}`);
          const collection = new GameCollection();
          for (let i = 0; i < count; i++) {
            const game = playGame(new Random(seed, 'self-play', i));
            collection.add({ place: `game ${i + 1}`, game });
          }
          return collection;
        },
      });
      const parts = divideGames(played.games);
      return boardDataset({ name, parts, planes, predict, workers, movesPerGame });
    },
  };
}

/**
 * Plays a game of the built-in player against itself, to two passes.
 *
 * @example
 * const game = playGame(new Random(7, 'mine'));
 * game.moves.length > 100; // true
 */
export function playGame(random: Random, size = 19): Game {
  const player = new BuiltInPlayer(random);
  const position = new Position(size);
  const moves: number[] = [];
  const colours: number[] = [];
  const isOver = (): boolean => moves.length >= 2 && moves.slice(-2).every((move) => move === PASS);
  while (!isOver() && moves.length < maxMoves) {
    const move = player.choose(position, {
      opponent: moves.at(-1) ?? PASS,
      own: moves.at(-2) ?? PASS,
    });
    colours.push(position.toMove);
    moves.push(move);
    position.play(move);
  }
  return {
    size,
    komi: 6.5,
    handicap: 0,
    setup: new Int16Array(0),
    moves: Int16Array.from(moves),
    colours: Uint8Array.from(colours),
    toMove: position.toMove,
  };
}
