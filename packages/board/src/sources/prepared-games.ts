import { joinArrays, prepareOnce } from '@axiswise/data';
import type { Colour } from '../rules/position.ts';
import type { Game } from '../sgf/game.ts';
import type { CollectedGame, GameCollection } from '../sgf/games.ts';

/** A game as it is kept: its long parts are in arrays of all games. */
interface KeptGame extends Omit<CollectedGame, 'game'> {
  readonly game: Omit<Game, 'setup' | 'moves' | 'colours' | 'toMove'>;
  readonly toMove: number;
  readonly setup: number;
  readonly moves: number;
}

/**
 * Collects checked games once, and reads them back later; see {@link prepareOnce}. Threads share the moves
 * that are read back.
 *
 * @param options.decidedBy all that decides the games besides the code of this package.
 * @returns the games, and {@link GameCollection.describeSkipped}, which is also told.
 */
export async function preparedGames(options: {
  readonly name: string;
  readonly decidedBy: () => unknown;
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly collect: () => GameCollection | Promise<GameCollection>;
}): Promise<{ readonly games: readonly CollectedGame[]; readonly skipped: string | undefined }> {
  const { collect, ...others } = options;
  const { facts, array } = await prepareOnce({
    ...others,
    code: import.meta.url,
    prepare: async (into) => {
      const collection = await collect();
      const skipped = collection.describeSkipped();
      if (skipped) into.notice(skipped);
      const { games } = collection;
      into.keep(
        'setup',
        joinArrays(
          Int16Array,
          games.map(({ game }) => game.setup),
        ),
      );
      into.keep(
        'moves',
        joinArrays(
          Int16Array,
          games.map(({ game }) => game.moves),
        ),
      );
      into.keep(
        'colours',
        Uint8Array.from(
          joinArrays(
            Int16Array,
            games.map(({ game }) => game.colours),
          ),
        ),
      );
      return { games: games.map(keptGame), skipped };
    },
  });
  const [setup, moves, colours] = [
    array('setup', 'int16'),
    array('moves', 'int16'),
    array('colours', 'uint8'),
  ];
  let [setupAt, moveAt] = [0, 0];
  const games = facts.games.map((kept): CollectedGame => {
    const setupEnd = setupAt + kept.setup;
    const movesEnd = moveAt + kept.moves;
    const game: Game = {
      ...kept.game,
      toMove: kept.toMove as Colour,
      setup: setup.subarray(setupAt, setupEnd),
      moves: moves.subarray(moveAt, movesEnd),
      colours: colours.subarray(moveAt, movesEnd),
    };
    [setupAt, moveAt] = [setupEnd, movesEnd];
    return { place: kept.place, digest: kept.digest, game };
  });
  return { games, skipped: facts.skipped };
}

function keptGame({ place, digest, game }: CollectedGame): KeptGame {
  const { setup, moves, colours: _, toMove, ...others } = game;
  return { place, digest, game: others, toMove, setup: setup.length, moves: moves.length };
}
