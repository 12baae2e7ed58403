import type { PASS } from '../rules/coordinates.ts';
import type { Position } from '../rules/position.ts';
import type { Game } from '../sgf/game.ts';

/** A player behind the protocol. */
export interface GtpPlayer {
  readonly name: string;
  readonly version: string;
  /** The board sizes it plays; by default every size from 2 to 25. */
  readonly sizes?: readonly number[];
  /**
   * Chooses the move of the player to move: a legal point, {@link PASS}, or 'resign'.
   *
   * @param position a copy that may be changed.
   * @param game the game so far; handicap stones are in its setup.
   */
  genmove(position: Position, game: Game): Move | Promise<Move>;
}

type Move = number | typeof PASS | 'resign';
